/** Tokens of HCL's native syntax, read one at a time: the parser looks at `token` and calls `advance`. No token is ever kept. */
import type { Attribute, Block, Expression, ObjectItem } from "./ast.js";
import {
  CAPITAL_E,
  characterAt,
  DOT,
  endOfIdentifier,
  HASH,
  isDigit,
  LINE_FEED,
  MINUS,
  PLUS,
  RETURN,
  SLASH,
  SMALL_E,
  SPACE,
  STAR,
  startsAsciiIdentifier,
  startsIdentifier,
  TAB,
} from "./characters.js";
import { createStack, type Stack } from "./lists.js";

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
  /** How tightly the current token binds as an operator between two operands; 0 for all other tokens. */
  precedence: number;
  /** Where the token before the current one ended. */
  previousEnd: number;
  /** Whether a line break is a token, as in bodies and objects, or space, as inside parentheses, brackets and `${ }`. */
  newlines: boolean;
  /** How many expressions and blocks are open. */
  depth: number;
  /** How high the tree is below the expressions that were finished since the innermost open one began. */
  height: number;
  /** What is gathered for the lists that are open. */
  readonly expressions: Stack<Expression>;
  readonly objectItems: Stack<ObjectItem>;
  readonly attributes: Stack<Attribute>;
  readonly blocks: Stack<Block>;
  readonly labels: Stack<string>;
}

/** Deeper than anything a person writes, and shallow enough for recursive functions over the tree. */
export const MAX_DEPTH = 500;

/** A file full of errors is told by its first ones. It also bounds the work, for after each error parsing starts anew. */
export const MAX_ERRORS = 20;

export function createScanner(source: string, parseExpression: (scanner: Scanner) => Expression): Scanner {
  const offset = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  return {
    source,
    parseExpression,
    errors: [],
    token: "newline",
    start: offset,
    offset,
    precedence: 0,
    previousEnd: offset,
    newlines: true,
    depth: 0,
    height: 0,
    expressions: createStack(),
    objectItems: createStack(),
    attributes: createStack(),
    blocks: createStack(),
    labels: createStack(),
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

/** Fails at `offset` because of the current token; at that token, for a reason of its own, if it is right nowhere. */
export function failBecause(scanner: Scanner, offset: number, message: string, hint?: string): never {
  if (scanner.token !== "invalid") return fail(scanner, offset, message, hint);
  const why = whyInvalid(scanner.source, scanner.start);
  return fail(scanner, scanner.start, why.message, why.hint);
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

/** The text of the current token, which is a name. */
export function nameHere(scanner: Scanner): string {
  return scanner.source.slice(scanner.start, scanner.offset);
}

/** Goes to the next token, and answers it. */
export function advance(scanner: Scanner): Token {
  const { source } = scanner;
  const end = source.length;
  let at = scanner.offset;
  scanner.previousEnd = at;
  while (at < end) {
    const code = source.charCodeAt(at);
    if (code === SPACE || code === TAB) {
      at += 1;
      continue;
    }
    if (startsAsciiIdentifier(code)) return set(scanner, "identifier", at, endOfIdentifier(source, at + 1));
    switch (code) {
      case LINE_FEED:
        at += 1;
        if (!scanner.newlines) continue;
        return set(scanner, "newline", at - 1, at);
      case RETURN:
        if (source.charCodeAt(at + 1) !== LINE_FEED) return set(scanner, "invalid", at, at + 1);
        at += 2;
        if (!scanner.newlines) continue;
        return set(scanner, "newline", at - 2, at);
      case HASH:
        at = endOfLine(source, at);
        continue;
      case SLASH: {
        const next = source.charCodeAt(at + 1);
        if (next !== SLASH && next !== STAR) return setOperator(scanner, "/", at, at + 1, 6);
        const after = next === SLASH ? endOfLine(source, at) : endOfComment(source, at);
        if (after < 0) return set(scanner, "invalid", at, at + 2);
        at = after;
        continue;
      }
      default:
        if (isDigit(code)) return set(scanner, "number", at, endOfNumber(source, at));
        return advanceToSymbol(scanner, code, at);
    }
  }
  return set(scanner, "end", end, end);
}

function set(scanner: Scanner, token: Token, start: number, end: number): Token {
  scanner.token = token;
  scanner.start = start;
  scanner.offset = end;
  scanner.precedence = 0;
  return token;
}

/** An operator between two operands. Those of a higher precedence bind more tightly. */
function setOperator(scanner: Scanner, token: Token, start: number, end: number, precedence: number): Token {
  set(scanner, token, start, end);
  scanner.precedence = precedence;
  return token;
}

/** Where the line's break is, or the source's end. */
function endOfLine(source: string, offset: number): number {
  const end = source.indexOf("\n", offset);
  return end < 0 ? source.length : end;
}

/** Just after the end of the comment at `offset`, or below 0 if it has none. */
function endOfComment(source: string, offset: number): number {
  const end = source.indexOf("*/", offset + 2);
  return end < 0 ? end : end + 2;
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
    } else if (code === DOT) {
      at += 1;
    } else if (code === SMALL_E || code === CAPITAL_E) {
      const sign = source.charCodeAt(at + 1);
      const digit = sign === PLUS || sign === MINUS ? at + 2 : at + 1;
      if (!isDigit(source.charCodeAt(digit))) return end;
      at = digit + 1;
      end = at;
    } else {
      return end;
    }
  }
}

/** Operators and punctuation, and names that begin with a letter beyond ASCII. */
function advanceToSymbol(scanner: Scanner, code: number, at: number): Token {
  const single = SINGLES[code];
  if (single !== undefined) return set(scanner, single, at, at + 1);
  const { source } = scanner;
  const next = source.charAt(at + 1);
  switch (source.charAt(at)) {
    case "=":
      if (next === "=") return setOperator(scanner, "==", at, at + 2, 3);
      return next === ">" ? set(scanner, "=>", at, at + 2) : set(scanner, "=", at, at + 1);
    case ".":
      if (next === "." && source.charAt(at + 2) === ".") return set(scanner, "...", at, at + 3);
      return set(scanner, ".", at, at + 1);
    case ":":
      return next === ":" ? set(scanner, "::", at, at + 2) : set(scanner, ":", at, at + 1);
    case "!":
      return next === "=" ? setOperator(scanner, "!=", at, at + 2, 3) : set(scanner, "!", at, at + 1);
    case "<": {
      if (next === "=") return setOperator(scanner, "<=", at, at + 2, 4);
      const heredoc = next === "<" ? endOfHeredocIntroducer(source, at) : 0;
      return heredoc > 0 ? set(scanner, "heredoc", at, heredoc) : setOperator(scanner, "<", at, at + 1, 4);
    }
    case ">":
      return next === "=" ? setOperator(scanner, ">=", at, at + 2, 4) : setOperator(scanner, ">", at, at + 1, 4);
    case "&":
      return next === "&" ? setOperator(scanner, "&&", at, at + 2, 2) : set(scanner, "invalid", at, at + 1);
    case "|":
      return next === "|" ? setOperator(scanner, "||", at, at + 2, 1) : set(scanner, "invalid", at, at + 1);
    case "~":
      return next === "}" ? set(scanner, "~}", at, at + 2) : set(scanner, "invalid", at, at + 1);
    case "+":
      return setOperator(scanner, "+", at, at + 1, 5);
    case "-":
      return setOperator(scanner, "-", at, at + 1, 5);
    case "*":
      return setOperator(scanner, "*", at, at + 1, 6);
    case "%":
      return setOperator(scanner, "%", at, at + 1, 6);
    default:
      if (startsIdentifier(source, at)) return set(scanner, "identifier", at, endOfIdentifier(source, at));
      return set(scanner, "invalid", at, at + characterAt(source, at).length);
  }
}

/** By character code: the tokens of one character that begin no longer one and are no operators between operands. */
const SINGLES: readonly (Token | undefined)[] = (() => {
  const tokens: readonly Token[] = ["{", "}", "[", "]", "(", ")", ",", "?", '"'];
  const byCode = new Array<Token | undefined>(128).fill(undefined);
  for (const token of tokens) byCode[token.charCodeAt(0)] = token;
  return byCode;
})();

/** The end of `<<NAME` or `<<-NAME` with its line break, or 0 if this is no heredoc: not even a space may follow the name. */
function endOfHeredocIntroducer(source: string, offset: number): number {
  const name = source.charCodeAt(offset + 2) === MINUS ? offset + 3 : offset + 2;
  if (!startsIdentifier(source, name)) return 0;
  const end = endOfIdentifier(source, name);
  if (source.charCodeAt(end) === LINE_FEED) return end + 1;
  return source.charCodeAt(end) === RETURN && source.charCodeAt(end + 1) === LINE_FEED ? end + 2 : 0;
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
    case "$":
      return {
        message: "A $ can stand only in a string.",
        hint: "Outside strings, write an expression as it is, without ${ around it.",
      };
    case "\r":
      return { message: "A carriage return stands here without a line feed.", hint: "Save the file with LF or CRLF." };
    default: {
      const code = (source.codePointAt(offset) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      const printable = /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? ` ${character}` : "";
      return { message: `The character${printable} (U+${code}) is not used in HCL outside strings and comments.` };
    }
  }
}
