/** A resource's body as plain attributes: nested blocks are lists, `dynamic` blocks are expanded. */
import { emptyMap, isUnknown, type Reference, type Unknown, unknown, type Value } from "../../../model/value.js";
import { entriesOf, evaluate } from "../evaluate/expression.js";
import { enter, leave } from "../evaluate/limits.js";
import { namedReferences, referencesOf } from "../evaluate/references.js";
import { bind, type Scope } from "../evaluate/scope.js";
import { EvaluationError, uniqueReferences } from "../evaluate/value-tools.js";
import type { Block, Body, Expression } from "../hcl/ast.js";
import { attributeIn, nameOf } from "./declarations.js";

/** Arguments that steer Terraform itself; they say nothing about the deployed thing. */
const metaArguments = new Set([
  "count",
  "for_each",
  "provider",
  "depends_on",
  "lifecycle",
  "provisioner",
  "connection",
  "providers",
]);

export interface EvaluatedBody {
  readonly attributes: Record<string, Value>;
  readonly references: Record<string, readonly Reference[]>;
}

export function evaluateBody(body: Body, scope: Scope): EvaluatedBody {
  const references = emptyMap<Reference[]>();
  const attributes = bodyValues(body, scope, "", references, true);
  return { attributes, references };
}

/** One attribute or nested block of a body, or undefined where the body does not set it. */
export function evaluateOne(body: Body, name: string, scope: Scope): Value | undefined {
  if (metaArguments.has(name)) return undefined;
  const expression = attributeIn(body, name);
  if (expression !== undefined) return valueOfExpression(expression, scope);
  const blocks = body.blocks.filter((block) => nameOf(block) === name);
  if (blocks.length === 0) return undefined;
  return bodyValues({ attributes: [], blocks }, scope, "", emptyMap<Reference[]>(), false)[name];
}

/** The value of an expression; an error of the configuration makes it unknown, with the error as the reason. */
export function valueOfExpression(expression: Expression, scope: Scope): Value {
  try {
    return evaluate(expression, scope);
  } catch (error) {
    if (error instanceof EvaluationError) return unknown(error.message, safeReferences(expression, scope));
    throw error;
  }
}

function safeReferences(expression: Expression, scope: Scope): readonly Reference[] {
  try {
    return namedReferences(expression, scope);
  } catch (error) {
    if (error instanceof EvaluationError) return [];
    throw error;
  }
}

function bodyValues(
  body: Body,
  scope: Scope,
  path: string,
  references: Record<string, Reference[]>,
  isTop: boolean,
): Record<string, Value> {
  const values = emptyMap();
  for (const attribute of body.attributes) {
    if (isTop && metaArguments.has(attribute.name)) continue;
    const value = valueOfExpression(attribute.value, scope);
    values[attribute.name] = value;
    note(references, path + attribute.name, attribute.value, value, scope);
  }
  const unknowns = new Map<string, Unknown>();
  for (const block of body.blocks) {
    const name = nameOf(block);
    if (isTop && metaArguments.has(name)) continue;
    const items =
      block.type === "dynamic"
        ? dynamicBlocks(block, scope, path, references)
        : [blockValue(block.body, scope, `${path}${name}.`, references)];
    if (isUnknown(items as Value)) unknowns.set(name, items as Unknown);
    else values[name] = [...((values[name] as readonly Value[] | undefined) ?? []), ...(items as readonly Value[])];
  }
  // How many there are is not known, so none of them can be told from the others.
  for (const [name, value] of unknowns) values[name] = value;
  return values;
}

function blockValue(body: Body, scope: Scope, path: string, references: Record<string, Reference[]>): Value {
  return bodyValues(body, scope, path, references, false);
}

function dynamicBlocks(
  block: Block,
  scope: Scope,
  path: string,
  references: Record<string, Reference[]>,
): readonly Value[] | Unknown {
  const name = nameOf(block);
  const content = block.body.blocks.find((inner) => inner.type === "content");
  const forEach = attributeIn(block.body, "for_each");
  if (content === undefined || forEach === undefined)
    return unknown(`the dynamic block ${name} has no content or for_each`);
  const collection = valueOfExpression(forEach, scope);
  const iterator = iteratorOf(block, name);
  if (isUnknown(collection) || collection === null) {
    const reason = isUnknown(collection) ? collection : unknown("its for_each is null");
    // Its content may still name what it points to.
    bodyValues(content.body, bind(scope, iterator, unknown(reason.because)), `${path}${name}.`, references, false);
    return unknown(reason.because, reason.references);
  }
  const from = safeReferences(forEach, scope);
  const blockFor = ([key, value]: readonly [Value, Value]): Value => {
    const item = emptyMap();
    item.key = key;
    item.value = value;
    const inner = bind(scope, iterator, item, from);
    return asWork(() => blockValue(content.body, inner, `${path}${name}.`, references));
  };
  try {
    return asWork(() => entriesOf(collection).map(blockFor));
  } catch (error) {
    if (error instanceof EvaluationError) return unknown(error.message, from);
    throw error;
  }
}

/** Counts as work of the whole, so that blocks in blocks in blocks come to an end. */
function asWork<T>(run: () => T): T {
  enter();
  try {
    return run();
  } finally {
    leave();
  }
}

function iteratorOf(block: Block, name: string): string {
  const iterator = attributeIn(block.body, "iterator");
  if (iterator?.kind === "variable") return iterator.name;
  return iterator?.kind === "literal" && typeof iterator.value === "string" ? iterator.value : name;
}

function note(
  references: Record<string, Reference[]>,
  path: string,
  expression: Expression,
  value: Value,
  scope: Scope,
): void {
  if (expression.kind === "literal") return;
  let found: readonly Reference[];
  try {
    found = referencesOf(expression, value, scope);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return;
  }
  if (found.length === 0) return;
  references[path] = [...uniqueReferences([...(references[path] ?? []), ...found])];
}
