/** Values for a root module's variables: tfvars files, then --var-file, then --var; the later one wins, as in Terraform. */
import type { Problem } from "../../../model/inventory.js";
import { isList, isMap, surelySet, type Value } from "../../../model/value.js";
import { lostCharacter } from "../../lost-character.js";
import { evaluate } from "../evaluate/expression.js";
import { moduleWithout, type Scope } from "../evaluate/scope.js";
import { typeConstraintOf } from "../evaluate/type-constraint.js";
import { EvaluationError, mergeUnknowns, unknownsIn } from "../evaluate/value-tools.js";
import { fromJson, jsonText } from "../functions/json.js";
import { parseHclExpression } from "../hcl/parse.js";
import type { TerraformInput } from "../input.js";
import { valueOfExpression } from "./body.js";
import { attributeIn } from "./declarations.js";
import type { FolderReader } from "./folder.js";
import type { Given } from "./instance.js";

export function rootValues(
  input: TerraformInput,
  folders: FolderReader,
  problems: Problem[],
): ReadonlyMap<string, Given> {
  const values = new Map<string, Value>(environmentValues(input, folders));
  const names = input.tree.list(input.folder) ?? [];
  const automatic = [
    ...names.filter((name) => name === "terraform.tfvars"),
    ...names.filter((name) => name === "terraform.tfvars.json"),
    ...names.filter((name) => /\.auto\.tfvars(\.json)?$/.test(name)).sort(),
  ];
  for (const name of automatic) {
    const path = input.folder === "" ? name : `${input.folder}/${name}`;
    const text = input.tree.read(path);
    if (text !== undefined) readFile(path, text);
  }
  for (const { path, text } of input.variableFiles ?? []) readFile(path, text);
  for (const [name, text] of Object.entries(input.variables ?? {})) values.set(name, commandLineValue(name, text));
  return new Map([...values].map(([name, value]) => [name, { value: () => value, references: () => [] }]));

  function readFile(path: string, text: string): void {
    if (path.endsWith(".json")) {
      const lost = lostCharacter(path, text);
      if (lost !== undefined) problems.push(lost);
      try {
        const data = fromJson(JSON.parse(text.replace(/^\uFEFF/, "")));
        if (isMap(data)) for (const key of Object.keys(data)) values.set(key, data[key] as Value);
      } catch {
        problems.push({
          severity: "error",
          file: path,
          message: "This file of variables is no JSON.",
          hint: "Correct it, or leave it out.",
        });
      }
      return;
    }
    const from = problems.length;
    const { body } = folders.parse(path, text);
    if (declaresSecrets()) hideLines(problems, from);
    for (const attribute of body.attributes) values.set(attribute.name, valueOfExpression(attribute.value, constants));
  }

  function declaresSecrets(): boolean {
    return [...folders.declarations(input.folder).variables.values()].some(
      ({ block }) => attributeIn(block.body, "sensitive") !== undefined,
    );
  }

  /** A text for a variable of type string; for other types it is an expression, as in Terraform. */
  function commandLineValue(name: string, text: string): Value {
    const declaration = folders.declarations(input.folder).variables.get(name);
    const type = declaration === undefined ? undefined : attributeIn(declaration.block.body, "type");
    const { kind } = typeConstraintOf(type);
    const isText = type === undefined || kind === "string" || kind === "number" || kind === "bool";
    if (isText) return text;
    const { expression, errors } = parseHclExpression(text);
    if (errors.length > 0) return text;
    try {
      return evaluate(expression, constants);
    } catch (error) {
      if (error instanceof EvaluationError) return text;
      throw error;
    }
  }
}

/** Of a file with mistakes it cannot be told which line holds a secret: none is shown. */
function hideLines(problems: Problem[], from: number): void {
  for (const [at, problem] of problems.entries()) {
    if (at >= from) problems[at] = { ...problem, excerpt: undefined, caret: undefined };
  }
}

/** As the environment gives them: a list or map is JSON, which a variable without a type takes for a text. */
function environmentValues({ inputs, folder }: TerraformInput, folders: FolderReader): [string, Value][] {
  if (inputs === undefined) return [];
  const { variables } = folders.declarations(folder);
  return [...variables].flatMap(([name, { block }]): [string, Value][] => {
    const value = inputs.entries.get(name) ?? inputs.rest;
    if (value === undefined) return [];
    const isTyped = attributeIn(block.body, "type") !== undefined;
    return [[name, isTyped || !(isList(value) || isMap(value)) ? value : encoded(value)]];
  });
}

function encoded(value: Value): Value {
  const unknowns = unknownsIn(value);
  return unknowns.length > 0 ? surelySet(mergeUnknowns(unknowns)) : jsonText(value);
}

const constants: Scope = { module: moduleWithout(refuse), names: undefined };

function refuse(): never {
  throw new EvaluationError("a file of variables holds constants only");
}
