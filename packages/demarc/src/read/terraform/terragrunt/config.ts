/** What a Terragrunt configuration says: the blocks and attributes of one file, evaluated. */
import { isMap, isUnknown, type Unknown, type Value, type ValueMap } from "../../../model/value.js";
import type { Scope } from "../evaluate/scope.js";
import { mapOf } from "../evaluate/value-tools.js";
import type { Block, Body } from "../hcl/ast.js";
import { evaluateBody, valueOfExpression } from "../module/body.js";
import { attributeIn, type SourceFile } from "../module/declarations.js";
import { type Inputs, inputsOf, type MergeStrategy, mergedInputs } from "./merge.js";

export interface Config {
  /** `terraform { source, version }`: undefined where no source is set. */
  readonly source: Source | undefined;
  readonly inputs: Inputs;
  /** By label; each has path, contents, disable and if_exists. Unknown where an attribute gives them that is not known. */
  readonly generates: ReadonlyMap<string, Value>;
  /** `extra_arguments` of the terraform block, by label. */
  readonly extraArguments: ReadonlyMap<string, ValueMap>;
  /** `unit` and `stack` blocks of a `terragrunt.stack.hcl`. */
  readonly members: readonly StackMember[];
  /** `exclude`: whether Terragrunt leaves the unit out of `apply`. Undefined where the file does not say. */
  readonly isExcluded: Value | undefined;
  /** The older `skip`, which holds for the file alone that says it. */
  readonly isSkipped: Value | undefined;
}

export interface Source {
  readonly value: Value;
  readonly version: Value;
  readonly file: SourceFile;
  /** Offset in the file. */
  readonly start: number;
}

export interface StackMember {
  readonly kind: "unit" | "stack";
  readonly name: string;
  /** Has source, path and values. */
  readonly attributes: ValueMap;
  /** Offset in the file. */
  readonly start: number;
}

/** The configuration of one file alone, without what it includes. */
export function configOf(file: SourceFile, scope: Scope): Config {
  const { body } = file;
  const terraform = body.blocks.find((block) => block.type === "terraform");
  return {
    source: terraform === undefined ? undefined : sourceOf(terraform, file, scope),
    inputs: inputsOf(valueIn(body, "inputs", scope)),
    generates: new Map([...generateAttribute(body, scope), ...labelled(body, "generate", scope)]),
    extraArguments: terraform === undefined ? new Map() : labelled(terraform.body, "extra_arguments", scope),
    members: membersOf(body, scope),
    isExcluded: exclusionOf(body, scope),
    isSkipped: valueIn(body, "skip", scope),
  };
}

/** The attribute's value; undefined where it is not set. */
export function valueIn(body: Body, name: string, scope: Scope): Value | undefined {
  const expression = attributeIn(body, name);
  return expression === undefined ? undefined : valueOfExpression(expression, scope);
}

function sourceOf(terraform: Block, file: SourceFile, scope: Scope): Source | undefined {
  const expression = attributeIn(terraform.body, "source");
  if (expression === undefined) return undefined;
  const value = valueOfExpression(expression, scope);
  const version = valueIn(terraform.body, "version", scope) ?? null;
  return value === null ? undefined : { value, version, file, start: expression.start };
}

function labelled(body: Body, type: string, scope: Scope): ReadonlyMap<string, ValueMap> {
  const blocks = body.blocks.filter((block) => block.type === type);
  return new Map(blocks.map((block) => [block.labels[0] ?? "", mapOf(attributesOf(block, scope))]));
}

function attributesOf(block: Block, scope: Scope): readonly (readonly [string, Value])[] {
  return Object.entries(evaluateBody(block.body, scope).attributes);
}

/** `generate = { label = { path = …, contents = … } }`, the form that can be computed. */
function generateAttribute(body: Body, scope: Scope): readonly (readonly [string, Value])[] {
  const value = valueIn(body, "generate", scope);
  if (isMap(value)) return Object.entries(value);
  return isUnknown(value) ? [["generate", value]] : [];
}

function membersOf(body: Body, scope: Scope): readonly StackMember[] {
  return body.blocks.flatMap((block): StackMember[] => {
    if (block.type !== "unit" && block.type !== "stack") return [];
    const attributes = mapOf(attributesOf(block, scope));
    return [{ kind: block.type, name: block.labels[0] ?? "", attributes, start: block.start }];
  });
}

function exclusionOf(body: Body, scope: Scope): Value | undefined {
  const block = body.blocks.find((one) => one.type === "exclude");
  if (block === undefined) return undefined;
  const actions = valueIn(block.body, "actions", scope);
  const isOfApply =
    !Array.isArray(actions) || actions.some((action) => ["all", "all_except_output", "apply"].includes(String(action)));
  return isOfApply ? valueIn(block.body, "if", scope) : false;
}

/** An included configuration with the one that includes it laid over it. */
export function merged(parent: Config, child: Config, strategy: Exclude<MergeStrategy, "no_merge">): Config {
  return {
    source: child.source ?? parent.source,
    inputs: mergedInputs(parent.inputs, child.inputs, strategy),
    generates: new Map([...parent.generates, ...child.generates]),
    extraArguments: new Map([...parent.extraArguments, ...child.extraArguments]),
    members: child.members,
    isExcluded: child.isExcluded ?? parent.isExcluded,
    isSkipped: child.isSkipped,
  };
}

/** The same configuration, where something that it draws on could not be read: there may be more to it. */
export function inDoubt(config: Config, because: Unknown): Config {
  return { ...config, inputs: { ...config.inputs, rest: config.inputs.rest ?? because } };
}
