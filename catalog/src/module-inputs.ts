/** What a file of a module says of its inputs, held against the variables that the real code declares. */
import type { SourceTree } from "../../packages/demarc/src/read/source-tree.js";
import { moduleWithout } from "../../packages/demarc/src/read/terraform/evaluate/scope.js";
import { fromJson } from "../../packages/demarc/src/read/terraform/functions/json.js";
import { unlistedInputs } from "../../packages/demarc/src/read/terraform/known/resource.js";
import { valueOfExpression } from "../../packages/demarc/src/read/terraform/module/body.js";
import { attributeIn } from "../../packages/demarc/src/read/terraform/module/declarations.js";
import { createFolderReader } from "../../packages/demarc/src/read/terraform/module/folder.js";
import { compileModule, type ModuleFile } from "./compile-module.js";

export function inputFaults(file: ModuleFile, tree: SourceTree, folder: string): readonly string[] {
  const facts = compileModule(file);
  const { variables } = createFolderReader(tree, (path) => path, []).declarations(folder);
  const faults: string[] = [];
  for (const name of unlistedInputs({ facts, isAssumed: false }, variables.keys()))
    faults.push(`${name} is listed nowhere; its default is ${defaultOf(name) ?? "not given: it is required"}`);
  for (const name of facts.required)
    if (defaultOf(name) !== undefined) faults.push(`${name} is not required: its default is ${defaultOf(name)}`);
  for (const [name, value] of Object.entries(facts.variables)) {
    if (!variables.has(name)) {
      faults.push(`${name} is no input of this version`);
      continue;
    }
    const real = defaultOf(name);
    const ours = JSON.stringify(fromJson(value));
    const isStandIn = value === null && file["long-defaults"]?.includes(name);
    if (real !== ours && !isStandIn) faults.push(`${name} is ${ours} here, really ${real ?? "required"}`);
    const { body } = variables.get(name)?.block ?? { body: { attributes: [], blocks: [] } };
    const nullable = attributeIn(body, "nullable");
    const isNullable = nullable?.kind !== "literal" || nullable.value !== false;
    if (isNullable === facts.nonNullable.includes(name))
      faults.push(`${name} is ${isNullable ? "" : "not "}nullable, which non-nullable says otherwise`);
    const type = attributeIn(body, "type");
    if (type !== undefined && !Object.hasOwn(facts.types, name) && hasOptional(type))
      faults.push(`${name} has optional attributes: types should say which, with their defaults`);
  }
  return faults;

  function defaultOf(name: string): string | undefined {
    const block = variables.get(name)?.block;
    const expression = block === undefined ? undefined : attributeIn(block.body, "default");
    if (expression === undefined) return undefined;
    const constants = { module: moduleWithout(() => null), names: undefined };
    return JSON.stringify(valueOfExpression(expression, constants));
  }
}

function hasOptional(type: object): boolean {
  return JSON.stringify(type).includes('"optional"');
}
