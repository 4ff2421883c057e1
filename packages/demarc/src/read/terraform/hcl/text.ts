/** Offsets in a source to what a person looks for: line, column and the line itself. */
import { RETURN } from "./characters.js";

export interface Position {
  /** Both count from 1; columns are UTF-16 units, as editors count them. */
  readonly line: number;
  readonly column: number;
  /** The line, without its line break; of a very long one, the part around the position. */
  readonly excerpt: string;
  /** Where in `excerpt` the position is: as many characters stand before it. */
  readonly caret: number;
}

/** How much of a long line is shown. */
const WIDEST = 160;

/**
 * Where `offset` is in `source`. Lines are looked for once a source: ask about one source's offsets together.
 *
 * @example positionOf("a = 1\nb = ", 10) // { line: 2, column: 5, excerpt: "b = ", caret: 4 }
 */
export function positionOf(source: string, offset: number): Position {
  const starts = lineStartsOf(source);
  const at = Math.max(0, Math.min(offset, source.length));
  const index = lineIndexOf(starts, at);
  const start = starts[index] ?? 0;
  let end = index + 1 < starts.length ? (starts[index + 1] as number) - 1 : source.length;
  if (source.charCodeAt(end - 1) === RETURN && end > start) end -= 1;
  const from = at - start < WIDEST ? start : at - WIDEST / 2;
  const to = Math.min(end, from + WIDEST);
  return { line: index + 1, column: at - start + 1, excerpt: source.slice(from, to), caret: Math.min(at, to) - from };
}

let last: { readonly source: string; readonly starts: Uint32Array } = { source: "", starts: new Uint32Array(1) };

function lineStartsOf(source: string): Uint32Array {
  if (source !== last.source) last = { source, starts: findLineStarts(source) };
  return last.starts;
}

function findLineStarts(source: string): Uint32Array {
  const starts = [source.charCodeAt(0) === 0xfeff ? 1 : 0];
  for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
  return Uint32Array.from(starts);
}

/** The last line that starts at or before `offset`. */
function lineIndexOf(starts: Uint32Array, offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
