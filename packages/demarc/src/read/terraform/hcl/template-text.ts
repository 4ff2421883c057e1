/** The plain text of templates: escapes in quoted strings, lines of heredocs. */
import {
  BACKSLASH,
  characterAt,
  DOLLAR,
  isSpace,
  LINE_FEED,
  OPEN_BRACE,
  PERCENT,
  QUOTE,
  RETURN,
} from "./characters.js";
import { fail, type Scanner } from "./scanner.js";

export interface Text {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Where text in quotes stops being just itself: at the closing quote, an escape, a template or the line's end. */
export function endOfPlainText(source: string, offset: number): number {
  const end = source.length;
  let at = offset;
  while (at < end && !endsPlainText(source.charCodeAt(at))) at += 1;
  return at;
}

/** Like `endOfPlainText`, but stops at characters beyond ASCII too, which may have to be brought to their composed form. */
export function endOfAsciiText(source: string, offset: number): number {
  const end = source.length;
  let at = offset;
  while (at < end) {
    const code = source.charCodeAt(at);
    if (code > LAST_ASCII || endsPlainText(code)) break;
    at += 1;
  }
  return at;
}

const LAST_ASCII = 0x7f;

/** The first comparison settles it for most text: small letters come after the backslash. */
function endsPlainText(code: number): boolean {
  if (code > BACKSLASH) return false;
  if (code === QUOTE || code === BACKSLASH || code === DOLLAR || code === PERCENT) return true;
  return code === LINE_FEED || code === RETURN;
}

/** Reads text in quotes, its escapes resolved, up to the closing quote or the next sequence. */
export function readQuotedText(scanner: Scanner, open: number): Text {
  const { source, offset: start } = scanner;
  let text = "";
  let at = start;
  for (;;) {
    const plain = endOfPlainText(source, at);
    text += source.slice(at, plain);
    at = plain;
    const code = source.charCodeAt(at);
    if (code === BACKSLASH) {
      const { value, length } = escapeAt(scanner, at);
      text += value;
      at += length;
    } else if (code === DOLLAR || code === PERCENT) {
      const next = source.charCodeAt(at + 1);
      if (next === OPEN_BRACE) break;
      const isEscaped = next === code && source.charCodeAt(at + 2) === OPEN_BRACE;
      text += source.charAt(at);
      if (isEscaped) text += "{";
      at += isEscaped ? 3 : 1;
    } else if (code === QUOTE) {
      break;
    } else {
      failUnclosed(scanner, open, at);
    }
  }
  scanner.offset = at;
  return { text, start, end: at };
}

/** Points at the opening quote; if the string went on over lines inside a `${ }`, at the line where it broke off. */
function failUnclosed(scanner: Scanner, open: number, at: number): never {
  const isLineEnd = at < scanner.source.length;
  return fail(
    scanner,
    scanner.source.lastIndexOf("\n", at - 1) < open ? open : at,
    `This string is not closed before the end of the ${isLineEnd ? "line" : "file"}.`,
    isLineEnd ? "Write \\n for a line break, or a heredoc (<<EOT) for a text of several lines." : undefined,
  );
}

function escapeAt(scanner: Scanner, at: number): { value: string; length: number } {
  switch (scanner.source.charAt(at + 1)) {
    case "n":
      return { value: "\n", length: 2 };
    case "r":
      return { value: "\r", length: 2 };
    case "t":
      return { value: "\t", length: 2 };
    case '"':
      return { value: '"', length: 2 };
    case "\\":
      return { value: "\\", length: 2 };
    case "u":
      return unicodeEscapeAt(scanner, at, 4);
    case "U":
      return unicodeEscapeAt(scanner, at, 8);
    default: {
      const character = characterAt(scanner.source, at + 1);
      return fail(
        scanner,
        at,
        `\\${character} is not an escape that HCL knows.`,
        `It knows \\n, \\r, \\t, \\", \\\\, \\uNNNN and \\UNNNNNNNN. Write \\\\ for a plain backslash.`,
      );
    }
  }
}

function unicodeEscapeAt(scanner: Scanner, at: number, digits: number): { value: string; length: number } {
  const hex = scanner.source.slice(at + 2, at + 2 + digits);
  if (hex.length < digits || !/^[0-9A-Fa-f]+$/.test(hex)) {
    fail(scanner, at, `\\${digits === 4 ? "u" : "U"} must be followed by ${digits} hexadecimal digits.`);
  }
  const code = Number.parseInt(hex, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    fail(scanner, at, `U+${hex.toUpperCase()} is not a character.`, "Write characters beyond U+FFFF as \\UNNNNNNNN.");
  }
  return { value: String.fromCodePoint(code), length: 2 + digits };
}

/** Reads text outside quotes up to the next sequence, or through the line's end. In a heredoc that is LF or CRLF. */
export function readLine(scanner: Scanner, isHeredoc: boolean): Text {
  const { source, offset: start } = scanner;
  const end = source.length;
  let text = "";
  let from = start;
  let at = start;
  while (at < end) {
    const code = source.charCodeAt(at);
    if (code > PERCENT) {
      at += 1;
      continue;
    }
    if (code === LINE_FEED) {
      at += 1;
      break;
    }
    if (code === RETURN && isHeredoc && source.charCodeAt(at + 1) !== LINE_FEED) {
      fail(scanner, at, "A carriage return stands here without a line feed.", "Save the file with LF or CRLF.");
    }
    if (code === DOLLAR || code === PERCENT) {
      const next = source.charCodeAt(at + 1);
      if (next === OPEN_BRACE) break;
      if (next === code && source.charCodeAt(at + 2) === OPEN_BRACE) {
        text += source.slice(from, at + 1);
        at += 2;
        from = at;
      }
    }
    at += 1;
  }
  scanner.offset = at;
  return { text: text + source.slice(from, at), start, end: at };
}

/** Whether the line says `name` and nothing else, but for space around it. A carriage return is no space inside a line. */
export function isLineOf(source: string, start: number, end: number, name: string): boolean {
  let from = start;
  let to = source.charCodeAt(end - 1) === RETURN ? end - 1 : end;
  while (from < to && isInlineSpace(source.charCodeAt(from))) from += 1;
  if (!source.startsWith(name, from)) return false;
  while (to > from && isInlineSpace(source.charCodeAt(to - 1))) to -= 1;
  return to - from === name.length;
}

function isInlineSpace(code: number): boolean {
  return code !== RETURN && isSpace(code);
}
