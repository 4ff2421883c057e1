/** Names of a source, each kept once: the same few (`name`, `tags`, `var`) make up most of a configuration. */

export interface Names {
  readonly source: string;
  /** By a number made of the name's length and letters; a name takes the place of another that has the same. */
  readonly known: string[];
}

export function createNames(source: string): Names {
  let size = SMALLEST;
  while (size < LARGEST && size * BYTES_FOR_ONE < source.length) size *= 2;
  return { source, known: new Array<string>(size).fill("") };
}

/** Powers of two, so that a number is brought into their range by `&`. */
const SMALLEST = 8;
const LARGEST = 2048;
const BYTES_FOR_ONE = 64;

/** The name from `start` to `end`: the text that was answered for it before, where it was met before. */
export function nameAt({ source, known }: Names, start: number, end: number): string {
  const length = end - start;
  const middle = source.charCodeAt(start + (length >> 1));
  const letters = source.charCodeAt(start) + middle * 5 + source.charCodeAt(end - 1) * 37;
  const place = (letters + length * 211) & (known.length - 1);
  const before = known[place] as string;
  if (before.length === length && source.startsWith(before, start)) return before;
  const name = source.slice(start, end);
  known[place] = name;
  return name;
}
