/** The tree that `@cdktn/hcl2json` gives for an expression, made from ours: types, source texts and children, as one text. */
import type { Expression } from "../packages/demarc/src/read/terraform/hcl/ast.js";

/** A node of the reference's `getExpressionAst`. */
export interface ReferenceNode {
  readonly type: string;
  readonly meta?: { readonly value?: string; readonly operator?: string; readonly name?: string };
  readonly children: readonly ReferenceNode[];
}

/** One line a node. Plain strings and other literals are told apart by their values elsewhere: here all are `literal`. */
export function textOfReference(node: ReferenceNode, indent = ""): string {
  if (isLiteral(node)) return `${indent}literal\n`;
  const text = isUnnamed(node) ? "" : (node.meta?.value ?? "");
  const head = [node.type, node.meta?.operator, node.meta?.name, JSON.stringify(text)].filter(Boolean).join(" ");
  return `${indent}${head}\n${node.children.map((child) => textOfReference(child, `${indent}  `)).join("")}`;
}

function isLiteral({ type, children }: ReferenceNode): boolean {
  const [only] = children;
  return (
    type === "literalValue" || (type === "template" && children.length === 1 && only !== undefined && isLiteral(only))
  );
}

/** The reference makes up the texts of a directive's two branches, and leaves a splat's dot out of what follows it. */
function isUnnamed({ type, children }: ReferenceNode): boolean {
  return (
    type === "template" ||
    (type === "relativeTraversal" && children[0]?.type === "" && children[0].children.length === 0)
  );
}

export function textOfOurs(source: string, expression: Expression): string {
  return textOfReference(referenceNodeOf(source, expression));
}

function referenceNodeOf(source: string, expression: Expression): ReferenceNode {
  const of = (child: Expression) => referenceNodeOf(source, child);
  const value = source.slice(expression.start, expression.end);
  const node = (type: string, children: readonly ReferenceNode[], meta: ReferenceNode["meta"] = {}) => ({
    type,
    meta: { value, ...meta },
    children,
  });
  const traversal = (root: Expression) =>
    root.kind === "variable" ? node("scopeTraversal", []) : node("relativeTraversal", [of(root)]);
  switch (expression.kind) {
    case "literal":
      return node("literalValue", []);
    case "template":
      return node(expression.wrapped ? "templateWrap" : "template", expression.parts.map(of));
    case "variable":
      return node("scopeTraversal", []);
    case "get":
      return traversal(rootOf(expression));
    case "index":
      if (expression.key.kind !== "literal") return node("index", [of(expression.from), of(expression.key)]);
      return traversal(rootOf(expression));
    case "splat":
      return node("splat", [of(expression.from), of(expression.each)]);
    case "splat-item":
      return { type: "", children: [] };
    case "call":
      return node("function", expression.args.map(of), { name: expression.name });
    case "binary":
      return node("binaryOp", [of(expression.left), of(expression.right)], {
        operator: OPERATORS[expression.operator],
      });
    case "unary":
      return node("unaryOp", [of(expression.operand)], {
        operator: expression.operator === "!" ? "logicalNot" : "negate",
      });
    case "conditional":
      return node("conditional", [expression.condition, expression.then, expression.else].map(of));
    case "tuple":
      return node("tuple", expression.items.map(of));
    case "object":
      return node(
        "object",
        expression.items.flatMap((item) => [keyNodeOf(source, item.key), of(item.value)]),
      );
    case "for": {
      const children = [expression.collection, expression.key, expression.value, expression.condition];
      return node("for", children.filter((child) => child !== undefined).map(of));
    }
    case "parentheses":
      return { type: "", children: [of(expression.inner)] };
    case "template-for":
      return node("templateJoin", [node("for", [of(expression.collection), branchOf(expression.parts.map(of))])]);
    case "template-if":
      return node("conditional", [
        of(expression.condition),
        branchOf(expression.then.map(of)),
        branchOf(expression.else.map(of)),
      ]);
  }
}

const OPERATORS = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "%": "modulo",
  "==": "equal",
  "!=": "notEqual",
  "<": "lessThan",
  ">": "greaterThan",
  "<=": "lessThanOrEqual",
  ">=": "greaterThanOrEqual",
  "&&": "logicalAnd",
  "||": "logicalOr",
} as const;

/** What names and constant indexes are taken from. Any other index is a node of its own. */
function rootOf(expression: Expression): Expression {
  const isStep = expression.kind === "get" || (expression.kind === "index" && expression.key.kind === "literal");
  return isStep ? rootOf(expression.from) : expression;
}

function keyNodeOf(source: string, key: Expression): ReferenceNode {
  const isBare = key.kind === "literal" && typeof key.value === "string" && !/^["<]/.test(source.charAt(key.start));
  return { type: "", children: isBare ? [] : [referenceNodeOf(source, key)] };
}

function branchOf(parts: readonly ReferenceNode[]): ReferenceNode {
  return { type: "template", children: parts.length === 0 ? [{ type: "literalValue", children: [] }] : parts };
}
