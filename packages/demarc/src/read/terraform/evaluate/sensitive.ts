/** Whether Terraform would keep a value from being shown: what comes of sensitive variables and of `sensitive()`. */
import type { Call, Expression } from "../hcl/ast.js";
import { enter, leave } from "./limits.js";
import type { Scope } from "./scope.js";

/**
 * Of a list, set or map: of itself and its keys, not of the values in a map.
 * @throws Undecided where it goes too deep
 */
export function isSensitive(node: Expression, scope: Scope): boolean {
  enter();
  try {
    return isSensitiveNode(node, scope);
  } finally {
    leave();
  }
}

function isSensitiveNode(node: Expression, scope: Scope): boolean {
  const is = (part: Expression | undefined): boolean => part !== undefined && isSensitive(part, scope);
  switch (node.kind) {
    case "literal":
    case "variable":
    case "splat-item":
      return false;
    case "parentheses":
      return is(node.inner);
    case "template":
      return node.parts.some(is);
    case "get":
      if (node.from.kind !== "variable") return is(node.from);
      return (
        (node.from.name === "var" || node.from.name === "local") && namesSensitive(node.from.name, node.name, scope)
      );
    case "index":
      return is(node.from) || is(node.key);
    case "splat":
      return is(node.from);
    case "call":
      return isSensitiveCall(node, is);
    case "binary":
      return is(node.left) || is(node.right);
    case "unary":
      return is(node.operand);
    case "conditional":
      return is(node.condition) || is(node.then) || is(node.else);
    case "tuple":
      return node.items.some(is);
    case "object":
      return node.items.some((item) => is(item.key));
    case "for":
      return is(node.collection) || is(node.key ?? node.value) || is(node.condition);
    case "template-for":
      return is(node.collection) || node.parts.some(is);
    case "template-if":
      return is(node.condition) || node.then.some(is) || node.else.some(is);
  }
}

function namesSensitive(root: "var" | "local", name: string, scope: Scope): boolean {
  return scope.module.isSensitive?.(root, name) === true;
}

function isSensitiveCall(node: Call, is: (part: Expression) => boolean): boolean {
  if (node.name === "sensitive") return true;
  return node.name !== "nonsensitive" && node.name !== "issensitive" && node.args.some(is);
}
