/** Expressions: operators, terms and the `.name`, `[key]` and splats that may follow a term. */
import type { BinaryOperator, Expression } from "./ast.js";
import { parseArguments, parseObject, parseTuple } from "./collection.js";
import { advance, deepen, enter, failHere, found, isAt, leave, nameHere, type Scanner } from "./scanner.js";
import { parseHeredoc, parseQuoted } from "./template.js";

/** Parses the expression at the current token and stops at the first token that is not part of it. */
export function parseExpression(scanner: Scanner): Expression {
  const besides = enter(scanner);
  let expression = parseBinary(scanner, 1);
  if (isAt(scanner, "?")) {
    advance(scanner);
    const then = parseExpression(scanner);
    if (!isAt(scanner, ":")) {
      failHere(scanner, `Expected ":" and the other result of the conditional, found ${found(scanner)}.`);
    }
    advance(scanner);
    const otherwise = parseExpression(scanner);
    expression = {
      kind: "conditional",
      start: expression.start,
      end: otherwise.end,
      condition: expression,
      then,
      else: otherwise,
    };
  }
  leave(scanner, besides);
  return expression;
}

/** Operators that bind at least as tightly as `weakest`, which is 1 for all; equal ones group to the left. */
function parseBinary(scanner: Scanner, weakest: number): Expression {
  let left = parseOperand(scanner);
  for (;;) {
    const { precedence } = scanner;
    if (precedence < weakest) return left;
    const operator = scanner.token as BinaryOperator;
    advance(scanner);
    const right = parseBinary(scanner, precedence + 1);
    left = { kind: "binary", start: left.start, end: right.end, operator, left, right };
    deepen(scanner, 1);
  }
}

function parseOperand(scanner: Scanner): Expression {
  const besides = scanner.height;
  scanner.height = 0;
  const term = parseTerm(scanner);
  const operand = isAt(scanner, ".") || isAt(scanner, "[") ? parseSteps(scanner, term) : term;
  if (scanner.height < besides) scanner.height = besides;
  return operand;
}

function parseTerm(scanner: Scanner): Expression {
  switch (scanner.token) {
    case "identifier":
      return parseName(scanner);
    case '"':
      return parseQuoted(scanner);
    case "number":
      return parseNumber(scanner);
    case "[":
      return parseTuple(scanner);
    case "{":
      return parseObject(scanner);
    case "(":
      return parseParentheses(scanner);
    case "heredoc":
      return parseHeredoc(scanner);
    case "-":
    case "!":
      return parseUnary(scanner, scanner.token);
    default:
      return failHere(scanner, `Expected an expression, found ${found(scanner)}.`);
  }
}

function parseName(scanner: Scanner): Expression {
  const { start, offset: end } = scanner;
  const name = nameHere(scanner);
  advance(scanner);
  if (isAt(scanner, "(") || isAt(scanner, "::")) return parseCall(scanner, start, name);
  switch (name) {
    case "true":
      return { kind: "literal", start, end, value: true };
    case "false":
      return { kind: "literal", start, end, value: false };
    case "null":
      return { kind: "literal", start, end, value: null };
    default:
      return { kind: "variable", start, end, name };
  }
}

function parseCall(scanner: Scanner, start: number, firstName: string): Expression {
  let name = firstName;
  while (isAt(scanner, "::")) {
    advance(scanner);
    if (!isAt(scanner, "identifier")) failHere(scanner, `Expected a function name after ::, found ${found(scanner)}.`);
    name += `::${scanner.source.slice(scanner.start, scanner.offset)}`;
    advance(scanner);
  }
  if (!isAt(scanner, "(")) {
    failHere(scanner, `Expected "(" after the function name ${name}, found ${found(scanner)}.`);
  }
  const { args, expand } = parseArguments(scanner);
  return { kind: "call", start, end: scanner.previousEnd, name, args, expand };
}

function parseNumber(scanner: Scanner): Expression {
  const { start, offset: end } = scanner;
  const text = scanner.source.slice(start, end);
  const value = Number(text);
  if (Number.isNaN(value) || hasHugeExponent(text)) failHere(scanner, `${text} is not a number.`);
  advance(scanner);
  return { kind: "literal", start, end, value };
}

/** HashiCorp's numbers hold exponents of 31 bits. (Those that are too large for ours become infinite, or zero.) */
function hasHugeExponent(text: string): boolean {
  return text.length > 10 && Math.abs(Number(text.split(/e/i)[1] ?? 0)) >= 2 ** 31 - 1;
}

function parseUnary(scanner: Scanner, operator: "-" | "!"): Expression {
  const besides = enter(scanner);
  const { start } = scanner;
  advance(scanner);
  const operand = parseOperand(scanner);
  leave(scanner, besides);
  return { kind: "unary", start, end: operand.end, operator, operand };
}

function parseParentheses(scanner: Scanner): Expression {
  const { start, newlines } = scanner;
  scanner.newlines = false;
  advance(scanner);
  const inner = parseExpression(scanner);
  if (!isAt(scanner, ")")) failHere(scanner, `Expected ")" to close the parenthesis, found ${found(scanner)}.`);
  scanner.newlines = newlines;
  advance(scanner);
  return { kind: "parentheses", start, end: scanner.previousEnd, inner };
}

/** The steps after `from`, of which the first is the current token. */
function parseSteps(scanner: Scanner, from: Expression): Expression {
  let expression = from;
  for (;;) {
    if (isAt(scanner, ".")) {
      expression = parseDot(scanner, expression);
    } else if (isAt(scanner, "[")) {
      expression = parseBracket(scanner, expression);
    } else {
      return expression;
    }
    deepen(scanner, 1);
  }
}

function parseDot(scanner: Scanner, from: Expression): Expression {
  const { start: dot } = scanner;
  advance(scanner);
  switch (scanner.token) {
    case "identifier":
      return parseAttributeName(scanner, from);
    case "number":
      return parseLegacyIndex(scanner, from);
    case "*":
      break;
    default:
      failHere(scanner, `Expected an attribute name after the dot, found ${found(scanner)}.`);
  }
  const besides = enter(scanner);
  let each: Expression = { kind: "splat-item", start: dot, end: scanner.offset };
  advance(scanner);
  // An attribute-only splat: what names and legacy indexes follow is applied to each item, a bracket to the list.
  while (isAt(scanner, ".")) {
    advance(scanner);
    if (isAt(scanner, "identifier")) each = parseAttributeName(scanner, each);
    else if (isAt(scanner, "number")) each = parseLegacyIndex(scanner, each);
    else if (isAt(scanner, "*")) failHere(scanner, "A splat (.*) cannot stand inside another.", "Use [*] for both.");
    else failHere(scanner, `Expected an attribute name after the dot, found ${found(scanner)}.`);
    deepen(scanner, 1);
  }
  leave(scanner, besides);
  return { kind: "splat", start: from.start, end: each.end, from, each, full: false };
}

function parseAttributeName(scanner: Scanner, from: Expression): Expression {
  const { offset: end } = scanner;
  const name = nameHere(scanner);
  advance(scanner);
  return { kind: "get", start: from.start, end, from, name };
}

function parseLegacyIndex(scanner: Scanner, from: Expression): Expression {
  const text = scanner.source.slice(scanner.start, scanner.offset);
  if (text.includes(".")) {
    const brackets = text.split(".").map((index) => `[${index}]`);
    failHere(scanner, "Two legacy indexes cannot follow one another.", `Write ${brackets.join("")} instead.`);
  }
  const key = parseNumber(scanner);
  return { kind: "index", start: from.start, end: key.end, from, key };
}

function parseBracket(scanner: Scanner, from: Expression): Expression {
  const { start: open, newlines } = scanner;
  advance(scanner);
  if (isAt(scanner, "*")) return parseFullSplat(scanner, from, open);
  scanner.newlines = false;
  if (isAt(scanner, "newline")) advance(scanner);
  const key = parseExpression(scanner);
  if (!isAt(scanner, "]")) failHere(scanner, `Expected "]" after the index, found ${found(scanner)}.`);
  scanner.newlines = newlines;
  advance(scanner);
  return { kind: "index", start: from.start, end: scanner.previousEnd, from, key };
}

function parseFullSplat(scanner: Scanner, from: Expression, open: number): Expression {
  advance(scanner);
  if (!isAt(scanner, "]")) failHere(scanner, `Expected "]" right after the splat's *, found ${found(scanner)}.`);
  const item: Expression = { kind: "splat-item", start: open, end: scanner.offset };
  const besides = enter(scanner);
  advance(scanner);
  const each = parseSteps(scanner, item);
  leave(scanner, besides);
  return { kind: "splat", start: from.start, end: each.end, from, each, full: true };
}
