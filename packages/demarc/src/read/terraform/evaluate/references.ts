/** Which resources an expression depends on, whether or not its value is known: what "joined by reference" stands on. */
import { isUnknown, type Reference, type Value } from "../../../model/value.js";
import type { Expression } from "../hcl/ast.js";
import { evaluate } from "./expression.js";
import { bind, lookUp, type Scope } from "./scope.js";
import { EvaluationError, uniqueReferences, unknownsIn } from "./value-tools.js";

/**
 * References of an attribute: those that its value carries (exact, instance by instance), and those that its text
 * names. What comes only through `each` counts where the value tells nothing more exact.
 */
export function referencesOf(expression: Expression, value: Value, scope: Scope): readonly Reference[] {
  const carried = unknownsIn(value).flatMap((item) => item.references);
  const named: Reference[] = [];
  collect(expression, scope, named, carried.length === 0);
  return uniqueReferences([...carried, ...named]);
}

/** References that the expression's text names, through variables, locals and outputs. */
export function namedReferences(expression: Expression, scope: Scope): readonly Reference[] {
  const found: Reference[] = [];
  collect(expression, scope, found, true);
  return uniqueReferences(found);
}

function collect(node: Expression, scope: Scope, found: Reference[], throughEach: boolean): void {
  const visit = (inner: Expression, within: Scope = scope): void => collect(inner, within, found, throughEach);
  switch (node.kind) {
    case "literal":
    case "splat-item":
      return;
    case "variable":
      found.push(...(lookUp(scope.names, node.name)?.references ?? []));
      return;
    case "parentheses":
      return visit(node.inner);
    case "template":
      for (const part of node.parts) visit(part);
      return;
    case "get":
      collectAttribute(node, scope, found, throughEach);
      return;
    case "index":
      collectIndex(node, scope, found, throughEach);
      return;
    case "splat":
      visit(node.from);
      return;
    case "call":
      for (const arg of node.args) visit(arg);
      return;
    case "binary":
      visit(node.left);
      return visit(node.right);
    case "unary":
      return visit(node.operand);
    case "conditional":
      // A condition decides; what it reads is not what the value points to.
      for (const side of sidesOf(node.condition, node.then, node.else, scope)) visit(side);
      return;
    case "tuple":
      for (const item of node.items) visit(item);
      return;
    case "object":
      for (const item of node.items) visit(item.value);
      return;
    case "for": {
      const from: Reference[] = [];
      collect(node.collection, scope, from, throughEach);
      let inner = bind(scope, node.valueVariable, null, from);
      if (node.keyVariable !== undefined) inner = bind(inner, node.keyVariable, null, from);
      return visit(node.value, inner);
    }
    case "template-for":
      for (const part of node.parts) visit(part, bind(scope, node.valueVariable, null));
      return;
    case "template-if":
      for (const part of [...node.then, ...node.else]) visit(part);
      return;
  }
}

function sidesOf(condition: Expression, then: Expression, otherwise: Expression, scope: Scope): readonly Expression[] {
  const value = tryEvaluate(condition, scope);
  if (value === true) return [then];
  return value === false ? [otherwise] : [then, otherwise];
}

function collectAttribute(
  node: Extract<Expression, { kind: "get" }>,
  scope: Scope,
  found: Reference[],
  throughEach: boolean,
): void {
  const { from, name } = node;
  if (from.kind === "variable" && lookUp(scope.names, from.name) === undefined) {
    found.push(...rootReferences(from.name, name, scope, throughEach));
    return;
  }
  if (from.kind === "get" && from.from.kind === "variable" && lookUp(scope.names, from.from.name) === undefined) {
    const root = from.from.name;
    if (root === "data" || root === "ephemeral") {
      found.push(...scope.module.resourceReferences("data", from.name, name));
      return;
    }
    if (root === "module") {
      found.push(...scope.module.outputReferences(from.name, name));
      return;
    }
  }
  if (from.kind === "index" && isModuleCall(from.from)) {
    found.push(...scope.module.outputReferences(from.from.name, name));
    return;
  }
  const before = found.length;
  collect(from, scope, found, throughEach);
  // `aws_x.y.id`: the attribute belongs to the resource that was just found.
  for (let at = before; at < found.length; at += 1) {
    const reference = found[at] as Reference;
    if (reference.attribute === undefined) found[at] = { ...reference, attribute: name };
  }
}

function isModuleCall(node: Expression): node is Extract<Expression, { kind: "get" }> {
  return node.kind === "get" && node.from.kind === "variable" && node.from.name === "module";
}

function rootReferences(root: string, name: string, scope: Scope, throughEach: boolean): readonly Reference[] {
  switch (root) {
    case "var":
      return scope.module.variableReferences(name);
    case "local":
      return scope.module.localReferences(name);
    case "module":
      return scope.module.outputReferences(name, undefined);
    case "each":
      return throughEach && scope.each !== undefined ? scope.each.references() : [];
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
  found: Reference[],
  throughEach: boolean,
): void {
  const before = found.length;
  collect(node.from, scope, found, throughEach);
  const key = tryEvaluate(node.key, scope);
  if (typeof key !== "string" && typeof key !== "number") return;
  // `aws_x.y[0]`: of the instances that were found, only this one.
  const suffix = typeof key === "number" ? `[${key}]` : `[${JSON.stringify(key)}]`;
  const exact = found.slice(before).filter((reference) => reference.address.endsWith(suffix));
  if (exact.length > 0) found.splice(before, found.length - before, ...exact);
}

function tryEvaluate(node: Expression, scope: Scope): Value | undefined {
  try {
    const value = evaluate(node, scope);
    return isUnknown(value) ? undefined : value;
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}
