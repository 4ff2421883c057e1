/** Rows of comma-separated values (RFC 4180), without empty lines. */
import { EvaluationError } from "../evaluate/value-tools.js";

/**
 * @example csvRows('a,b\n"x,y",2') // [["a", "b"], ["x,y", "2"]]
 * @throws EvaluationError for a quote in the wrong place.
 */
export function csvRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /"((?:[^"]|"")*)"|([^",\r\n]*)/y;
  let at = 0;
  while (at < text.length) {
    cell.lastIndex = at;
    const match = cell.exec(text);
    if (match === null) throw new EvaluationError("a quote is in the wrong place");
    row.push(match[1]?.replaceAll('""', '"').replaceAll("\r\n", "\n") ?? match[2] ?? "");
    at += match[0].length;
    if (text[at] === ",") {
      at += 1;
      if (at === text.length) row.push("");
      continue;
    }
    const lineBreak = /^\r?\n/.exec(text.slice(at, at + 2))?.[0] ?? "";
    if (lineBreak === "" && at < text.length) throw new EvaluationError("a quote is in the wrong place");
    at += lineBreak.length;
    if (row.length > 1 || row[0] !== "" || match[0] !== "") rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}
