/** `import` and `removed` blocks say something about resources. Nothing exists by them, but they can contradict the rest. */
import type { Expression } from "../hcl/ast.js";
import { attributeIn, type Declarations, type SourceFile } from "./declarations.js";

export interface StatementProblem {
  readonly file: SourceFile;
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

/** What Terraform refuses: an import of what no block configures, and a block of what is said to be removed. */
export function statementProblems({ imports, removed, resources, modules }: Declarations): readonly StatementProblem[] {
  const problems: StatementProblem[] = [];
  for (const { file, block } of imports) {
    const to = attributeIn(block.body, "to");
    const address = addressOf(to);
    if (address === undefined || address.startsWith("module.") || resources.has(address)) continue;
    problems.push({
      file,
      offset: to?.start ?? block.start,
      message: `${address} is imported, but no resource block configures it: it is not among the answers.`,
      hint: "Write its resource block, or let terraform plan -generate-config-out write it.",
    });
  }
  for (const { file, block } of removed) {
    const from = attributeIn(block.body, "from");
    const address = addressOf(from);
    if (address === undefined || !(resources.has(address) || modules.has(address.replace(/^module\./, "")))) continue;
    problems.push({
      file,
      offset: from?.start ?? block.start,
      message: `${address} is said to be removed, but it is still declared: it counts.`,
      hint: "Remove its block, or the removed block.",
    });
  }
  return problems;
}

/** `type.name` or `module.name`, without keys; undefined for what is no plain address, or lies in a module. */
function addressOf(node: Expression | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.kind === "literal" && typeof node.value === "string") {
    const text = node.value.replaceAll(/\[[^\]]*\]/g, "");
    return /^[^.]+\.[^.]+$/.test(text) ? text : undefined;
  }
  if (node.kind === "index") return addressOf(node.from);
  return node.kind === "get" && node.from.kind === "variable" ? `${node.from.name}.${node.name}` : undefined;
}
