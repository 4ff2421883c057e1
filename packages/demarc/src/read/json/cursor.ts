/**
 * Walks through JSON without reading it whole: most of a plan is passed over byte by byte, and only what is asked for is
 * parsed. What is passed over is not checked beyond its brackets and quotation marks; what is taken is.
 */
import type { ByteSource } from "./byte-source.js";
import { firstHash, type Key, type KeyTable, lastBits, nextHash } from "./key-table.js";
import { type RawCache, slotOf } from "./raw-cache.js";
import { backslash, colon, comma, deepest, endOfText, endOfValue, isPartOfWord, lineFeed, quote } from "./scan.js";

/** What is wrong with a text that should be JSON, and where. */
export class JsonError extends Error {
  constructor(
    message: string,
    readonly place: Place,
    /** The text ends before it is complete. */
    readonly isTruncated = false,
  ) {
    super(message);
  }
}

export interface Place {
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** The line itself, or the part of it around the place. */
  readonly excerpt: string;
  /** How many characters of the excerpt stand before the place. */
  readonly caret: number;
}

export interface JsonCursor {
  /** Goes through an object: calls `visit` at the value of each key of the table; the rest is passed over. False where it is no object. */
  readonly fields: (keys: KeyTable, visit: (key: string) => void) => boolean;
  /** Goes through an object with keys of any name. */
  readonly entries: (visit: (key: string) => void) => boolean;
  /** Goes through a list: calls `visit` at each item. False where it is no list. */
  readonly items: (visit: () => void) => boolean;
  readonly kind: () => "object" | "list" | "text" | "word";
  /** Passes over a value. */
  readonly skip: () => void;
  /** Passes over the value here, and says true, where it is null, "", [] or {}. */
  readonly isBlank: () => boolean;
  /** The value here, parsed. */
  readonly value: () => unknown;
  /** The text here; undefined where it is no text. */
  readonly text: () => string | undefined;
  /** Passes over the text here, and says true, where it is this one, written without escapes. */
  readonly isText: (expected: string) => boolean;
  /** What `make` makes of the value as it is written; of equal ones mostly the same object. */
  readonly made: <T>(cache: RawCache<T>, make: (raw: string) => T) => T;
  /** 1-based line of the value that comes next. */
  readonly line: () => number;
  /** To be called after the outermost value. @throws JsonError where more than white space follows */
  readonly end: () => void;
  readonly fail: (message: string) => never;
}

const windowSize = 1 << 20;
/** One value that is larger is no resource that anybody deploys. */
const largestValue = 1 << 28;

/** All functions throw {@link JsonError} for a text that is no JSON, or ends too early. */
export function jsonCursor(source: ByteSource): JsonCursor {
  let bytes = Buffer.allocUnsafe(windowSize);
  let at = 0;
  let end = 0;
  /** From here on the bytes are still needed; -1 for no such place. */
  let mark = -1;
  /** How many bytes were let go before the window. */
  let before = 0;
  let isSpent = false;
  /** Line feeds before `searched`, and where the last of these lines begins. */
  const lines = { count: 0, searched: 0, lastStart: 0 };

  /** Reads more, making room by letting go what is done with. False at the end. */
  function fill(): boolean {
    if (isSpent) return false;
    const from = mark >= 0 ? mark : at;
    if (from > 0) {
      countLines(before + from);
      bytes.copyWithin(0, from, end);
      before += from;
      at -= from;
      end -= from;
      if (mark >= 0) mark = 0;
    }
    if (end === bytes.length) {
      if (bytes.length >= largestValue) return fail("one value is larger than can be read");
      const larger = Buffer.allocUnsafe(bytes.length * 2);
      bytes.copy(larger, 0, 0, end);
      bytes = larger;
    }
    const read = source.read(bytes.subarray(end));
    end += read;
    isSpent = read === 0;
    return !isSpent;
  }

  /** The byte of the next value or sign, white space passed over; -1 at the end. */
  function peek(): number {
    for (;;) {
      while (at < end) {
        const byte = bytes[at] as number;
        if (byte > 0x20) return byte;
        if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)
          return fail("a control character is no JSON");
        at += 1;
      }
      if (!fill()) return -1;
    }
  }

  function peekSign(): number {
    const byte = peek();
    return byte < 0 ? truncated() : byte;
  }

  /** Passes over a text whose opening quotation mark is here. */
  function skipText(): void {
    let position = at + 1;
    for (;;) {
      let limit = end;
      let window = bytes;
      while (position < limit) {
        const byte = window[position] as number;
        position += 1;
        if (byte === quote) {
          at = position;
          return;
        }
        if (byte === backslash) position += 1;
      }
      const beyond = position - limit;
      at = limit;
      if (!fill()) truncated();
      position = at + beyond;
      limit = end;
      window = bytes;
    }
  }

  function skip(): void {
    const first = peekSign();
    if (first === quote) skipText();
    else if (first === 0x7b || first === 0x5b) skipNested();
    else skipWord();
  }

  /** Passes over an object or a list whose opening bracket is here. */
  function skipNested(): void {
    let depth = 0;
    let position = at;
    for (;;) {
      const limit = end;
      const window = bytes;
      while (position < limit) {
        const byte = window[position] as number;
        if (byte === quote) {
          const next = endOfText(window, position, limit);
          if (next < limit) {
            position = next;
            continue;
          }
          // It may go on beyond the window.
          at = position;
          skipText();
          position = at;
          break;
        }
        position += 1;
        // { [ and } ] differ by 0x20 from each other alone.
        const bracket = byte | 0x20;
        if (bracket === 0x7b) {
          depth += 1;
          if (depth > deepest) fail("this is nested too deeply to be read");
        } else if (bracket === 0x7d) {
          depth -= 1;
          if (depth === 0) {
            at = position;
            return;
          }
        }
      }
      if (position < end) continue;
      at = position;
      if (!fill()) truncated();
      position = at;
    }
  }

  /** true, false, null or a number. */
  function skipWord(): void {
    const start = before + at;
    for (;;) {
      while (at < end) {
        const byte = bytes[at] as number;
        if (!isPartOfWord(byte)) {
          if (before + at === start) fail("a value is expected here");
          return;
        }
        at += 1;
      }
      if (fill()) continue;
      if (before + at === start) truncated();
      return;
    }
  }

  /** Calls `use` with the place of the value here, which stays in the window meanwhile. */
  function taken<T>(use: (from: number, to: number) => T): T {
    peekSign();
    const outer = mark;
    if (mark < 0) mark = at;
    const start = at - mark;
    skip();
    const from = mark + start;
    const result = use(from, at);
    mark = outer;
    return result;
  }

  function parsed(from: number, to: number): unknown {
    const text = bytes.toString("utf8", from, to);
    try {
      return JSON.parse(text);
    } catch {
      at = from;
      // What the engine says quotes the text, and that may be a secret.
      return fail("what stands here is no value");
    }
  }

  function fields(keys: KeyTable, visit: (key: string) => void): boolean {
    return members(keys, visit);
  }

  function entries(visit: (key: string) => void): boolean {
    return members(undefined, visit);
  }

  /** Goes through an object; where a table is given, values of other keys are passed over. */
  function members(keys: KeyTable | undefined, visit: (key: string) => void): boolean {
    if (peekSign() !== 0x7b) {
      skip();
      return false;
    }
    at += 1;
    if (peekSign() === 0x7d) {
      at += 1;
      return true;
    }
    for (;;) {
      let name = keys === undefined ? undefined : nextAmong(keys);
      if (name === undefined) {
        if (peekSign() !== quote) fail("a key in quotation marks is expected here");
        name = keys === undefined ? (value() as string) : nameAmong(keys);
        if (peekSign() !== colon) fail("a colon is expected here");
        at += 1;
      }
      if (name === undefined) skip();
      else visit(name);
      if (closes(0x7d, "a comma or } is expected here")) return true;
    }
  }

  function items(visit: () => void): boolean {
    if (peekSign() !== 0x5b) {
      skip();
      return false;
    }
    at += 1;
    if (peekSign() === 0x5d) {
      at += 1;
      return true;
    }
    for (;;) {
      visit();
      if (closes(0x5d, "a comma or ] is expected here")) return true;
    }
  }

  /** Whether the closing sign is here; else a comma must be. */
  function closes(sign: number, expected: string): boolean {
    const found = peekSign();
    if (found !== sign && found !== comma) fail(expected);
    at += 1;
    return found === sign;
  }

  /**
   * The next name in the table, passed over with its colon, as are the members before it: as far as they stand in the window
   * and are written without white space. Most of a plan goes by here. What is unusual is left to {@link members}, with undefined.
   */
  function nextAmong({ mayHold, byHash }: KeyTable): string | undefined {
    const window = bytes;
    const limit = end;
    let start = at;
    while (start < limit && window[start] === quote) {
      let hash = firstHash;
      let position = start + 1;
      let byte = 0;
      for (; position < limit; position += 1) {
        byte = window[position] as number;
        if (byte === quote || byte === backslash) break;
        hash = nextHash(hash, byte);
      }
      // Reading beyond a buffer costs the function its optimized code, so the limit comes first.
      if (position + 1 >= limit || byte !== quote || window[position + 1] !== colon) return undefined;
      if (mayHold[hash & lastBits] === 1) {
        const name = nameAt(byHash.get(hash), start + 1, position);
        if (name !== undefined) {
          at = position + 2;
          return name;
        }
      }
      position = endOfValue(window, position + 2, limit);
      if (position >= limit || window[position] !== comma) return undefined;
      start = position + 1;
      at = start;
    }
    return undefined;
  }

  /** The name in the table that stands here between quotation marks. A key that is written with escapes is none of ours. */
  function nameAmong({ byHash }: KeyTable): string | undefined {
    const window = bytes;
    const limit = end;
    let hash = firstHash;
    const from = at + 1;
    for (let position = from; position < limit; position += 1) {
      const byte = window[position] as number;
      if (byte === backslash) break;
      if (byte !== quote) {
        hash = nextHash(hash, byte);
        continue;
      }
      at = position + 1;
      return nameAt(byHash.get(hash), from, position);
    }
    // It goes on beyond what was read.
    const name = value() as string;
    for (const candidates of byHash.values())
      for (const candidate of candidates) if (candidate.name === name) return name;
    return undefined;
  }

  function nameAt(candidates: readonly Key[] | undefined, from: number, to: number): string | undefined {
    if (candidates === undefined) return undefined;
    for (const { bytes: name, name: text } of candidates)
      if (name.length === to - from && isAt(name, from)) return text;
    return undefined;
  }

  /** Whether these bytes stand there, within what was read. */
  function isAt(expected: Uint8Array, from: number): boolean {
    const { length } = expected;
    if (length > end - from) return false;
    const window = bytes;
    for (let index = 0; index < length; index += 1) if (expected[index] !== window[from + index]) return false;
    return true;
  }

  function kind(): "object" | "list" | "text" | "word" {
    const byte = peekSign();
    return byte === 0x7b ? "object" : byte === 0x5b ? "list" : byte === quote ? "text" : "word";
  }

  function value(): unknown {
    return taken(parsed);
  }

  function made<T>(cache: RawCache<T>, make: (raw: string) => T): T {
    peekSign();
    const { recent } = cache;
    if (recent !== undefined && isAt(recent.bytes, at)) {
      at += recent.bytes.length;
      return recent.made;
    }
    const outer = mark;
    if (mark < 0) mark = at;
    const start = at - mark;
    skip();
    const from = mark + start;
    mark = outer;
    return at - from > cache.longest ? make(bytes.toString("utf8", from, at)) : cached(cache, make, from, at);
  }

  function cached<T>(cache: RawCache<T>, make: (raw: string) => T, from: number, to: number): T {
    const { slots } = cache;
    const window = bytes;
    let hash = firstHash;
    for (let position = from; position < to; position += 1) hash = nextHash(hash, window[position] as number);
    const slot = slotOf(hash, cache);
    let entry = slots[slot];
    if (entry === undefined || !isWritten(entry.raw, from, to)) {
      const raw = bytes.toString("utf8", from, to);
      entry = { raw, made: make(raw) };
      // Texts are compared by their bytes, which are their characters in ASCII alone.
      if (raw.length === to - from) slots[slot] = entry;
    }
    // Where a word ends, only what follows it tells.
    if (cache.isSteady && !isPartOfWord(window[from] as number)) {
      cache.recent = { bytes: Uint8Array.prototype.slice.call(window, from, to), made: entry.made };
    }
    return entry.made;
  }

  /** Whether a text of ASCII is what stands here. */
  function isWritten(text: string, from: number, to: number): boolean {
    if (text.length !== to - from) return false;
    const window = bytes;
    for (let index = 0; index < text.length; index += 1)
      if (text.charCodeAt(index) !== window[from + index]) return false;
    return true;
  }

  function isText(expected: string): boolean {
    if (peekSign() !== quote) return false;
    const from = at + 1;
    const to = from + expected.length;
    const window = bytes;
    if (to >= end || window[to] !== quote) return false;
    for (let index = expected.length - 1; index >= 0; index -= 1) {
      const byte = window[from + index] as number;
      if (byte !== expected.charCodeAt(index) || byte === backslash || byte > 0x7e) return false;
    }
    at = to + 1;
    return true;
  }

  function text(): string | undefined {
    if (peekSign() === quote) return taken(plainText);
    skip();
    return undefined;
  }

  /** Most texts are ASCII without escapes, and stand as they are between their quotation marks. */
  function plainText(from: number, to: number): string {
    const window = bytes;
    for (let position = from + 1; position < to - 1; position += 1) {
      const byte = window[position] as number;
      if (byte < 0x20 || byte > 0x7e || byte === backslash) return parsed(from, to) as string;
    }
    return window.toString("latin1", from + 1, to - 1);
  }

  function isBlank(): boolean {
    const byte = peekSign();
    // The shortest of what is not set has two bytes, the longest four.
    while (end - at < 5 && fill());
    const second = bytes[at + 1];
    const isEmpty =
      (byte === quote && second === quote) || (byte === 0x5b && second === 0x5d) || (byte === 0x7b && second === 0x7d);
    if (isEmpty) at += 2;
    else if (byte === 0x6e) skip();
    return isEmpty || byte === 0x6e;
  }

  function line(): number {
    peek();
    countLines(before + at);
    return lines.count + 1;
  }

  function finish(): void {
    if (peek() >= 0) fail("more follows after the end of the JSON");
  }

  function truncated(): never {
    throw new JsonError("it ends before it is complete", place(), true);
  }

  function fail(message: string): never {
    throw new JsonError(message, place());
  }

  /** Counts the line feeds before an offset of the window. In a file of one line the search alone goes through it, once. */
  function countLines(offset: number): void {
    if (lines.searched >= offset) return;
    const first = bytes.subarray(lines.searched - before, end).indexOf(lineFeed);
    if (first < 0) {
      lines.searched = before + end;
      return;
    }
    lines.searched += first;
    for (; lines.searched < offset; lines.searched += 1) {
      if (bytes[lines.searched - before] !== lineFeed) continue;
      lines.count += 1;
      lines.lastStart = lines.searched + 1;
    }
  }

  /** The place that is read next. */
  function place(): Place {
    const offset = before + at;
    countLines(offset);
    const from = Math.max(lines.lastStart - before, at - excerptBefore, 0);
    const lineEnd = bytes.subarray(at, end).indexOf(lineFeed);
    const to = Math.min(lineEnd < 0 ? end : at + lineEnd, at + excerptAfter);
    const shown = bytes.toString("utf8", from, at);
    return {
      line: lines.count + 1,
      column: offset - lines.lastStart + 1,
      excerpt: shown + bytes.toString("utf8", at, to).trimEnd(),
      caret: shown.length,
    };
  }

  return { fields, entries, items, kind, skip, isBlank, value, text, isText, made, line, end: finish, fail };
}

const excerptBefore = 60;
const excerptAfter = 40;
