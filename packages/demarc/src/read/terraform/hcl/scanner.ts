/** Tokens of HCL's native syntax, read one at a time: the parser looks at `token` and calls `advance`. No token is ever kept. */
import type { Expression } from "./ast.js";
import { characterAt, endOfIdentifier, isDigit, startsIdentifier } from "./characters.js";

/** One character or operator stands for itself; `end` is the end of the source. */
export type Token =
  | ("identifier" | "number" | "newline" | "end" | "heredoc" | "invalid" | '"' | "~}")
  | ("{" | "}" | "[" | "]" | "(" | ")" | "." | "," | ":" | "::" | "..." | "=>" | "=" | "?" | "!")
  | ("+" | "-" | "*" | "/" | "%" | "==" | "!=" | "<" | ">" | "<=" | ">=" | "&&" | "||");

export interface HclError {
  readonly offset: number;
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

export interface Scanner {
  readonly source: string;
  /** Expressions hold templates and templates hold expressions: carried here so that the files import one way only. */
  readonly parseExpression: (scanner: Scanner) => Expression;
  readonly errors: HclError[];
  /** The current token, where it starts, and where it ends and the next is looked for. */
  token: Token;
  start: number;
  offset: number;
  /** Where the token before the current one ended. */
  previousEnd: number;
  /** Whether a line break is a token, as in bodies and objects, or space, as inside parentheses, brackets and `${ }`. */
  newlines: boolean;
  /** How many expressions and blocks are open. */
  depth: number;
  /** How high the tree is below the expressions that were finished since the innermost open one began. */
  height: number;
}

/** Deeper than anything a person writes, and shallow enough for recursive functions over the tree. */
export const MAX_DEPTH = 500;

export function createScanner(source: string, parseExpression: (scanner: Scanner) => Expression): Scanner {
  const offset = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  return {
    source,
    parseExpression,
    errors: [],
    token: "newline",
    start: offset,
    offset,
    previousEnd: offset,
    newlines: true,
    depth: 0,
    height: 0,
  };
}

/** Thrown by `fail` after it has noted the error; caught where parsing can go on, and never leaves this folder. */
export const STOP = new Error("HCL syntax error");

export function fail(scanner: Scanner, offset: number, message: string, hint?: string): never {
  scanner.errors.push(hint === undefined ? { offset, message } : { offset, message, hint });
  throw STOP;
}

/** Whether the current token is this one. (TypeScript would take a comparison of `scanner.token` to hold after `advance` too.) */
export function isAt(scanner: Scanner, token: Token): boolean {
  return scanner.token === token;
}

/** The current token in words, for "…, found X". */
export function found(scanner: Scanner): string {
  if (scanner.token === "end") return "the end of the file";
  if (scanner.token === "newline") return "the end of the line";
  if (scanner.token === "heredoc") return "a heredoc";
  const text = scanner.source.slice(scanner.start, scanner.offset);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** Fails at the current token. */
export function failHere(scanner: Scanner, message: string, hint?: string): never {
  return failBecause(scanner, scanner.start, message, hint);
}

/** Fails at `offset` because of the current token, for that token's own reason if it is right nowhere. */
export function failBecause(scanner: Scanner, offset: number, message: string, hint?: string): never {
  if (scanner.token === "invalid") {
    const why = whyInvalid(scanner.source, scanner.start);
    return fail(scanner, scanner.start, why.message, why.hint);
  }
  return fail(scanner, offset, message, hint);
}

/** One level deeper; answers what `leave` wants back. */
export function enter(scanner: Scanner): number {
  scanner.depth += 1;
  if (scanner.depth > MAX_DEPTH) tooDeep(scanner);
  const besides = scanner.height;
  scanner.height = 0;
  return besides;
}

export function leave(scanner: Scanner, besides: number): void {
  scanner.depth -= 1;
  deepen(scanner, 1);
  if (scanner.height < besides) scanner.height = besides;
}

/** What was just finished becomes part of a tree that is `levels` higher: `a + b + c …` grows without nesting. */
export function deepen(scanner: Scanner, levels: number): void {
  scanner.height += levels;
  if (scanner.height > MAX_DEPTH) tooDeep(scanner);
}

function tooDeep(scanner: Scanner): never {
  return fail(
    scanner,
    scanner.start,
    `This is nested more than ${MAX_DEPTH} levels deep.`,
    "Split the expression: give its parts names in a locals block.",
  );
}

/** Goes to the next token, and answers it. */
export function advance(scanner: Scanner): Token {
  const { source } = scanner;
  const end = source.length;
  let at = scanner.offset;
  scanner.previousEnd = at;
  while (at < end) {
    const code = source.charCodeAt(at);
    switch (code) {
      case 0x20:
      case 0x09:
        at += 1;
        continue;
      case 0x0a:
        at += 1;
        if (!scanner.newlines) continue;
        return set(scanner, "newline", at - 1, 1);
      case 0x0d:
        if (source.charCodeAt(at + 1) !== 0x0a) return set(scanner, "invalid", at, 1);
        at += 2;
        if (!scanner.newlines) continue;
        return set(scanner, "newline", at - 2, 2);
      case 0x23: {
        const after = endOfLine(source, at);
        if (scanner.newlines && after > 0) return set(scanner, "newline", after - 1, 1);
        at = after > 0 ? after : end;
        continue;
      }
      case 0x2f: {
        const next = source.charCodeAt(at + 1);
        if (next === 0x2a) {
          const close = source.indexOf("*/", at + 2);
          if (close < 0) return set(scanner, "invalid", at, 2);
          at = close + 2;
          continue;
        }
        if (next !== 0x2f) return set(scanner, "/", at, 1);
        const after = endOfLine(source, at);
        if (scanner.newlines && after > 0) return set(scanner, "newline", after - 1, 1);
        at = after > 0 ? after : end;
        continue;
      }
      default:
        if (startsIdentifier(source, at)) {
          return set(scanner, "identifier", at, endOfIdentifier(source, at) - at);
        }
        if (isDigit(code)) return set(scanner, "number", at, endOfNumber(source, at) - at);
        return advanceToSymbol(scanner, code, at);
    }
  }
  return set(scanner, "end", end, 0);
}

function set(scanner: Scanner, token: Token, start: number, length: number): Token {
  scanner.token = token;
  scanner.start = start;
  scanner.offset = start + length;
  return token;
}

/** Just after the line break that ends the comment at `offset`, or 0 where the source ends first. */
function endOfLine(source: string, offset: number): number {
  return source.indexOf("\n", offset) + 1;
}

/** Digits, points and exponents in any mixture that does not end in a point; whether it is a number is asked later. */
function endOfNumber(source: string, offset: number): number {
  let end = offset + 1;
  let at = end;
  for (;;) {
    const code = source.charCodeAt(at);
    if (isDigit(code)) {
      at += 1;
      end = at;
    } else if (code === 0x2e) {
      at += 1;
    } else if (code === 0x65 || code === 0x45) {
      const sign = source.charCodeAt(at + 1);
      const digit = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
      if (!isDigit(source.charCodeAt(digit))) return end;
      at = digit + 1;
      end = at;
    } else {
      return end;
    }
  }
}

function advanceToSymbol(scanner: Scanner, code: number, at: number): Token {
  const { source } = scanner;
  const next = source.charCodeAt(at + 1);
  switch (code) {
    case 0x22:
      return set(scanner, '"', at, 1);
    case 0x3d:
      if (next === 0x3d) return set(scanner, "==", at, 2);
      return next === 0x3e ? set(scanner, "=>", at, 2) : set(scanner, "=", at, 1);
    case 0x2e:
      if (next === 0x2e && source.charCodeAt(at + 2) === 0x2e) return set(scanner, "...", at, 3);
      return set(scanner, ".", at, 1);
    case 0x2c:
      return set(scanner, ",", at, 1);
    case 0x7b:
      return set(scanner, "{", at, 1);
    case 0x7d:
      return set(scanner, "}", at, 1);
    case 0x5b:
      return set(scanner, "[", at, 1);
    case 0x5d:
      return set(scanner, "]", at, 1);
    case 0x28:
      return set(scanner, "(", at, 1);
    case 0x29:
      return set(scanner, ")", at, 1);
    case 0x3a:
      return next === 0x3a ? set(scanner, "::", at, 2) : set(scanner, ":", at, 1);
    case 0x3f:
      return set(scanner, "?", at, 1);
    case 0x2a:
      return set(scanner, "*", at, 1);
    case 0x2b:
      return set(scanner, "+", at, 1);
    case 0x2d:
      return set(scanner, "-", at, 1);
    case 0x25:
      return set(scanner, "%", at, 1);
    case 0x21:
      return next === 0x3d ? set(scanner, "!=", at, 2) : set(scanner, "!", at, 1);
    case 0x3c: {
      if (next === 0x3d) return set(scanner, "<=", at, 2);
      const heredoc = next === 0x3c ? endOfHeredocIntroducer(source, at) : 0;
      return heredoc > 0 ? set(scanner, "heredoc", at, heredoc - at) : set(scanner, "<", at, 1);
    }
    case 0x3e:
      return next === 0x3d ? set(scanner, ">=", at, 2) : set(scanner, ">", at, 1);
    case 0x26:
      return next === 0x26 ? set(scanner, "&&", at, 2) : set(scanner, "invalid", at, 1);
    case 0x7c:
      return next === 0x7c ? set(scanner, "||", at, 2) : set(scanner, "invalid", at, 1);
    case 0x7e:
      return next === 0x7d ? set(scanner, "~}", at, 2) : set(scanner, "invalid", at, 1);
    default:
      return set(scanner, "invalid", at, characterAt(source, at).length);
  }
}

/** The end of `<<NAME` or `<<-NAME` with its line break, or 0 if this is no heredoc: not even a space may follow the name. */
function endOfHeredocIntroducer(source: string, offset: number): number {
  const name = source.charCodeAt(offset + 2) === 0x2d ? offset + 3 : offset + 2;
  if (!startsIdentifier(source, name)) return 0;
  const end = endOfIdentifier(source, name);
  if (source.charCodeAt(end) === 0x0a) return end + 1;
  return source.charCodeAt(end) === 0x0d && source.charCodeAt(end + 1) === 0x0a ? end + 2 : 0;
}

function whyInvalid(source: string, offset: number): { message: string; hint?: string } {
  const character = characterAt(source, offset);
  switch (character) {
    case "'":
      return { message: "Single quotes are not valid.", hint: 'Put strings in double quotes (").' };
    case "`":
      return { message: "The ` character is not valid.", hint: "Write a text of several lines as a heredoc: <<EOT." };
    case "“":
    case "”":
      return { message: "Curly quotes are not valid.", hint: 'Replace them by straight quotes (").' };
    case ";":
      return { message: "The ; character is not valid.", hint: "End an argument or a block with a line break." };
    case "&":
      return { message: "HCL has no bitwise operators.", hint: "Did you mean &&?" };
    case "|":
      return { message: "HCL has no bitwise operators.", hint: "Did you mean ||?" };
    case "/":
      return { message: "This comment is not closed.", hint: "End it with */." };
    case "\r":
      return { message: "A carriage return stands here without a line feed.", hint: "Save the file with LF or CRLF." };
    default: {
      const code = (source.codePointAt(offset) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      const printable = /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? ` ${character}` : "";
      return { message: `The character${printable} (U+${code}) is not used in HCL outside strings and comments.` };
    }
  }
}
