import { sanitize } from "../text/width.js";

/** Markdown tables. Names of an input are escaped, so that they neither break the table nor become links or HTML. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  return (
    line(heads.map(escapeMarkdown)) +
    line(heads.map(() => "---")) +
    rows.map((row) => line(row.map(escapeMarkdown))).join("")
  );
}

const entities: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;" };

export function escapeMarkdown(text: string): string {
  const escaped = text
    .replace(/[\\`*_~{}[\]<>|#&]/g, (letter) => entities[letter] ?? `\\${letter}`)
    .replace(/\r\n|\r|\n/g, "<br>");
  return sanitize(escaped);
}
