/** Whether an expression has the same value for every instance of a block: it names no each, count or self. */
import type { Expression } from "../hcl/ast.js";

const known = new WeakMap<Expression, boolean>();

/** For expressions outside of `for` and `dynamic`, whose own names it does not look at. */
export function isClosed(node: Expression): boolean {
  if (node.kind === "literal") return true;
  if (node.kind === "variable") return !ofInstance.has(node.name);
  const answer = known.get(node);
  if (answer !== undefined) return answer;
  const closed = partsOf(node).every(isClosed);
  known.set(node, closed);
  return closed;
}

const ofInstance = new Set(["each", "count", "self"]);

function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "literal":
    case "variable":
    case "splat-item":
      return [];
    case "parentheses":
      return [node.inner];
    case "template":
      return node.parts;
    case "get":
      return [node.from];
    case "index":
      return [node.from, node.key];
    case "splat":
      return [node.from, node.each];
    case "call":
      return node.args;
    case "binary":
      return [node.left, node.right];
    case "unary":
      return [node.operand];
    case "conditional":
      return [node.condition, node.then, node.else];
    case "tuple":
      return node.items;
    case "object":
      return node.items.flatMap((item) => [item.key, item.value]);
    case "for":
      return [node.collection, node.value, ...[node.key, node.condition].filter((part) => part !== undefined)];
    case "template-for":
      return [node.collection, ...node.parts];
    case "template-if":
      return [node.condition, ...node.then, ...node.else];
  }
}
