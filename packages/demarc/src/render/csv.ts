import { sanitize } from "../text/width.js";

/** The lines of {@link toCsv}, one by one. */
export function* csvLines(rows: Iterable<readonly (string | number)[]>): Generator<string> {
  for (const row of rows) yield `${row.map(cell).join(",")}\r\n`;
}

/** CSV after RFC 4180, with cells that a spreadsheet would take for a formula made harmless. */
export function toCsv(rows: readonly (readonly (string | number)[])[]): string {
  return [...csvLines(rows)].join("");
}

function cell(value: string | number): string {
  const text = typeof value === "number" ? String(value) : neutralized(sanitize(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A leading =, +, -, @ (also in full width), tab or line end starts a formula; an apostrophe before it makes it text. */
export function neutralized(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}
