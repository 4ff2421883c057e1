/** Turns offsets of a text into lines, and points at a place in it. */
import type { Problem } from "../../model/inventory.js";
import { excerptAround, lineAt } from "../line-index.js";

export interface Source {
  readonly file: string;
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[];
}

export interface Place {
  readonly line: number;
  readonly column?: number;
}

/** Lines end with LF, CRLF or a lone CR. */
export function sourceOf(file: string, text: string): Source {
  const lineStarts = [0];
  const hasCarriageReturn = text.includes("\r");
  if (!hasCarriageReturn) {
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lineStarts.push(at + 1);
    return { file, text, lineStarts };
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) lineStarts.push(at + 1);
  }
  return { file, text, lineStarts };
}

/** 1-based line and column of an offset. */
export function placeOf(source: Source, offset: number): { line: number; column: number } {
  const index = lineAt(source.lineStarts, offset);
  return { line: index + 1, column: offset - (source.lineStarts[index] ?? 0) + 1 };
}

/** A problem at a place of the source, with the line shown. */
export function problemAt(
  source: Source,
  place: Place | undefined,
  severity: Problem["severity"],
  message: string,
  hint?: string,
): Problem {
  const at = place === undefined ? {} : { line: place.line, column: place.column, ...excerptOf(source, place) };
  return { severity, file: source.file, ...at, message, ...(hint === undefined ? {} : { hint }) };
}

function excerptOf(source: Source, { line, column = 1 }: Place): Pick<Problem, "excerpt" | "caret"> {
  const start = source.lineStarts[line - 1] ?? 0;
  const end = source.lineStarts[line] ?? source.text.length;
  const { excerpt, caret } = excerptAround(source.text, start, end, start + column - 1);
  return { excerpt: excerpt.trimEnd(), caret };
}
