/** What stands between brackets: tuples, objects, `for` expressions and the arguments of a call. */
import type { Expression, ObjectItem } from "./ast.js";
import { push, take } from "./lists.js";
import { advance, fail, failBecause, failHere, found, isAt, nameHere, type Scanner } from "./scanner.js";

/** `[a, b]` or `[for … in … : …]`, from the bracket. */
export function parseTuple(scanner: Scanner): Expression {
  const { start, newlines } = scanner;
  scanner.newlines = false;
  advance(scanner);
  if (isWord(scanner, "for")) return parseFor(scanner, start, "]", newlines);
  const { expressions } = scanner;
  const bottom = expressions.height;
  while (!isAt(scanner, "]")) {
    push(expressions, scanner.parseExpression(scanner));
    if (isAt(scanner, ",")) advance(scanner);
    else if (!isAt(scanner, "]")) failUnclosed(scanner, start, "list", "a comma");
  }
  scanner.newlines = newlines;
  advance(scanner);
  return { kind: "tuple", start, end: scanner.previousEnd, items: take(expressions, bottom) };
}

/** `{ key = value }` or `{ for … in … : … => … }`, from the brace. Line breaks separate items as commas do. */
export function parseObject(scanner: Scanner): Expression {
  const { start, newlines } = scanner;
  scanner.newlines = true;
  advance(scanner);
  skipNewlines(scanner);
  if (isWord(scanner, "for")) return parseFor(scanner, start, "}", newlines);
  const { objectItems } = scanner;
  const bottom = objectItems.height;
  while (!isAt(scanner, "}")) {
    push(objectItems, parseItem(scanner, start));
    if (isAt(scanner, ",") || isAt(scanner, "newline")) advance(scanner);
    else if (!isAt(scanner, "}")) failUnclosed(scanner, start, "object", "a comma or a line break");
    skipNewlines(scanner);
  }
  scanner.newlines = newlines;
  advance(scanner);
  return { kind: "object", start, end: scanner.previousEnd, items: take(objectItems, bottom) };
}

/** The arguments of a call, from the parenthesis. */
export function parseArguments(scanner: Scanner): { args: readonly Expression[]; expand: boolean } {
  const { start, newlines } = scanner;
  scanner.newlines = false;
  advance(scanner);
  const { expressions } = scanner;
  const bottom = expressions.height;
  let expand = false;
  while (!isAt(scanner, ")")) {
    push(expressions, scanner.parseExpression(scanner));
    if (isAt(scanner, "...")) {
      expand = true;
      const { start: dots } = scanner;
      if (advance(scanner) !== ")") failBecause(scanner, dots, `Expected ")" after ..., found ${found(scanner)}.`);
    } else if (isAt(scanner, ",")) {
      advance(scanner);
    } else if (!isAt(scanner, ")")) {
      failUnclosed(scanner, start, "argument list", "a comma");
    }
  }
  scanner.newlines = newlines;
  advance(scanner);
  return { args: take(expressions, bottom), expand };
}

function skipNewlines(scanner: Scanner): void {
  while (isAt(scanner, "newline")) advance(scanner);
}

/** Whether the current token is this word: HCL has no reserved words, they count only where one is looked for. */
function isWord(scanner: Scanner, word: string): boolean {
  return (
    isAt(scanner, "identifier") &&
    scanner.offset - scanner.start === word.length &&
    scanner.source.startsWith(word, scanner.start)
  );
}

function failUnclosed(scanner: Scanner, open: number, what: string, separator: string): never {
  if (isAt(scanner, "end")) fail(scanner, open, `This ${what} is not closed before the end of the file.`);
  return failHere(scanner, `Expected ${separator} or the end of the ${what}, found ${found(scanner)}.`);
}

function parseItem(scanner: Scanner, open: number): ObjectItem {
  const key = parseKey(scanner);
  if (!isAt(scanner, "=") && !isAt(scanner, ":")) {
    if (isAt(scanner, "end")) failUnclosed(scanner, open, "object", "=");
    failHere(
      scanner,
      `Expected "=" and a value after the key, found ${found(scanner)}.`,
      isAt(scanner, "identifier") ? "Put a key with spaces or dots in quotes." : undefined,
    );
  }
  advance(scanner);
  return { key, value: scanner.parseExpression(scanner) };
}

/** A bare word is the key itself, even `true` or `null`; anything else is an expression that gives the key. */
function parseKey(scanner: Scanner): Expression {
  const key = scanner.parseExpression(scanner);
  const isBare = key.kind === "variable" || (key.kind === "literal" && typeof key.value !== "string");
  if (!isBare || (key.kind === "literal" && typeof key.value === "number")) return key;
  return { kind: "literal", start: key.start, end: key.end, value: scanner.source.slice(key.start, key.end) };
}

function parseFor(scanner: Scanner, start: number, close: "]" | "}", newlines: boolean): Expression {
  scanner.newlines = false;
  advance(scanner);
  const { keyVariable, valueVariable } = parseForVariables(scanner);
  const collection = scanner.parseExpression(scanner);
  if (!isAt(scanner, ":")) failHere(scanner, `Expected ":" after the collection, found ${found(scanner)}.`);
  advance(scanner);
  let key: Expression | undefined;
  let value = scanner.parseExpression(scanner);
  if (isAt(scanner, "=>")) {
    advance(scanner);
    key = value;
    value = scanner.parseExpression(scanner);
  }
  const ellipsis = scanner.start;
  const grouped = isAt(scanner, "...");
  if (grouped) advance(scanner);
  let condition: Expression | undefined;
  if (isWord(scanner, "if")) {
    advance(scanner);
    condition = scanner.parseExpression(scanner);
  }
  if (!isAt(scanner, close)) {
    failHere(scanner, `Expected "${close}" at the end of the for expression, found ${found(scanner)}.`);
  }
  if (close === "]" && key !== undefined) {
    fail(scanner, key.start, "A list has no keys.", "Use { } around the for expression to make an object.");
  }
  if (close === "]" && grouped) fail(scanner, ellipsis, "Only an object can group its values with ....");
  if (close === "}" && key === undefined) {
    fail(scanner, value.start, "An object needs a key for every value.", "Write key => value, or use [ ] for a list.");
  }
  scanner.newlines = newlines;
  advance(scanner);
  const end = scanner.previousEnd;
  return { kind: "for", start, end, keyVariable, valueVariable, collection, key, value, grouped, condition };
}

/** `key, value in` or `value in`, of a `for` expression or directive. */
export function parseForVariables(scanner: Scanner): { keyVariable: string | undefined; valueVariable: string } {
  let keyVariable: string | undefined;
  let valueVariable = parseVariable(scanner);
  if (isAt(scanner, ",")) {
    advance(scanner);
    keyVariable = valueVariable;
    valueVariable = parseVariable(scanner);
  }
  if (!isWord(scanner, "in")) failHere(scanner, `Expected "in" after the for variables, found ${found(scanner)}.`);
  advance(scanner);
  return { keyVariable, valueVariable };
}

function parseVariable(scanner: Scanner): string {
  if (!isAt(scanner, "identifier")) failHere(scanner, `Expected a name for the variable, found ${found(scanner)}.`);
  const name = nameHere(scanner);
  advance(scanner);
  return name;
}
