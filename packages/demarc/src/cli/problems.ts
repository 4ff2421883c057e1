/** Problems as a person reads them: file, line and column, the line itself, what was expected, what to do. */
import type { Problem } from "../model/inventory.js";
import type { Colors } from "../text/colors.js";
import { sanitize } from "../text/width.js";

const mostShown = 20;

export function problemText(problems: readonly Problem[], colors: Colors): string {
  const sorted = [...problems].sort((a, b) => Number(b.severity === "error") - Number(a.severity === "error"));
  const shown = sorted.slice(0, mostShown).map((problem) => oneProblem(problem, colors));
  if (sorted.length > mostShown)
    shown.push(`… and ${sorted.length - mostShown} more; \`demarc scan --format json\` lists all of them.`);
  return shown.join("\n");
}

function oneProblem(problem: Problem, colors: Colors): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(":");
  const word = problem.severity === "error" ? colors.red("error") : colors.yellow("warning");
  const lines = [`${word} ${colors.bold(sanitize(place))}: ${sanitize(problem.message)}`];
  if (problem.excerpt !== undefined && problem.line !== undefined) {
    const number = String(problem.line).padStart(5);
    lines.push(colors.dim(`${number} | `) + sanitize(problem.excerpt.replaceAll("\t", " ")));
    if (problem.column !== undefined) {
      const before = problem.caret ?? Math.min(problem.column - 1, problem.excerpt.length);
      lines.push(`${" ".repeat(8 + before)}${colors.red("^")}`);
    }
  }
  if (problem.hint !== undefined) lines.push(colors.dim(`      ${sanitize(problem.hint)}`));
  return lines.join("\n");
}
