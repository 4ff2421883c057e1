/** Evaluates an expression to a value. What cannot be known comes out as an unknown that says what it hangs on. */
import { isList, isMap, isUnknown, surelySet, unknown, type Value } from "../../../model/value.js";
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
import { readerOf } from "./objects.js";
import { binary, unary } from "./operators.js";
import { bind, lookUp, type Scope } from "./scope.js";
import {
  booleanOf,
  containsUnknown,
  describe,
  EvaluationError,
  equals,
  mapOf,
  mergeUnknowns,
  sortedKeys,
  textOf,
} from "./value-tools.js";

/** Deeper than any configuration that a person writes, and well within the stack. */
const deepest = 1000;
let depth = 0;

/** @throws EvaluationError for what Terraform itself would refuse. */
export function evaluate(expression: Expression, scope: Scope): Value {
  if (depth > deepest) throw new EvaluationError("the expression is nested too deeply");
  depth += 1;
  try {
    return evaluateNode(expression, scope);
  } finally {
    depth -= 1;
  }
}

function evaluateNode(node: Expression, scope: Scope): Value {
  switch (node.kind) {
    case "literal":
      return node.value;
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
      return node.items.map((item) => evaluate(item, scope));
    case "object":
      return object(node, scope);
    case "for":
      return forExpression(node, scope);
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
    if (root === "data" || root === "ephemeral") return scope.module.resource("data", from.name, name);
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
      return name === "workspace" ? "default" : unknown(`${root}.${name} is known only when it runs`);
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
    if (read !== undefined) return read(name);
    return unknown(value.because, value.references);
  }
  if (isMap(value)) {
    if (Object.hasOwn(value, name)) return value[name] as Value;
    throw new EvaluationError(`there is no attribute ${JSON.stringify(name)}`);
  }
  if (isList(value) && /^\d+$/.test(name)) return itemOf(value, Number(name));
  throw new EvaluationError(`${describe(value)} has no attributes`);
}

function index(node: Index, scope: Scope): Value {
  return itemOf(evaluate(node.from, scope), evaluate(node.key, scope));
}

/** `value[key]`. @throws EvaluationError where there is no such item. */
export function itemOf(value: Value, key: Value): Value {
  if (isUnknown(value)) {
    const read = readerOf(value);
    if (read !== undefined && typeof key === "string") return read(key);
    return unknown(value.because, value.references);
  }
  if (isUnknown(key))
    return unknown(
      key.because,
      containsUnknown(value) ? mergeUnknowns([key, ...itemsOf(value)]).references : key.references,
    );
  if (isList(value)) {
    const position = typeof key === "number" ? key : Number(textOf(key));
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
  if (isUnknown(from)) {
    if (readerOf(from) !== undefined) return [each(from)];
    return unknown(from.because, from.references);
  }
  return isList(from) ? from.map(each) : [each(from)];
}

function call(node: Call, scope: Scope): Value {
  if (node.name === "try") {
    for (const arg of node.args) {
      try {
        return evaluate(arg, scope);
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
      }
    }
    throw new EvaluationError("no argument of try() succeeds");
  }
  if (node.name === "can") {
    try {
      const value = evaluate(node.args[0] as Expression, scope);
      return isUnknown(value) ? value : true;
    } catch (error) {
      if (error instanceof EvaluationError) return false;
      throw error;
    }
  }
  const args = node.args.map((arg) => evaluate(arg, scope));
  if (node.expand) {
    const last = args.pop() ?? null;
    if (isUnknown(last)) return unknown(last.because, mergeUnknowns([last, ...args]).references);
    if (!isList(last)) throw new EvaluationError("only a list can be spread with ...");
    args.push(...last);
  }
  return callFunction(node.name, args, scope.module);
}

function conditional(node: Conditional, scope: Scope): Value {
  const condition = evaluate(node.condition, scope);
  if (!isUnknown(condition)) return evaluate(booleanOf(condition) ? node.then : node.else, scope);
  const sides = [node.then, node.else].map((side) => orUnknown(() => evaluate(side, scope)));
  const [then, otherwise] = sides as [Value, Value];
  if (equals(then, otherwise) === true) return then;
  return mergeUnknowns([condition, ...sides.map(asUnknown)]);
}

function orUnknown(run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (error instanceof EvaluationError) return unknown(error.message);
    throw error;
  }
}

/** Keeps the references of a value that is only one of two possible ones. */
function asUnknown(value: Value): Value {
  return containsUnknown(value) ? mergeUnknowns(isUnknown(value) ? [value] : itemsDeep(value)) : value;
}

function itemsDeep(value: Value): readonly Value[] {
  return isUnknown(value) ? [value] : itemsOf(value).flatMap(itemsDeep);
}

function object(node: ObjectExpression, scope: Scope): Value {
  const entries: [string, Value][] = [];
  for (const item of node.items) {
    const key = evaluate(item.key, scope);
    if (isUnknown(key)) return unknown(key.because, key.references);
    entries.push([textOf(key), evaluate(item.value, scope)]);
  }
  return mapOf(entries);
}

function forExpression(node: For, scope: Scope): Value {
  const collection = evaluate(node.collection, scope);
  if (isUnknown(collection)) return unknown(collection.because, collection.references);
  const values: Value[] = [];
  const grouped = new Map<string, Value[]>();
  for (const [key, value] of entriesOf(collection)) {
    let inner = bind(scope, node.valueVariable, value);
    if (node.keyVariable !== undefined) inner = bind(inner, node.keyVariable, key);
    if (node.condition !== undefined) {
      const condition = evaluate(node.condition, inner);
      if (isUnknown(condition)) return unknown(condition.because, condition.references);
      if (!booleanOf(condition)) continue;
    }
    const result = evaluate(node.value, inner);
    if (node.key === undefined) {
      values.push(result);
      continue;
    }
    const name = evaluate(node.key, inner);
    if (isUnknown(name)) return unknown(name.because, name.references);
    const list = grouped.get(textOf(name));
    if (list === undefined) grouped.set(textOf(name), [result]);
    else list.push(result);
  }
  if (node.key === undefined) return values;
  return mapOf([...grouped].map(([key, list]): [string, Value] => [key, node.grouped ? list : (list.at(-1) as Value)]));
}

/** Pairs of key and value, in Terraform's order. @throws EvaluationError for what cannot be iterated. */
export function entriesOf(collection: Value): readonly (readonly [Value, Value])[] {
  if (isList(collection)) return collection.map((value, position) => [position, value] as const);
  if (isMap(collection)) return sortedKeys(collection).map((key) => [key, collection[key] as Value] as const);
  throw new EvaluationError(`${describe(collection)} cannot be iterated`);
}

function template(node: Template, scope: Scope): Value {
  if (node.wrapped) return evaluate(node.parts[0] as Expression, scope);
  return joinParts(node.parts, scope);
}

function joinParts(parts: readonly Expression[], scope: Scope): Value {
  const texts: Value[] = [];
  for (const part of parts) texts.push(partOf(part, scope));
  if (texts.some(isUnknown)) return surelySet(mergeUnknowns(texts));
  return texts.map(textOf).join("");
}

function partOf(part: Expression, scope: Scope): Value {
  if (part.kind === "template-if") {
    const condition = evaluate(part.condition, scope);
    if (isUnknown(condition)) return condition;
    return joinParts(booleanOf(condition) ? part.then : part.else, scope);
  }
  if (part.kind === "template-for") {
    const collection = evaluate(part.collection, scope);
    if (isUnknown(collection)) return collection;
    const texts = entriesOf(collection).map(([key, value]) => {
      let inner = bind(scope, part.valueVariable, value);
      if (part.keyVariable !== undefined) inner = bind(inner, part.keyVariable, key);
      return joinParts(part.parts, inner);
    });
    return texts.some(isUnknown) ? mergeUnknowns(texts) : texts.map(textOf).join("");
  }
  return evaluate(part, scope);
}
