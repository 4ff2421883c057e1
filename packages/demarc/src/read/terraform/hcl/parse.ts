/**
 * HCL's native syntax to a syntax tree. This folder knows the language and nothing of Terraform: no file is read, no
 * reference followed. `parse.ts` is the way in; `scanner.ts` reads tokens, `body.ts`, `expression.ts`, `collection.ts`
 * and `template.ts` each one part of the grammar. `read/line-index.ts` turns offsets into lines.
 */
import type { Body, Expression } from "./ast.js";
import { closeBody, type OpenBody, openBody, parseItem } from "./body.js";
import { endOfIdentifier, startsIdentifier } from "./characters.js";
import { parseExpression } from "./expression.js";
import {
  advance,
  createScanner,
  failHere,
  found,
  type HclError,
  isAt,
  MAX_ERRORS,
  type Scanner,
  STOP,
} from "./scanner.js";
import { parseBareTemplate } from "./template.js";
import { endOfPlainText } from "./template-text.js";

export type { HclError } from "./scanner.js";

/**
 * Parses a file. An attribute or block of the top level with an error in it is left out, and parsing goes on at the next
 * line that looks like the head of a block, so that one mistake does not hide the rest of the file. It never throws.
 *
 * @example parseHcl('bucket = "logs"').body.attributes[0]?.name // "bucket"
 */
export function parseHcl(source: string): { body: Body; errors: readonly HclError[] } {
  const scanner = createScanner(source, parseExpression);
  const body = openBody(scanner);
  advance(scanner);
  while (!isAt(scanner, "end")) {
    if (isAt(scanner, "newline")) advance(scanner);
    else if (!parsesItem(scanner, body)) restart(scanner);
  }
  return { body: closeBody(scanner, body), errors: scanner.errors };
}

/** Parses an expression alone, as after an attribute's `=`; line breaks count for nothing. It never throws. */
export function parseHclExpression(source: string): { expression: Expression; errors: readonly HclError[] } {
  return parseWhole(source, (scanner) => {
    scanner.newlines = false;
    advance(scanner);
    const expression = parseExpression(scanner);
    if (!isAt(scanner, "end")) failHere(scanner, `Expected the end of the expression, found ${found(scanner)}.`);
    return expression;
  });
}

/** Parses text with `${ }` and `%{ }` in it: a file for `templatefile`, a string of a `.tf.json`. It never throws. */
export function parseHclTemplate(source: string): { expression: Expression; errors: readonly HclError[] } {
  return parseWhole(source, parseBareTemplate);
}

/** With an error, the expression is a `null` that spans the source. */
function parseWhole(
  source: string,
  parse: (scanner: Scanner) => Expression,
): { expression: Expression; errors: readonly HclError[] } {
  const scanner = createScanner(source, parseExpression);
  let expression: Expression = { kind: "literal", start: 0, end: source.length, value: null };
  succeeds(scanner, () => {
    expression = parse(scanner);
  });
  return { expression, errors: scanner.errors };
}

/** Whether an attribute or block was parsed and added; one with an error in it leaves nothing behind. */
function parsesItem(scanner: Scanner, body: OpenBody): boolean {
  const { attributes, blocks } = scanner;
  const heights = [attributes.height, blocks.height] as const;
  if (succeeds(scanner, () => parseItem(scanner, body))) return true;
  [attributes.height, blocks.height] = heights;
  return false;
}

function succeeds(scanner: Scanner, parse: () => void): boolean {
  try {
    parse();
    return true;
  } catch (error) {
    if (error === STOP) return false;
    // The stack is full although MAX_DEPTH is not reached: whoever called us was deep in it already.
    if (!(error instanceof RangeError)) throw error;
    scanner.errors.push({ offset: scanner.start, message: "This is nested too deeply." });
    return false;
  }
}

/** Goes to the next line that looks like the head of a block, after the last error. */
function restart(scanner: Scanner): void {
  const { source, errors } = scanner;
  let line = source.indexOf("\n", errors.at(-1)?.offset) + 1;
  while (line > 0 && !isBlockHead(source, line)) line = source.indexOf("\n", line) + 1;
  scanner.offset = line > 0 && errors.length < MAX_ERRORS ? line : source.length;
  scanner.newlines = true;
  scanner.depth = 0;
  scanner.height = 0;
  scanner.expressions.height = 0;
  scanner.objectItems.height = 0;
  scanner.labels.height = 0;
  advance(scanner);
}

/** `type "label" name {`, from the very start of a line: a block that is not indented is taken for one of the top level. */
function isBlockHead(source: string, line: number): boolean {
  let at = line;
  while (startsIdentifier(source, at) || (at > line && source.charAt(at) === '"')) {
    if (source.charAt(at) === '"') {
      at = endOfPlainText(source, at + 1);
      if (source.charAt(at) !== '"') return false;
      at += 1;
    } else {
      at = endOfIdentifier(source, at);
    }
    while (source.charAt(at) === " " || source.charAt(at) === "\t") at += 1;
  }
  return at > line && source.charAt(at) === "{";
}
