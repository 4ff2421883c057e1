/** Lines and columns of offsets into a text, found by binary search over the line starts. */

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  /** The line itself, shortened where it is very long. */
  readonly excerpt: string;
}

export interface LineIndex {
  readonly lineOf: (offset: number) => number;
  readonly positionOf: (offset: number) => Position;
}

const longestExcerpt = 160;

export function createLineIndex(text: string): LineIndex {
  let starts: number[] | undefined;

  function lineOf(offset: number): number {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  function positionOf(offset: number): Position {
    const line = lineOf(offset);
    const start = (starts as number[])[line - 1] as number;
    const end = text.indexOf("\n", start);
    const whole = text.slice(start, end < 0 ? undefined : end).replace(/\r$/, "");
    return {
      line,
      column: offset - start + 1,
      excerpt: whole.length > longestExcerpt ? `${whole.slice(0, longestExcerpt)}…` : whole,
    };
  }

  return { lineOf, positionOf };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
