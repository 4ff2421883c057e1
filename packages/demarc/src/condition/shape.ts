/**
 * What an expression reads: a tree of the names it selects from each variable in scope.
 * With it, a value is handed to CEL with every key that the expression names (CEL takes a missing key for an
 * error; here it reads as not set), and nothing that it does not name has to be prepared.
 */
import type { ASTNode } from "@marcbachmann/cel-js";

export interface Shape {
  /** Keys that are selected from it, by `.name` or `["name"]`. */
  readonly fields: Map<string, Shape>;
  /** How its items are used, where it is iterated or indexed. */
  element: Shape | undefined;
  /** Used as a list (`exists`, `map`, `size`, …): absent reads as []. */
  list: boolean;
  /** Indexed by a number: absent reads as one absent item. */
  indexed: boolean;
  /** Indexed by a number, in either way: it matters at which place an item stands. */
  ordered: boolean;
  /** Its value itself is used (compared, passed on): absent reads as null. */
  leaf: boolean;
  /** Compared with null: it matters whether it is set, not what it is. */
  nullCompared: boolean;
  /** Compared as a text with literals: a text that is known in parts may be enough. */
  readonly texts: TextUse[];
  /** Passed on, unread, as an item of the result: an unknown may stand there. */
  passed: boolean;
  /** Inside json(…): a text is parsed first. */
  json: boolean;
  /** Inside list(…): null is [], one value is a list of it. */
  asList: boolean;
  /** Selected by `.?`: absent stays absent. */
  optional: boolean;
}

export interface TextUse {
  readonly kind: "equals" | "contains" | "startsWith" | "endsWith";
  readonly text: string;
}

const macros = new Set(["exists", "all", "exists_one", "map", "filter"]);

/** The shapes that an expression needs of each variable in scope, by the variable's name. */
export function shapesOf(ast: ASTNode): ReadonlyMap<string, Shape> {
  const roots = new Map<string, Shape>();
  visitResult(ast, { roots, bound: new Map() });
  return roots;
}

/** Whether an expression only names a value: `it.a.b`, `parts.x[0].y`. */
export function isPath(ast: ASTNode): boolean {
  if (ast.op === "id") return true;
  if (ast.op === "[]") return ast.args[1].op === "value" && isPath(ast.args[0]);
  return ast.op === "." && isPath(ast.args[0]);
}

/** A shape that presents a value whole. */
export const wholeShape: Shape = { ...emptyShape(), leaf: true };

function emptyShape(): Shape {
  return {
    fields: new Map(),
    element: undefined,
    list: false,
    indexed: false,
    ordered: false,
    leaf: false,
    nullCompared: false,
    texts: [],
    passed: false,
    json: false,
    asList: false,
    optional: false,
  };
}

/** The variables of the condition itself, and those that macros bind. */
interface Scope {
  readonly roots: Map<string, Shape>;
  readonly bound: ReadonlyMap<string, readonly Shape[]>;
}

function shapesOfName(name: string, scope: Scope): readonly Shape[] {
  const bound = scope.bound.get(name);
  if (bound !== undefined) return bound;
  let root = scope.roots.get(name);
  if (root === undefined) {
    root = emptyShape();
    scope.roots.set(name, root);
  }
  return [root];
}

/** The result of the whole expression. The items of a list that it makes by map() are passed on as they are. */
function visitResult(node: ASTNode, scope: Scope): void {
  if (node.op === "?:") {
    use(visit(node.args[0], scope));
    visitResult(node.args[1], scope);
    visitResult(node.args[2], scope);
    return;
  }
  const variable = node.op === "rcall" && node.args[0] === "map" ? node.args[2][0] : undefined;
  const transform = node.op === "rcall" ? node.args[2][1] : undefined;
  if (node.op !== "rcall" || variable?.op !== "id" || transform === undefined || node.args[2].length !== 2) {
    for (const shape of visit(node, scope)) useWhole(shape);
    return;
  }
  const shapes = visit(node.args[1], scope);
  for (const shape of shapes) shape.list = true;
  const bound = new Map([...scope.bound, [variable.args, shapes.map(elementOf)] as const]);
  for (const shape of visit(transform, { ...scope, bound })) shape.passed = true;
}

/** Walks a node; returns the shapes that its value stands for (several for a conditional, none for a computed value). */
function visit(node: ASTNode, scope: Scope): readonly Shape[] {
  switch (node.op) {
    case "value":
      return [];
    case "id":
      return shapesOfName(node.args, scope);
    case ".":
      return visit(node.args[0], scope).map((shape) => fieldOf(shape, node.args[1], false));
    case ".?":
      return visit(node.args[0], scope).map((shape) => fieldOf(shape, node.args[1], true));
    case "[]":
    case "[?]":
      return visitIndex(node.args[0], node.args[1], scope, node.op === "[?]");
    case "rcall":
      return visitMethod(node.args[0], node.args[1], node.args[2], scope);
    case "call":
      return visitCall(node.args[0], node.args[1], scope);
    case "?:": {
      use(visit(node.args[0], scope));
      return [...visit(node.args[1], scope), ...visit(node.args[2], scope)];
    }
    case "!_":
    case "-_":
      use(visit(node.args, scope));
      return [];
    case "list":
      return node.args.flatMap((item) => visit(item, scope)).map(writtenListOf);
    case "+":
      // Lists are joined by it, too; then what is read of the whole is read of each.
      return node.args.flatMap((operand) => visit(operand, scope));
    case "map":
      for (const [key, value] of node.args) {
        use(visit(key, scope));
        use(visit(value, scope));
      }
      return [];
    case "in":
      return visitMembership(node.args[0], node.args[1], scope);
    case "==":
    case "!=":
      return visitEquality(node.args[0], node.args[1], scope);
    default:
      for (const operand of node.args) use(visit(operand, scope));
      return [];
  }
}

function isTextMethod(name: string): name is Exclude<TextUse["kind"], "equals"> {
  return name === "contains" || name === "startsWith" || name === "endsWith";
}

function visitEquality(left: ASTNode, right: ASTNode, scope: Scope): readonly Shape[] {
  const sides = [left, right].map((side) => visit(side, scope));
  const literal = [left, right].find((side) => side.op === "value" && typeof side.args === "string");
  if (literal !== undefined) {
    for (const shape of sides.flat()) shape.texts.push({ kind: "equals", text: literal.args as string });
    return [];
  }
  const hasNull = isNull(left) || isNull(right);
  for (const shape of sides.flat()) {
    if (hasNull) shape.nullCompared = true;
    else shape.leaf = true;
  }
  return [];
}

/** `x in ["a", "b"]` compares with each; any other list is read whole. */
function visitMembership(item: ASTNode, list: ASTNode, scope: Scope): readonly Shape[] {
  const shapes = visit(item, scope);
  const texts =
    list.op === "list" ? list.args.map((entry) => (entry.op === "value" ? entry.args : undefined)) : [undefined];
  if (texts.every((text) => typeof text === "string")) {
    for (const shape of shapes) for (const text of texts) shape.texts.push({ kind: "equals", text });
  } else {
    use(shapes);
    use(visit(list, scope));
  }
  return [];
}

/** `null`, which reaches here as dyn(null). */
function isNull(node: ASTNode): boolean {
  if (node.op === "value") return node.args === null;
  return (
    node.op === "call" && node.args[0] === "dyn" && node.args[1][0]?.op === "value" && node.args[1][0].args === null
  );
}

function visitIndex(from: ASTNode, key: ASTNode, scope: Scope, optional: boolean): readonly Shape[] {
  const shapes = visit(from, scope);
  if (key.op === "value" && typeof key.args === "string") {
    const name = key.args;
    return shapes.map((shape) => fieldOf(shape, name, optional));
  }
  use(visit(key, scope));
  const byNumber = key.op === "value";
  for (const shape of shapes) {
    if (!byNumber) shape.leaf = true;
    else {
      shape.ordered = true;
      shape.indexed ||= !optional;
    }
  }
  return shapes.map(elementOf);
}

function visitMethod(name: string, receiver: ASTNode, args: readonly ASTNode[], scope: Scope): readonly Shape[] {
  const shapes = visit(receiver, scope);
  const variable = args[0];
  if (macros.has(name) && variable?.op === "id") {
    for (const shape of shapes) shape.list = true;
    const inner: Scope = { ...scope, bound: new Map([...scope.bound, [variable.args, shapes.map(elementOf)]]) };
    const results = args.slice(1).map((arg) => visit(arg, inner));
    for (const result of results) use(result);
    return name === "filter" ? shapes : [];
  }
  const literal = args[0]?.op === "value" ? args[0].args : undefined;
  if (isTextMethod(name) && typeof literal === "string") {
    for (const shape of shapes) shape.texts.push({ kind: name, text: literal });
    return [];
  }
  if (name === "size") for (const shape of shapes) shape.list = true;
  else if (name === "orValue") {
    const fallback = args[0];
    if (fallback !== undefined) use(visit(fallback, scope));
    return shapes;
  } else use(shapes);
  for (const arg of args) use(visit(arg, scope));
  return [];
}

function visitCall(name: string, args: readonly ASTNode[], scope: Scope): readonly Shape[] {
  const shapes = args.flatMap((arg) => visit(arg, scope));
  for (const shape of shapes) {
    if (name === "json") shape.json = true;
    else if (name === "list") shape.asList = true;
    else if (name === "size") shape.list = true;
    else shape.leaf = true;
  }
  return name === "json" || name === "list" ? shapes : [];
}

function use(shapes: readonly Shape[]): void {
  for (const shape of shapes) {
    shape.leaf = true;
    // The items of a written list are values that stand elsewhere.
    if (writtenLists.has(shape) && shape.element !== undefined) use([shape.element]);
  }
}

/** Shapes of lists that the expression itself writes: `[it, it.other]`. */
const writtenLists = new WeakSet<Shape>();

function writtenListOf(item: Shape): Shape {
  const list = { ...emptyShape(), element: item };
  writtenLists.add(list);
  return list;
}

/** Another expression may read anything of a result: also what lies in what was read here (the items of a filtered list). */
function useWhole(shape: Shape): void {
  shape.leaf = true;
  if (shape.element !== undefined) useWhole(shape.element);
  for (const field of shape.fields.values()) useWhole(field);
}

function fieldOf(shape: Shape, name: string, optional: boolean): Shape {
  let field = shape.fields.get(name);
  if (field === undefined) {
    field = { ...emptyShape(), fields: new Map(), optional };
    shape.fields.set(name, field);
  }
  return field;
}

function elementOf(shape: Shape): Shape {
  shape.element ??= emptyShape();
  return shape.element;
}
