/** Which characters HCL counts as letters, digits and space. */

/** Character codes, for comparing with `charCodeAt`. */
export const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const RETURN = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const HASH = 0x23;
export const DOLLAR = 0x24;
export const PERCENT = 0x25;
export const STAR = 0x2a;
export const PLUS = 0x2b;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const CAPITAL_E = 0x45;
export const BACKSLASH = 0x5c;
export const SMALL_E = 0x65;
export const OPEN_BRACE = 0x7b;
export const TILDE = 0x7e;

const STARTS_IDENTIFIER = 1;
const CONTINUES_IDENTIFIER = 2;
const ASCII = asciiTable();

/** Whether a name may begin with the character of this code; of those beyond ASCII `startsIdentifier` knows. */
export function startsAsciiIdentifier(code: number): boolean {
  return code < 128 && ((ASCII[code] as number) & STARTS_IDENTIFIER) !== 0;
}

export function startsIdentifier(source: string, offset: number): boolean {
  const code = source.charCodeAt(offset);
  if (code < 128) return startsAsciiIdentifier(code);
  return code >= 128 && /^\p{ID_Start}/u.test(characterAt(source, offset));
}

/** Where the identifier ends whose first character, or one of those that follow it, is at `offset`. */
export function endOfIdentifier(source: string, offset: number): number {
  let at = offset;
  const end = source.length;
  while (at < end) {
    const code = source.charCodeAt(at);
    if (code < 128) {
      if (((ASCII[code] as number) & CONTINUES_IDENTIFIER) === 0) break;
      at += 1;
    } else {
      const character = characterAt(source, at);
      if (!/^\p{ID_Continue}/u.test(character)) break;
      at += character.length;
    }
  }
  return at;
}

/** The whole character at `offset`, both halves of a surrogate pair. */
export function characterAt(source: string, offset: number): string {
  return String.fromCodePoint(source.codePointAt(offset) ?? 0);
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Go's `unicode.IsSpace`, which HCL trims by; JavaScript's `\s` has other members (U+FEFF, not U+0085). */
export function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0x85) return false;
  if (code === 0x85 || code === 0xa0 || code === 0x1680) return true;
  if (code < 0x2000) return false;
  return code <= 0x200a || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}

/** How many space characters `text` begins with. */
export function leadingSpaces(text: string): number {
  let count = 0;
  while (count < text.length && isSpace(text.charCodeAt(count))) count += 1;
  return count;
}

export function withoutTrailingSpace(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function asciiTable(): Uint8Array {
  const table = new Uint8Array(128);
  for (let code = 0; code < 128; code += 1) {
    const character = String.fromCharCode(code);
    if (/[A-Za-z_]/.test(character)) table[code] = STARTS_IDENTIFIER | CONTINUES_IDENTIFIER;
    else if (/[0-9-]/.test(character)) table[code] = CONTINUES_IDENTIFIER;
  }
  return table;
}
