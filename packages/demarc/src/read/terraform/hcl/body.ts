/** Bodies: attributes and blocks, one a line. */
import type { Attribute, Block, Body } from "./ast.js";
import { push, type Stack, take } from "./lists.js";
import {
  advance,
  enter,
  fail,
  failBecause,
  failHere,
  found,
  isAt,
  leave,
  MAX_ERRORS,
  nameHere,
  type Scanner,
} from "./scanner.js";
import { parseLabel } from "./template.js";

/** A body that can still be added to: what lies on the scanner's stacks above these heights is in it. */
export interface OpenBody {
  readonly attributes: number;
  readonly blocks: number;
  /** The attributes' names, once there are too many to look through. */
  names: Set<string> | undefined;
}

export function openBody({ attributes, blocks }: Scanner): OpenBody {
  return { attributes: attributes.height, blocks: blocks.height, names: undefined };
}

export function closeBody(scanner: Scanner, body: OpenBody): Body {
  return { attributes: take(scanner.attributes, body.attributes), blocks: take(scanner.blocks, body.blocks) };
}

/** Parses one attribute or block, with the line break after it, and adds it to the body. */
export function parseItem(scanner: Scanner, body: OpenBody): void {
  if (!isAt(scanner, "identifier")) {
    failHere(scanner, `Expected an argument or a block, found ${found(scanner)}.`, hintForNoItem(scanner));
  }
  const { start } = scanner;
  const name = nameHere(scanner);
  advance(scanner);
  if (isAt(scanner, "=")) {
    add(scanner, body, parseAttribute(scanner, start, name));
    endItem(scanner, "argument");
  } else if (isAt(scanner, "{") || isAt(scanner, '"') || isAt(scanner, "identifier")) {
    push(scanner.blocks, parseBlock(scanner, start, name));
    endItem(scanner, "block");
  } else {
    failBecause(
      scanner,
      start,
      `Expected "=" or a block after ${name}, found ${found(scanner)}.`,
      `Write ${name} = … for an argument, ${name} { … } for a block.`,
    );
  }
}

function hintForNoItem(scanner: Scanner): string | undefined {
  if (isAt(scanner, '"')) return "Write an argument's name without quotes.";
  return isAt(scanner, "}") ? "There is a closing brace too many, here or above." : undefined;
}

function parseAttribute(scanner: Scanner, start: number, name: string): Attribute {
  advance(scanner);
  const value = scanner.parseExpression(scanner);
  return { start, end: value.end, name, value };
}

function endItem(scanner: Scanner, what: "argument" | "block"): void {
  if (isAt(scanner, "newline")) advance(scanner);
  else if (!isAt(scanner, "end")) {
    const hint = isAt(scanner, ",") ? "Arguments are separated by line breaks, not by commas." : undefined;
    failHere(scanner, `Expected a line break after the ${what}, found ${found(scanner)}.`, hint);
  }
}

const FEW = 16;

/** The first of two attributes of one name is kept. */
function add(scanner: Scanner, body: OpenBody, attribute: Attribute): void {
  const { attributes } = scanner;
  if (attributes.height - body.attributes === FEW) body.names = new Set(namesFrom(attributes, body.attributes));
  if (body.names?.has(attribute.name) ?? isNamed(attributes, body.attributes, attribute.name)) {
    if (scanner.errors.length >= MAX_ERRORS) return;
    const message = `The argument ${attribute.name} is set already.`;
    scanner.errors.push({ offset: attribute.start, message, hint: "Each argument may be set only once in a block." });
    return;
  }
  body.names?.add(attribute.name);
  push(attributes, attribute);
}

function isNamed({ items, height }: Stack<Attribute>, bottom: number, name: string): boolean {
  for (let at = bottom; at < height; at += 1) if ((items[at] as Attribute).name === name) return true;
  return false;
}

function namesFrom({ items, height }: Stack<Attribute>, bottom: number): readonly string[] {
  return items.slice(bottom, height).map(({ name }) => name);
}

function parseBlock(scanner: Scanner, start: number, type: string): Block {
  const bottom = scanner.labels.height;
  while (!isAt(scanner, "{")) {
    if (isAt(scanner, '"')) {
      push(scanner.labels, parseLabel(scanner));
    } else if (isAt(scanner, "identifier")) {
      push(scanner.labels, nameHere(scanner));
      advance(scanner);
    } else {
      failHere(
        scanner,
        `Expected a label or "{" in the head of the block ${type}, found ${found(scanner)}.`,
        isAt(scanner, "newline") ? "The brace must stand on the same line as the block's type." : undefined,
      );
    }
  }
  const besides = enter(scanner);
  const labels = take(scanner.labels, bottom);
  const body = parseBlockBody(scanner, type);
  const end = scanner.offset;
  leave(scanner, besides);
  advance(scanner);
  return { start, end, type, labels, body };
}

/** `{ name = value }`, all on one line. */
function parseOnlyAttribute(scanner: Scanner, body: OpenBody): void {
  const { start } = scanner;
  const name = isAt(scanner, "identifier") ? nameHere(scanner) : "";
  if (name !== "") advance(scanner);
  if (name === "" || !isAt(scanner, "=")) {
    failBecause(
      scanner,
      start,
      `Expected an argument on the line of the block's brace, found ${found(scanner)}.`,
      "A block on one line can hold one argument. Put blocks and further arguments on lines of their own.",
    );
  }
  add(scanner, body, parseAttribute(scanner, start, name));
  if (!isAt(scanner, "}")) {
    if (isAt(scanner, "end")) return;
    failHere(
      scanner,
      `Expected "}" after the block's only argument, found ${found(scanner)}.`,
      "A block on one line can hold one argument and closes on that line. Give each argument a line of its own.",
    );
  }
}

/** From the opening brace to the closing one, which stays the current token. */
function parseBlockBody(scanner: Scanner, type: string): Body {
  const { start: open } = scanner;
  const body = openBody(scanner);
  advance(scanner);
  if (!isAt(scanner, "newline") && !isAt(scanner, "}") && !isAt(scanner, "end")) {
    parseOnlyAttribute(scanner, body);
  }
  for (;;) {
    if (isAt(scanner, "newline")) advance(scanner);
    else if (isAt(scanner, "}")) return closeBody(scanner, body);
    else if (isAt(scanner, "end")) fail(scanner, open, `This ${type} block is not closed before the end of the file.`);
    else parseItem(scanner, body);
  }
}
