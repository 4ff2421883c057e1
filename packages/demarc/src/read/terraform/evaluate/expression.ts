/** Evaluates an expression to a value. What cannot be known comes out as an unknown that says what it hangs on. */
import {
  isList,
  isMap,
  isUnknown,
  perhaps,
  surelySet,
  type Unknown,
  unknown,
  unknownText,
  type Value,
} from "../../../model/value.js";
import { callFunction } from "../functions/call.js";
import type {
  Call,
  Conditional,
  Expression,
  For,
  GetAttribute,
  Index,
  ObjectExpression,
  Splat,
  Template,
} from "../hcl/ast.js";
import { isClosed } from "./closed.js";
import { toTypedList, unifiedAt } from "./conversion.js";
import { doubts, raiseDoubt, withoutDoubts } from "./doubt.js";
import { bounded, enter, leave } from "./limits.js";
import { readerOf } from "./objects.js";
import { binary, unary } from "./operators.js";
import { bind, lookUp, type Scope } from "./scope.js";
import { convert, typeConstraintOf } from "./type-constraint.js";
import {
  isDisordered,
  isOfAnyType,
  isSetValue,
  isTyped,
  itemTypeOf,
  markDisordered,
  markTyped,
  markUnknown,
} from "./typed.js";
import type { Type } from "./types.js";
import {
  booleanOf,
  containsUnknown,
  describe,
  EvaluationError,
  equals,
  exactNumber,
  mapOf,
  mergeUnknowns,
  numberOf,
  orderOf,
  sortedKeys,
  textOf,
  Undecided,
  uniqueReferences,
  unknownsIn,
} from "./value-tools.js";
import { typeOf } from "./value-types.js";

/**
 * @example evaluate(parseHclExpression('[for x in ["a", "b"] : upper(x)]').expression, scope) // ["A", "B"]
 * @throws EvaluationError for what Terraform itself would refuse; its Undecided where demarc gives up.
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  enter();
  try {
    return isWorthRemembering(expression, scope) ? remembered(expression, scope) : evaluateNode(expression, scope);
  } catch (error) {
    // A text longer than the engine's longest, or a stack that other callers had nearly filled.
    if (error instanceof RangeError) throw new Undecided("it is too large or nested too deeply");
    throw error;
  } finally {
    leave();
  }
}

/**
 * Lists over all instances (`aws_subnet.a[*].id`) that each of ten thousand instances asks for are made once, and so is
 * what a function makes of the same arguments for each copy of a block (`values(local.members)`).
 */
function isWorthRemembering(node: Expression, scope: Scope): boolean {
  if (scope.names !== undefined) return false;
  const isCopied = scope.each !== undefined || scope.count !== undefined;
  const isCostly = node.kind === "splat" || node.kind === "for" || (isCopied && node.kind === "call");
  return isCostly && isClosed(node);
}

const memories = new WeakMap<Scope["module"], Map<Expression, { readonly value: Value; readonly doubts: boolean }>>();

function remembered(node: Expression, scope: Scope): Value {
  const memory = memories.get(scope.module) ?? new Map();
  memories.set(scope.module, memory);
  const known = memory.get(node);
  if (known !== undefined) {
    if (known.doubts) raiseDoubt();
    return known.value;
  }
  const before = doubts();
  const value = evaluateNode(node, scope);
  memory.set(node, { value, doubts: doubts() > before });
  return value;
}

function evaluateNode(node: Expression, scope: Scope): Value {
  switch (node.kind) {
    case "literal":
      return typeof node.value === "number" ? exactNumber(node.value) : node.value;
    case "parentheses":
      return evaluate(node.inner, scope);
    case "template":
      return template(node, scope);
    case "variable":
      return variable(node.name, scope);
    case "get":
      return get(node, scope);
    case "index":
      return index(node, scope);
    case "splat":
      return splat(node, scope);
    case "splat-item":
      return lookUp(scope.names, splatItem)?.value ?? unknown("an item of a splat");
    case "call":
      return call(node, scope);
    case "binary":
      return binary(node.operator, evaluate(node.left, scope), () => evaluate(node.right, scope));
    case "unary":
      return unary(node.operator, evaluate(node.operand, scope));
    case "conditional":
      return conditional(node, scope);
    case "tuple":
      return bounded(node.items.map((item) => evaluate(item, scope)));
    case "object":
      return bounded(object(node, scope));
    case "for":
      return bounded(forExpression(node, scope));
    case "template-for":
    case "template-if":
      return joinParts([node], scope);
  }
}

/** A name that no configuration can write, for the item of a splat. */
const splatItem = "*";

function variable(name: string, scope: Scope): Value {
  const bound = lookUp(scope.names, name);
  if (bound !== undefined) return bound.value;
  if (name === "self" && scope.self !== undefined) return scope.self;
  return unknown(`${name} is not known here`);
}

function get(node: GetAttribute, scope: Scope): Value {
  const { from, name } = node;
  if (from.kind === "variable" && lookUp(scope.names, from.name) === undefined)
    return rootAttribute(from.name, name, scope);
  if (from.kind === "get" && from.from.kind === "variable" && lookUp(scope.names, from.from.name) === undefined) {
    const root = from.from.name;
    if (root === "data" || root === "ephemeral") return scope.module.resource(root, from.name, name);
  }
  return attributeOf(evaluate(from, scope), name);
}

function rootAttribute(root: string, name: string, scope: Scope): Value {
  switch (root) {
    case "var":
      return scope.module.variable(name);
    case "local":
      return scope.module.local(name);
    case "module":
      return scope.module.moduleCall(name);
    case "path":
      return scope.module.path(name);
    case "each":
      if (scope.each === undefined) return unknown("each is used outside of for_each");
      return name === "key" ? scope.each.key : scope.each.value;
    case "count":
      return scope.count ?? unknown("count.index is used outside of count");
    case "terraform":
    case "tofu":
      return surelySet(unknown(`${root}.${name} is known only when it runs`));
    case "data":
    case "ephemeral":
      return unknown(`${root}.${name} names no data source`);
    case "self":
      return scope.self === undefined ? unknown("self is not known here") : attributeOf(scope.self, name);
    default:
      return scope.module.resource("managed", root, name);
  }
}

/** `value.name`. @throws EvaluationError where a known value has no such attribute. */
export function attributeOf(value: Value, name: string): Value {
  if (isUnknown(value)) {
    const read = readerOf(value);
    return read === undefined ? partOfUnknown(value, name) : read(name);
  }
  if (isMap(value)) {
    if (Object.hasOwn(value, name)) return value[name] as Value;
    throw new EvaluationError("there is no attribute of this name");
  }
  if (isList(value) && /^\d+$/.test(name)) return itemOf(value, Number(name));
  throw new EvaluationError(`${describe(value)} has no attributes`);
}

/** What an unknown has under a name or index, with the type that its own type gives it. @throws EvaluationError for nothing. */
function partOfUnknown(value: Unknown, key: Value): Value {
  const type = typeOf(value);
  const part = doubtful(value);
  switch (type?.kind) {
    case undefined:
    case "dynamic":
      return part;
    case "list":
    case "map":
      return markUnknown(part, type.of);
    case "tuple": {
      const item = typeof key === "number" ? type.items[key] : undefined;
      return item === undefined ? part : markUnknown(part, item);
    }
    case "object": {
      if (typeof key !== "string") return part;
      const field = type.fields.get(key);
      if (field === undefined) throw new EvaluationError(`there is no attribute ${JSON.stringify(key)}`);
      return markUnknown(part, field);
    }
    case "set":
    case "string":
    case "number":
    case "bool":
      throw new EvaluationError(`a ${type.kind} has no attributes or items`);
  }
}

/** An unknown that came of an operation on another, which could also have failed. */
function doubtful(value: Unknown): Unknown {
  raiseDoubt();
  return unknown(value.because, value.references);
}

function index(node: Index, scope: Scope): Value {
  return itemOf(evaluate(node.from, scope), evaluate(node.key, scope));
}

/** `value[key]`. @throws EvaluationError where there is no such item. */
export function itemOf(value: Value, key: Value): Value {
  if (isUnknown(value)) {
    const read = readerOf(value);
    return read === undefined || typeof key !== "string" ? partOfUnknown(value, key) : read(key);
  }
  if (isUnknown(key)) {
    raiseDoubt();
    const items = containsUnknown(value) ? itemsOf(value) : [];
    return perhaps(unknown(key.because, mergeUnknowns([key, ...items]).references));
  }
  if (isSetValue(value)) throw new EvaluationError("the items of a set have no index");
  if (isDisordered(value)) return perhaps(orderOf([value]));
  if (isList(value)) {
    const position = numberOf(key);
    const item = Number.isInteger(position) ? value[position] : undefined;
    if (item === undefined) throw new EvaluationError("the index is outside of the list");
    return item;
  }
  if (isMap(value)) return attributeOf(value, textOf(key));
  throw new EvaluationError(`${describe(value)} has no items`);
}

function itemsOf(value: Value): readonly Value[] {
  return isList(value) ? value : isMap(value) ? Object.values(value) : [];
}

function splat(node: Splat, scope: Scope): Value {
  const from = evaluate(node.from, scope);
  if (from === null) return [];
  const each = (item: Value): Value => evaluate(node.each, bind(scope, splatItem, item));
  if (isUnknown(from)) return readerOf(from) === undefined ? doubtful(from) : [each(from)];
  if (!isList(from)) return bounded([each(from)]);
  if (isTyped(from) && from.length === 0) return emptyOf(itemTypeOf(from), each);
  const items = from.map(each);
  const list = isTyped(from) ? (toTypedList(items) as readonly Value[]) : items;
  return bounded(isDisordered(from) ? markDisordered(list) : list);
}

/** A list without items still has a type, and so may not have what is asked of each item. */
function emptyOf(type: Type | undefined, each: (item: Value) => Value): Value {
  if (type === undefined || type.kind === "dynamic") return markTyped([], type);
  return markTyped([], typeOf(withoutDoubts(() => each(markUnknown(unknown("an item"), type)))));
}

function call(node: Call, scope: Scope): Value {
  if (node.name === "try" && !node.expand) return firstThatSucceeds(node.args, scope);
  if (node.name === "convert" && node.args.length === 2)
    return converted(node.args[0] as Expression, node.args[1], scope);
  if (node.name === "can" && node.args.length === 1) return succeeds(node.args[0] as Expression, scope);
  const args = node.args.map((arg) => evaluate(arg, scope));
  if (node.expand) {
    const last = args.pop() ?? null;
    if (isUnknown(last)) return doubtful(mergeUnknowns([last, ...args.flatMap((arg) => unknownsIn(arg))]));
    if (!isList(last)) throw new EvaluationError("only a list can be spread with ...");
    args.push(...last);
  }
  return bounded(callFunction(node.name, args, scope.module));
}

/** `convert(value, list(string))`: the second argument is a type, as a variable declares it. */
function converted(value: Expression, type: Expression | undefined, scope: Scope): Value {
  const given = evaluate(value, scope);
  if (isUnknown(given)) raiseDoubt();
  return bounded(convert(given, typeConstraintOf(type), (fallback) => evaluate(fallback, scope)));
}

/** An argument counts only if it surely succeeds; where that is in doubt, any of the rest may be the value. */
function firstThatSucceeds(args: readonly Expression[], scope: Scope): Value {
  for (const [at, arg] of args.entries()) {
    const before = doubts();
    const value = attempt(arg, scope);
    if (value === undefined) continue;
    if (doubts() === before) return value;
    const rest = args.slice(at + 1).map((other) => attempt(other, scope) ?? null);
    const reason = unknown("whether an argument of try() succeeds is not known");
    const found = [value, ...rest].flatMap((item) => unknownsIn(item));
    return mergeUnknowns([...found, reason]);
  }
  throw new EvaluationError("no argument of try() succeeds");
}

function succeeds(arg: Expression, scope: Scope): Value {
  const before = doubts();
  const value = attempt(arg, scope);
  if (value === undefined) return false;
  if (doubts() === before) return true;
  return mergeUnknowns([...unknownsIn(value), unknown("whether the argument of can() succeeds is not known")]);
}

/** Undefined for an error of Terraform's own. */
function attempt(arg: Expression, scope: Scope): Value | undefined {
  try {
    return evaluate(arg, scope);
  } catch (error) {
    if (error instanceof EvaluationError && !(error instanceof Undecided)) return undefined;
    throw error;
  }
}

function conditional(node: Conditional, scope: Scope): Value {
  const condition = evaluate(node.condition, scope);
  if (!isUnknown(condition)) {
    const [chosen, other] = booleanOf(condition) ? [node.then, node.else] : [node.else, node.then];
    const value = evaluate(chosen, scope);
    return value === null ? value : besideOther(value, other, scope);
  }
  raiseDoubt();
  const [then, otherwise] = [node.then, node.else].map((side) => sideOf(side, scope)) as [Value, Value];
  if (equals(then, otherwise) === true) return then;
  // What the condition reads is not what the value points to; and to which of the two it points is not known.
  const sides = [...unknownsIn(then), ...unknownsIn(otherwise)].flatMap((side) => side.references);
  const merged = perhaps(unknown(condition.because, uniqueReferences(sides)));
  return isSurelySet(then) && isSurelySet(otherwise) ? surelySet(merged) : merged;
}

/** The chosen side, in the type of both. Where the other may be an error, which goes with anything, so may this. */
function besideOther(value: Value, other: Expression, scope: Scope): Value {
  const [type, isDoubtful] = withoutDoubts(() => {
    const before = doubts();
    return [otherSide(other, scope), doubts() > before] as const;
  });
  try {
    return beside(value, type);
  } catch (error) {
    if (!isDoubtful || !(error instanceof EvaluationError) || error instanceof Undecided) throw error;
    raiseDoubt();
    return value;
  }
}

/** Both sides get one type, which neither a null nor what is said to be of any type changes. */
function beside(value: Value, other: Value): Value {
  return other === null || (isUnknown(other) && isOfAnyType(other)) ? value : unifiedAt([value, other], 0);
}

/** The side that is not chosen, for its type. An error goes with anything, as does a null. */
function otherSide(side: Expression, scope: Scope): Value {
  try {
    return attempt(side, scope) ?? null;
  } catch (error) {
    if (error instanceof Undecided) return unknown(error.message);
    throw error;
  }
}

/** A side that would be an error makes the other one the only possible value, but that is not for us to assume. */
function sideOf(side: Expression, scope: Scope): Value {
  return attempt(side, scope) ?? unknown("one side of a condition is an error");
}

function isSurelySet(value: Value): boolean {
  return isUnknown(value) ? value.isSet === true : value !== null;
}

function object(node: ObjectExpression, scope: Scope): Value {
  const entries: [string, Value][] = [];
  for (const item of node.items) {
    const key = evaluate(item.key, scope);
    if (isUnknown(key)) return doubtful(key);
    entries.push([textOf(key), evaluate(item.value, scope)]);
  }
  return mapOf(entries);
}

function forExpression(node: For, scope: Scope): Value {
  const collection = evaluate(node.collection, scope);
  if (isUnknown(collection)) return doubtful(collection);
  const values: Value[] = [];
  const grouped = new Map<string, Value[]>();
  for (const [key, value] of entriesOf(collection)) {
    let inner = bind(scope, node.valueVariable, value);
    if (node.keyVariable !== undefined) inner = bind(inner, node.keyVariable, key);
    if (node.condition !== undefined) {
      const condition = evaluate(node.condition, inner);
      if (isUnknown(condition)) return doubtful(condition);
      if (!booleanOf(condition)) continue;
    }
    const result = evaluate(node.value, inner);
    if (node.key === undefined) {
      values.push(result);
      continue;
    }
    const name = evaluate(node.key, inner);
    if (isUnknown(name)) return doubtful(name);
    const list = grouped.get(textOf(name));
    if (list === undefined) grouped.set(textOf(name), [result]);
    else if (node.grouped) list.push(result);
    else throw new EvaluationError("two items have the same key");
  }
  if (node.key === undefined) return isDisordered(collection) ? markDisordered(values) : values;
  return mapOf([...grouped].map(([key, list]): [string, Value] => [key, node.grouped ? list : (list[0] as Value)]));
}

/** Pairs of key and value, in Terraform's order. @throws EvaluationError for what cannot be iterated. */
export function entriesOf(collection: Value): readonly (readonly [Value, Value])[] {
  if (isSetValue(collection) && isList(collection)) return collection.map((value) => [value, value] as const);
  if (isList(collection)) return collection.map((value, position) => [position, value] as const);
  if (isMap(collection)) return sortedKeys(collection).map((key) => [key, collection[key] as Value] as const);
  throw new EvaluationError(`${describe(collection)} cannot be iterated`);
}

function template(node: Template, scope: Scope): Value {
  if (node.wrapped) return evaluate(node.parts[0] as Expression, scope);
  return bounded(joinParts(node.parts, scope));
}

function joinParts(parts: readonly Expression[], scope: Scope): Value {
  const texts: Value[] = [];
  for (const part of parts) texts.push(partOf(part, scope));
  return joined(texts);
}

/** A text with an unknown part is unknown; whatever the part, it is no null. */
function joined(texts: readonly Value[]): Value {
  if (texts.some(isUnknown)) {
    raiseDoubt();
    return unknownText(
      mergeUnknowns(texts),
      texts.map((text) => (isUnknown(text) ? text : textOf(text))),
    );
  }
  return texts.map(textOf).join("");
}

function partOf(part: Expression, scope: Scope): Value {
  if (part.kind === "template-if") {
    const condition = evaluate(part.condition, scope);
    if (isUnknown(condition)) return doubtful(condition);
    return joinParts(booleanOf(condition) ? part.then : part.else, scope);
  }
  if (part.kind === "template-for") {
    const collection = evaluate(part.collection, scope);
    if (isUnknown(collection)) return doubtful(collection);
    return joined(
      entriesOf(collection).map(([key, value]) => {
        let inner = bind(scope, part.valueVariable, value);
        if (part.keyVariable !== undefined) inner = bind(inner, part.keyVariable, key);
        return joinParts(part.parts, inner);
      }),
    );
  }
  return evaluate(part, scope);
}
