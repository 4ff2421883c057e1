/** Which resources an expression depends on, whether or not its value is known: what "joined by reference" stands on. */
import { isUnknown, type Reference, unknown, type Value } from "../../../model/value.js";
import type { Expression } from "../hcl/ast.js";
import { isClosed } from "./closed.js";
import { evaluate } from "./expression.js";
import { enter, leave } from "./limits.js";
import { readerOf } from "./objects.js";
import { bind, lookUp, type Scope } from "./scope.js";
import { EvaluationError, uniqueReferences, unknownsIn } from "./value-tools.js";

/**
 * References of an attribute: those that its value carries (exact, instance by instance), and those that its text
 * names. What comes only through `each` counts where the value tells nothing more exact.
 */
export function referencesOf(expression: Expression, value: Value, scope: Scope): readonly Reference[] {
  // Only copies of one block ask again for the same.
  const isCopied = scope.each !== undefined || scope.count !== undefined;
  if (!isCopied || scope.names !== undefined || !isClosed(expression)) return computed(expression, value, scope);
  // The same for every instance, and asked for by each of them.
  const memory = memories.get(scope.module) ?? new Map<Expression, readonly Reference[]>();
  memories.set(scope.module, memory);
  const known = memory.get(expression) ?? computed(expression, value, scope);
  memory.set(expression, known);
  return known;
}

const memories = new WeakMap<Scope["module"], Map<Expression, readonly Reference[]>>();

function computed(expression: Expression, value: Value, scope: Scope): readonly Reference[] {
  const carried = unknownsIn(value).flatMap((item) => item.references);
  const found: Found[] = [];
  collect(expression, scope, found, carried.length === 0);
  const exact = new Set(carried.map(({ address }) => withoutKeys(address)));
  const named = found.flatMap(({ references, isBroad }) => (isBroad ? missing(references, exact) : references));
  return uniqueReferences([...carried, ...named]);
}

/** Those of resources of which the value carries no instance. */
function missing(references: readonly Reference[], exact: ReadonlySet<string>): readonly Reference[] {
  const names = namesOf.get(references) ?? new Set(references.map(({ address }) => withoutKeys(address)));
  namesOf.set(references, names);
  if ([...names].every((name) => exact.has(name))) return [];
  return references.filter(({ address }) => !exact.has(withoutKeys(address)));
}

const namesOf = new WeakMap<readonly Reference[], ReadonlySet<string>>();

/** References that the expression's text names, through variables, locals and outputs. */
export function namedReferences(expression: Expression, scope: Scope): readonly Reference[] {
  const found: Found[] = [];
  collect(expression, scope, found, true);
  return uniqueReferences(found.flatMap(({ references }) => references));
}

interface Found {
  readonly references: readonly Reference[];
  /** All instances of a resource, where the value may come of one of them only. */
  readonly isBroad: boolean;
}

function withoutKeys(address: string): string {
  return address.includes("[") ? address.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "") : address;
}

function add(found: Found[], references: readonly Reference[]): void {
  if (references.length > 0) found.push({ references, isBroad: references.length > 1 });
}

/** @throws Undecided where the references go too deep. */
function collect(node: Expression, scope: Scope, found: Found[], throughEach: boolean): void {
  enter();
  try {
    collectNode(node, scope, found, throughEach);
  } finally {
    leave();
  }
}

function collectNode(node: Expression, scope: Scope, found: Found[], throughEach: boolean): void {
  const visit = (inner: Expression, within: Scope = scope): void => collect(inner, within, found, throughEach);
  switch (node.kind) {
    case "literal":
    case "splat-item":
      break;
    case "variable":
      add(found, lookUp(scope.names, node.name)?.references ?? []);
      break;
    case "parentheses":
      visit(node.inner);
      break;
    case "template":
      for (const part of node.parts) visit(part);
      break;
    case "get":
      collectAttribute(node, scope, found, throughEach);
      break;
    case "index":
      collectIndex(node, scope, found, throughEach);
      break;
    case "splat":
      visit(node.from);
      break;
    case "call":
      for (const arg of node.args) visit(arg);
      break;
    case "binary":
      visit(node.left);
      visit(node.right);
      break;
    case "unary":
      visit(node.operand);
      break;
    case "conditional":
      // A condition decides; what it reads is not what the value points to.
      for (const side of sidesOf(node.condition, node.then, node.else, scope)) visit(side);
      break;
    case "tuple":
      for (const item of node.items) visit(item);
      break;
    case "object":
      for (const item of node.items) visit(item.value);
      break;
    case "for":
      visit(node.value, withItem(node, scope, throughEach));
      break;
    case "template-for": {
      const inner = withItem(node, scope, throughEach);
      for (const part of node.parts) visit(part, inner);
      break;
    }
    case "template-if":
      for (const part of [...node.then, ...node.else]) visit(part);
      break;
  }
}

/** The scope inside of a `for`, where an item may be any of the collection's. */
function withItem(
  node: Extract<Expression, { kind: "for" | "template-for" }>,
  scope: Scope,
  throughEach: boolean,
): Scope {
  const from: Found[] = [];
  collect(node.collection, scope, from, throughEach);
  const references = from.flatMap((group) => group.references);
  const item = unknown("any item of a collection");
  const inner = bind(scope, node.valueVariable, item, references);
  return node.keyVariable === undefined ? inner : bind(inner, node.keyVariable, item, references);
}

function sidesOf(condition: Expression, then: Expression, other: Expression, scope: Scope): readonly Expression[] {
  const value = tryEvaluate(condition, scope);
  if (value === true) return [then];
  return value === false ? [other] : [then, other];
}

type Get = Extract<Expression, { kind: "get" }>;

function collectAttribute(node: Get, scope: Scope, found: Found[], throughEach: boolean): void {
  const { from, name } = node;
  if (from.kind === "variable" && lookUp(scope.names, from.name) === undefined) {
    add(found, rootReferences(from.name, name, scope, throughEach));
    return;
  }
  if (from.kind === "get" && from.from.kind === "variable" && lookUp(scope.names, from.from.name) === undefined) {
    const root = from.from.name;
    if (root === "data" || root === "ephemeral") {
      add(found, scope.module.resourceReferences(root, from.name, name));
      return;
    }
    if (root === "module") {
      add(found, scope.module.outputReferences(from.name, name, undefined));
      return;
    }
  }
  if (from.kind === "index" && isModuleCall(from.from)) {
    const key = tryEvaluate(from.key, scope);
    const exact = typeof key === "string" || typeof key === "number" ? key : undefined;
    add(found, scope.module.outputReferences(from.from.name, name, exact));
    return;
  }
  const before = found.length;
  collect(from, scope, found, throughEach);
  // `aws_x.y.id`: the attribute belongs to the resource that was just found.
  for (let at = before; at < found.length; at += 1) {
    const { references, isBroad } = found[at] as Found;
    if (references.every(({ attribute }) => attribute !== undefined)) continue;
    found[at] = { references: references.map((reference) => ({ attribute: name, ...reference })), isBroad };
  }
}

function isModuleCall(node: Expression): node is Get {
  return node.kind === "get" && node.from.kind === "variable" && node.from.name === "module";
}

function rootReferences(root: string, name: string, scope: Scope, throughEach: boolean): readonly Reference[] {
  switch (root) {
    case "var":
      return scope.module.variableReferences(name);
    case "local":
      return scope.module.localReferences(name);
    case "module":
      return scope.module.outputReferences(name, undefined, undefined);
    case "each": {
      if (!throughEach || scope.each === undefined) return [];
      const { value, references } = scope.each;
      return isUnknown(value) && readerOf(value) !== undefined ? value.references : references();
    }
    case "path":
    case "count":
    case "terraform":
    case "tofu":
    case "self":
    case "data":
    case "ephemeral":
      return [];
    default:
      return scope.module.resourceReferences("managed", root, name);
  }
}

function collectIndex(
  node: Extract<Expression, { kind: "index" }>,
  scope: Scope,
  found: Found[],
  throughEach: boolean,
): void {
  // `aws_x.y[0]`: of all instances only this one, and without a look at the others.
  const instance = attempt(node, scope);
  if (isUnknown(instance) && readerOf(instance) !== undefined && instance.references.length > 0) {
    add(found, instance.references);
    return;
  }
  collect(node.from, scope, found, throughEach);
}

function tryEvaluate(node: Expression, scope: Scope): Value | undefined {
  const value = attempt(node, scope);
  return isUnknown(value) ? undefined : value;
}

function attempt(node: Expression, scope: Scope): Value | undefined {
  try {
    return evaluate(node, scope);
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}
