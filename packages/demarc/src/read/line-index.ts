/** Lines and columns of offsets into a text, found by binary search over the line starts. */

export interface Position {
  /** Both count from 1; columns are UTF-16 units, as editors count them. */
  readonly line: number;
  readonly column: number;
  /** The line, without its line break; of a very long one, the part around the position. */
  readonly excerpt: string;
  /** Where in `excerpt` the position is: as many characters stand before it. */
  readonly caret: number;
}

export interface LineIndex {
  readonly lineOf: (offset: number) => number;
  readonly positionOf: (offset: number) => Position;
}

/** How much of a long line is shown. */
const widest = 160;
const carriageReturn = 13;

/**
 * The lines of a text, looked for when they are first asked about.
 *
 * @example createLineIndex("a = 1\nb = ").positionOf(10) // { line: 2, column: 5, excerpt: "b = ", caret: 4 }
 */
export function createLineIndex(text: string): LineIndex {
  let found: Uint32Array | undefined;
  const starts = (): Uint32Array => {
    found ??= lineStarts(text);
    return found;
  };

  function positionOf(offset: number): Position {
    const at = Math.max(0, Math.min(offset, text.length));
    const index = lineAt(starts(), at);
    const start = starts()[index] ?? 0;
    let end = index + 1 < starts().length ? (starts()[index + 1] as number) - 1 : text.length;
    if (end > start && text.charCodeAt(end - 1) === carriageReturn) end -= 1;
    return { line: index + 1, column: at - start + 1, ...excerptAround(text, start, end, at) };
  }

  return { lineOf: (offset) => lineAt(starts(), offset) + 1, positionOf };
}

/** Of the line from `start` to `end`, so much that the place `at` can be recognised: a minified file has one line of megabytes. */
export function excerptAround(
  text: string,
  start: number,
  end: number,
  at: number,
): Pick<Position, "excerpt" | "caret"> {
  const from = at - start < widest ? start : at - widest / 2;
  const to = Math.min(end, from + widest);
  return { excerpt: text.slice(from, to), caret: Math.min(at, to) - from };
}

function lineStarts(text: string): Uint32Array {
  // A byte-order mark is no column.
  const starts = [text.charCodeAt(0) === 0xfeff ? 1 : 0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return Uint32Array.from(starts);
}

/** Index of the last line that starts at or before `offset`. */
export function lineAt(starts: ArrayLike<number>, offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
