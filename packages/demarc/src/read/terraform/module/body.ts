/** A resource's body as plain attributes: nested blocks are lists, `dynamic` blocks are expanded. */
import {
  emptyMap,
  isList,
  isUnknown,
  type Reference,
  type Unknown,
  unknown,
  type Value,
} from "../../../model/value.js";
import { isClosed } from "../evaluate/closed.js";
import { entriesOf, evaluate } from "../evaluate/expression.js";
import { enter, leave } from "../evaluate/limits.js";
import { namedReferences, referencesOf } from "../evaluate/references.js";
import { bind, type Scope } from "../evaluate/scope.js";
import { EvaluationError } from "../evaluate/value-tools.js";
import type { Block, Body, Expression } from "../hcl/ast.js";
import { attributeIn, nameOf } from "./declarations.js";
import { addReferences, createNotes, type Notes, referencesByPath } from "./notes.js";

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
  readonly references: Readonly<Record<string, readonly Reference[]>>;
}

export function evaluateBody(body: Body, scope: Scope): EvaluatedBody {
  const notes = createNotes();
  const attributes = bodyValues(body, scope, "", notes, true);
  return { attributes, references: referencesByPath(notes) };
}

/** One attribute or nested block of a body, or undefined where the body does not set it. */
export function evaluateOne(body: Body, name: string, scope: Scope): Value | undefined {
  if (metaArguments.has(name)) return undefined;
  const expression = attributeIn(body, name);
  if (expression !== undefined) return valueTaken(expression, scope);
  const blocks = body.blocks.filter((block) => nameOf(block) === name);
  if (blocks.length === 0) return undefined;
  return bodyValues({ attributes: [], blocks }, scope, "", undefined, false)[name];
}

/**
 * The value of an attribute, whose type its resource decides. Where the side of a condition that is not taken is of no known
 * type, it could make a text of a number or a boolean; the resource would make of that text what it was.
 */
export function valueTaken(expression: Expression, scope: Scope): Value {
  const value = valueOfExpression(expression, scope);
  if (!isUnknown(value)) return value;
  if (expression.kind === "parentheses") return valueTaken(expression.inner, scope);
  if (expression.kind !== "conditional") return value;
  const condition = valueOfExpression(expression.condition, scope);
  if (typeof condition !== "boolean") return value;
  const side = valueTaken(condition ? expression.then : expression.else, scope);
  return typeof side === "number" || typeof side === "boolean" ? side : value;
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

/** What the attributes point to goes into `notes`, where anybody asks for it. */
function bodyValues(
  body: Body,
  scope: Scope,
  path: string,
  notes: Notes | undefined,
  isTop: boolean,
): Record<string, Value> {
  const values = emptyMap();
  for (const attribute of body.attributes) {
    if (isTop && metaArguments.has(attribute.name)) continue;
    const value = valueOfAttribute(attribute.value, scope);
    values[attribute.name] = value;
    if (notes !== undefined) note(notes, path + attribute.name, attribute.value, value, scope);
  }
  if (body.blocks.length > 0) addBlocks(values, body, scope, path, notes, isTop);
  return values;
}

function addBlocks(
  values: Record<string, Value>,
  body: Body,
  scope: Scope,
  path: string,
  notes: Notes | undefined,
  isTop: boolean,
): void {
  const lists = new Map<string, Value[]>();
  const unknowns = new Map<string, Unknown>();
  for (const block of body.blocks) {
    const name = nameOf(block);
    if (isTop && metaArguments.has(name)) continue;
    const items =
      block.type === "dynamic"
        ? dynamicBlocks(block, scope, path, notes)
        : [bodyValues(block.body, scope, `${path}${name}.`, notes, false)];
    if (isUnknown(items as Value)) unknowns.set(name, items as Unknown);
    else appendTo(lists, name, items as readonly Value[]);
  }
  // An attribute of the same name as a block is a mistake; the blocks stand behind it.
  for (const [name, list] of lists) values[name] = isList(values[name]) ? [...values[name], ...list] : list;
  // How many there are is not known, so none of them can be told from the others.
  for (const [name, value] of unknowns) values[name] = value;
}

function appendTo(lists: Map<string, Value[]>, name: string, items: readonly Value[]): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [...items]);
  else for (const item of items) list.push(item);
}

/** What is the same for every copy of a block is evaluated once, and the copies share the value. */
function valueOfAttribute(expression: Expression, scope: Scope): Value {
  const isCopied = scope.each !== undefined || scope.count !== undefined;
  if (!isCopied || scope.names !== undefined || expression.kind === "literal" || !isClosed(expression))
    return valueTaken(expression, scope);
  const memory = sharedValues.get(scope.module) ?? new Map<Expression, Value>();
  sharedValues.set(scope.module, memory);
  const known = memory.get(expression);
  if (known !== undefined) return known;
  const value = valueTaken(expression, scope);
  memory.set(expression, value);
  return value;
}

const sharedValues = new WeakMap<Scope["module"], Map<Expression, Value>>();

function dynamicBlocks(block: Block, scope: Scope, path: string, notes: Notes | undefined): readonly Value[] | Unknown {
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
    if (notes !== undefined)
      bodyValues(content.body, bind(scope, iterator, unknown(reason.because)), `${path}${name}.`, notes, false);
    return unknown(reason.because, reason.references);
  }
  const from = safeReferences(forEach, scope);
  const blockFor = ([key, value]: readonly [Value, Value]): Value => {
    const item = emptyMap();
    item.key = key;
    item.value = value;
    const inner = bind(scope, iterator, item, from);
    return asWork(() => bodyValues(content.body, inner, `${path}${name}.`, notes, false));
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

function note(notes: Notes, path: string, expression: Expression, value: Value, scope: Scope): void {
  if (expression.kind === "literal") return;
  try {
    addReferences(notes, path, referencesOf(expression, value, scope));
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
  }
}
