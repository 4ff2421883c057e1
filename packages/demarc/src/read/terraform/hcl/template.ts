/** Templates: quoted strings, heredocs and bare text, with `${ }` interpolations and `%{ }` directives in them. */
import type { Expression } from "./ast.js";
import {
  DOLLAR,
  leadingSpaces,
  MINUS,
  OPEN_BRACE,
  PERCENT,
  QUOTE,
  RETURN,
  TILDE,
  withoutTrailingSpace,
} from "./characters.js";
import { parseForVariables } from "./collection.js";
import { type Directive, type Piece, partsOf, removeIndentation, type ValuePiece } from "./pieces.js";
import { advance, deepen, fail, failHere, found, isAt, type Scanner } from "./scanner.js";
import { endOfAsciiText, isLineOf, readLine, readQuotedText, type Text } from "./template-text.js";

/** A quoted string, from its opening quote. */
export function parseQuoted(scanner: Scanner): Expression {
  const { source, start, offset } = scanner;
  const plain = endOfAsciiText(source, offset);
  if (source.charCodeAt(plain) === QUOTE) {
    scanner.offset = plain + 1;
    advance(scanner);
    return { kind: "literal", start, end: plain + 1, value: source.slice(offset, plain) };
  }
  const pieces: Piece[] = [];
  let trim = false;
  while (source.charCodeAt(scanner.offset) !== QUOTE) {
    if (isSequence(source, scanner.offset)) trim = readSequence(scanner, pieces);
    else {
      pushText(pieces, readQuotedText(scanner, start), trim);
      trim = false;
    }
  }
  scanner.offset += 1;
  advance(scanner);
  return templateOf(scanner, pieces, start, scanner.previousEnd);
}

/** A quoted string that may hold no template: a block's label. */
export function parseLabel(scanner: Scanner): string {
  const { source, start } = scanner;
  let label = "";
  while (source.charCodeAt(scanner.offset) !== QUOTE) {
    if (isSequence(source, scanner.offset)) {
      const sign = source.charAt(scanner.offset);
      fail(
        scanner,
        scanner.offset,
        "A block label cannot hold a template.",
        `Write ${sign}${sign}{ for a plain ${sign}{.`,
      );
    }
    label += readQuotedText(scanner, start).text;
  }
  scanner.offset += 1;
  advance(scanner);
  return label;
}

/** `<<NAME` or `<<-NAME` and the lines up to the one that says NAME. */
export function parseHeredoc(scanner: Scanner): Expression {
  const { source, start, offset } = scanner;
  const isIndented = source.charCodeAt(start + 2) === MINUS;
  const name = source.slice(start + (isIndented ? 3 : 2), offset).trimEnd();
  const pieces: Piece[] = [];
  let isLineStart = true;
  let trim = false;
  for (;;) {
    const lineEnd = isLineStart ? source.indexOf("\n", scanner.offset) : -1;
    if (lineEnd >= 0 && isLineOf(source, scanner.offset, lineEnd, name)) {
      scanner.offset = source.charCodeAt(lineEnd - 1) === RETURN ? lineEnd - 1 : lineEnd;
      break;
    }
    if (scanner.offset >= source.length) failUnclosed(scanner, start, name);
    isLineStart = false;
    if (isSequence(source, scanner.offset)) trim = readSequence(scanner, pieces);
    else {
      const line = readLine(scanner, true);
      isLineStart = line.text.endsWith("\n");
      pushText(pieces, line, trim);
      trim = false;
    }
  }
  if (isIndented) removeIndentation(pieces);
  advance(scanner);
  return templateOf(scanner, pieces, start, scanner.previousEnd);
}

function failUnclosed(scanner: Scanner, start: number, name: string): never {
  const { source } = scanner;
  const lastLine = source.lastIndexOf("\n") + 1;
  const hint = isLineOf(source, lastLine, source.length, name)
    ? `Its last line, ${name}, needs a line break after it.`
    : `End it with a line that says ${name} and nothing else.`;
  return fail(scanner, start, "This heredoc is not closed before the end of the file.", hint);
}

/** The whole source as a template: a file for `templatefile`, a string of a `.tf.json`. */
export function parseBareTemplate(scanner: Scanner): Expression {
  const { source, offset: start } = scanner;
  const pieces: Piece[] = [];
  let trim = false;
  while (scanner.offset < source.length) {
    if (isSequence(source, scanner.offset)) trim = readSequence(scanner, pieces);
    else {
      pushText(pieces, readLine(scanner, false), trim);
      trim = false;
    }
  }
  return templateOf(scanner, pieces, start, scanner.offset);
}

function isSequence(source: string, offset: number): boolean {
  const code = source.charCodeAt(offset);
  return (code === DOLLAR || code === PERCENT) && source.charCodeAt(offset + 1) === OPEN_BRACE;
}

function pushText(pieces: Piece[], { text, start, end }: Text, trim: boolean): void {
  pieces.push({ kind: "text", start, end, text: trim ? text.slice(leadingSpaces(text)) : text });
}

/** Reads `${ … }` or `%{ … }` and answers whether it ends in `~}`, which takes the space that follows. */
function readSequence(scanner: Scanner, pieces: Piece[]): boolean {
  const { source, offset: start, newlines } = scanner;
  const isDirective = source.charCodeAt(start) === PERCENT;
  scanner.offset = start + 2;
  if (source.charCodeAt(scanner.offset) === TILDE) {
    scanner.offset += 1;
    const last = pieces.at(-1);
    if (last?.kind === "text") last.text = withoutTrailingSpace(last.text);
  }
  scanner.newlines = false;
  advance(scanner);
  const piece = isDirective ? readDirective(scanner, start) : readValue(scanner, start);
  if (!isAt(scanner, "}") && !isAt(scanner, "~}")) failSequence(scanner, isDirective, start);
  pieces.push(piece);
  piece.end = scanner.offset;
  scanner.newlines = newlines;
  return isAt(scanner, "~}");
}

function readValue(scanner: Scanner, start: number): ValuePiece {
  return { kind: "value", start, end: start, value: scanner.parseExpression(scanner) };
}

function readDirective(scanner: Scanner, start: number): Directive {
  const word = isAt(scanner, "identifier") ? scanner.source.slice(scanner.start, scanner.offset) : "";
  switch (word) {
    case "if":
      advance(scanner);
      return { kind: "if", start, end: start, condition: scanner.parseExpression(scanner) };
    case "for": {
      advance(scanner);
      const { keyVariable, valueVariable } = parseForVariables(scanner);
      const collection = scanner.parseExpression(scanner);
      return { kind: "for", start, end: start, keyVariable, valueVariable, collection };
    }
    case "else":
    case "endif":
    case "endfor":
      advance(scanner);
      return { kind: word, start, end: start };
    default:
      return failHere(
        scanner,
        `Expected a directive (if, else, endif, for or endfor) after %{, found ${found(scanner)}.`,
        "Write %%{ for a plain %{.",
      );
  }
}

function failSequence(scanner: Scanner, isDirective: boolean, start: number): never {
  const sign = isDirective ? "%" : "$";
  if (isAt(scanner, "end") || isAt(scanner, '"')) {
    fail(
      scanner,
      start,
      `This ${sign}{ is not closed.`,
      `End it with }, or write ${sign}${sign}{ for a plain ${sign}{.`,
    );
  }
  return failHere(
    scanner,
    `Expected } to end the ${sign}{ sequence, found ${found(scanner)}.`,
    `Write ${sign}${sign}{ for a plain ${sign}{, as in a shell script.`,
  );
}

/** The expression that the pieces make: text alone is a literal, a lone `${ }` keeps its value's type. */
function templateOf(scanner: Scanner, pieces: readonly Piece[], start: number, end: number): Expression {
  const { parts, levels } = partsOf(scanner, pieces);
  if (levels > 0) deepen(scanner, levels);
  const only = parts[0];
  if (only === undefined) return { kind: "literal", start, end, value: "" };
  if (parts.length === 1 && only.kind === "literal" && pieces[0]?.kind === "text") {
    return { kind: "literal", start, end, value: only.value };
  }
  return { kind: "template", start, end, parts, wrapped: pieces.length === 1 };
}
