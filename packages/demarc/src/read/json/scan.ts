/** Where a value ends, told by the bytes alone: its brackets and quotation marks. Nothing here reads more or lets go of any. */

export const quote = 0x22;
export const backslash = 0x5c;
export const lineFeed = 0x0a;
export const colon = 0x3a;
export const comma = 0x2c;
/** Deeper than any provider's schema, and within the stack of those who walk through a value. */
export const deepest = 500;

export function isPartOfWord(byte: number): boolean {
  const letter = byte | 0x20;
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (letter >= 0x61 && letter <= 0x7a) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e
  );
}

/** Behind the value that stands at a position; the limit where it goes on beyond that. */
export function endOfValue(window: Uint8Array, from: number, limit: number): number {
  let position = from;
  const first = window[position];
  if (first === quote) return endOfText(window, position, limit);
  if (first !== 0x7b && first !== 0x5b) {
    while (position < limit) {
      const byte = window[position] as number;
      if (byte === comma || byte === 0x7d || byte <= 0x20) break;
      position += 1;
    }
    return position;
  }
  let depth = 0;
  while (position < limit) {
    const byte = window[position] as number;
    if (byte === quote) {
      position = endOfText(window, position, limit);
      continue;
    }
    position += 1;
    const bracket = byte | 0x20;
    if (bracket === 0x7b) {
      depth += 1;
      if (depth > deepest) return limit;
    } else if (bracket === 0x7d) {
      depth -= 1;
      if (depth === 0) return position;
    }
  }
  return limit;
}

export function endOfText(window: Uint8Array, from: number, limit: number): number {
  let position = from + 1;
  while (position < limit) {
    const byte = window[position] as number;
    position += byte === backslash ? 2 : 1;
    if (byte === quote) return position;
  }
  return limit;
}
