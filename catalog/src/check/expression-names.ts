/** The names that an expression of Terraform's language reads: `var.x`, `local.y`, `aws_vpc.this`, `data.type.name`. */
import type { Expression } from "../../../packages/demarc/src/read/terraform/hcl/ast.js";

/** Names that `for` binds are left out. `x.y.z` is `x.y`, and with three parts where it begins with `data`. */
export function namesIn(expression: Expression): readonly string[] {
  const found = new Set<string>();
  visit(expression, new Set());
  return [...found];

  function visit(node: Expression, bound: ReadonlySet<string>): void {
    const path = pathOf(node);
    if (path !== undefined) {
      const [root = ""] = path;
      if (!bound.has(root)) found.add(path.slice(0, root === "data" ? 3 : 2).join("."));
      return;
    }
    const inner = node.kind === "for" || node.kind === "template-for" ? withBound(bound, node) : bound;
    for (const child of childrenOf(node))
      visit(child, "collection" in node && child === node.collection ? bound : inner);
  }
}

function withBound(
  bound: ReadonlySet<string>,
  node: Extract<Expression, { kind: "for" | "template-for" }>,
): ReadonlySet<string> {
  return new Set([...bound, node.valueVariable, ...(node.keyVariable === undefined ? [] : [node.keyVariable])]);
}

function pathOf(node: Expression): readonly string[] | undefined {
  if (node.kind === "variable") return [node.name];
  if (node.kind !== "get") return undefined;
  const from = pathOf(node.from);
  return from === undefined ? undefined : [...from, node.name];
}

/** Every field of a node that is itself an expression, or a list of such. */
function childrenOf(node: Expression): readonly Expression[] {
  return Object.values(node).flatMap((field: unknown) => expressionsAmong(field));
}

function expressionsAmong(field: unknown): readonly Expression[] {
  if (Array.isArray(field)) return field.flatMap(expressionsAmong);
  if (typeof field !== "object" || field === null) return [];
  return "kind" in field ? [field as Expression] : Object.values(field).flatMap(expressionsAmong);
}
