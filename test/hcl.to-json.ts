/** What `@cdktn/hcl2json` makes of a file, made from our tree instead, so that the two can be compared. */
import type { Body, Expression, Literal } from "../packages/demarc/src/read/terraform/hcl/ast.js";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
type JsonObject = Map<string, Json>;

/** The reference parses some files that it cannot put in JSON (`-true`, a block with and without labels). */
export const NOT_CONVERTIBLE = new Error("not convertible");

/** Objects are maps, for `__proto__` is a name like any other. */
export function toHcl2Json(source: string, body: Body): Json {
  const out: JsonObject = new Map();
  for (const block of body.blocks) addBlock(source, out, block.type, block.labels, block.body);
  for (const { name, value } of body.attributes) out.set(name, jsonOf(source, value));
  return out;
}

/** Labels nest; the block itself is an item of a list under the last. */
function addBlock(source: string, root: JsonObject, type: string, labels: readonly string[], body: Body): void {
  let out = root;
  let key = type;
  for (const label of labels) {
    const inner = out.get(key) ?? new Map<string, Json>();
    if (!(inner instanceof Map)) throw NOT_CONVERTIBLE;
    out.set(key, inner);
    out = inner;
    key = label;
  }
  const value = toHcl2Json(source, body);
  const present = out.get(key) ?? [];
  if (!Array.isArray(present)) throw NOT_CONVERTIBLE;
  out.set(key, [...present, value]);
}

function jsonOf(source: string, expression: Expression): Json {
  switch (expression.kind) {
    case "literal":
      if (isBeyondNumbers(source.slice(expression.start, expression.end))) throw NOT_CONVERTIBLE;
      return typeof expression.value === "string" ? escaped(expression.value) : expression.value;
    case "unary":
      return jsonOfUnary(expression.operator, expression.operand) ?? wrapped(source, expression);
    case "template":
      return expression.wrapped ? jsonOf(source, onlyPart(expression.parts)) : textOf(source, expression.parts);
    case "tuple":
      return expression.items.map((item) => jsonOf(source, item));
    case "object": {
      const object: JsonObject = new Map();
      for (const { key, value } of expression.items) object.set(keyOf(source, key), jsonOf(source, value));
      return object;
    }
    default:
      return wrapped(source, expression);
  }
}

/** From about 1e646456993 on, the reference takes a number for infinite. */
function isBeyondNumbers(text: string): boolean {
  return /^\d[\d.]*[eE]\+?\d+$/.test(text) && Number(text.replace(/^.*[eE]/, "")) > 646_456_000;
}

/** An operator before a literal is worked out. A string counts as a template, not as a literal. */
function jsonOfUnary(operator: string, operand: Expression): Json | undefined {
  if (operand.kind !== "literal" || typeof operand.value === "string") return undefined;
  if (operator === "!" && typeof operand.value === "boolean") return !operand.value;
  if (operator === "-" && typeof operand.value === "number") return operand.value === 0 ? 0 : -operand.value;
  throw NOT_CONVERTIBLE;
}

function onlyPart(parts: readonly Expression[]): Expression {
  const part = parts[0];
  if (part === undefined) throw new Error("a wrapped template without a part");
  return part;
}

function keyOf(source: string, key: Expression): string {
  return isTraversal(key) ? sourceOf(source, key) : partText(source, key);
}

/** `a.b[0]`: names and constant indexes on a variable, which the reference takes over as they stand. */
function isTraversal(expression: Expression): boolean {
  switch (expression.kind) {
    case "variable":
      return true;
    case "get":
      return isTraversal(expression.from);
    case "index":
      return expression.key.kind === "literal" && isTraversal(expression.from);
    default:
      return false;
  }
}

/** A lone `null` is no text. */
function textOf(source: string, parts: readonly Expression[]): string {
  const [only] = parts;
  if (parts.length === 1 && only?.kind === "literal" && only.value === null) throw NOT_CONVERTIBLE;
  return parts.map((part) => partText(source, part)).join("");
}

function partText(source: string, part: Expression): string {
  switch (part.kind) {
    case "literal":
      return typeof part.value === "number" ? numberText(source, part) : escaped(String(part.value));
    case "template":
      return part.wrapped ? partText(source, onlyPart(part.parts)) : textOf(source, part.parts);
    case "template-if":
      return ifText(
        source,
        part.condition,
        () => textOf(source, part.then),
        () => textOf(source, part.else),
      );
    case "conditional":
      return ifText(
        source,
        part.condition,
        () => partText(source, part.then),
        () => partText(source, part.else),
      );
    case "template-for": {
      const names = part.keyVariable === undefined ? "" : `${part.keyVariable}, `;
      const head = `${names}${part.valueVariable} in ${sourceOf(source, part.collection)}`;
      return `%{for ${head}}${textOf(source, part.parts)}%{endfor}`;
    }
    default:
      return wrapped(source, part);
  }
}

/** What is not convertible in an `if` is dropped, with the whole directive if it is the first result. */
function ifText(source: string, condition: Expression, then: () => string, otherwise: () => string): string {
  const thenText = orUndefined(then);
  if (thenText === undefined) return "";
  const elseText = orUndefined(otherwise) ?? "";
  return `%{if ${sourceOf(source, condition)}}${thenText}${elseText === "" ? "" : `%{else}${elseText}`}%{endif}`;
}

function orUndefined(text: () => string): string | undefined {
  try {
    return text();
  } catch (error) {
    if (error !== NOT_CONVERTIBLE) throw error;
    return undefined;
  }
}

/** A number in text, which the reference writes out with all its digits and without an exponent. */
function numberText(source: string, { start, end, value }: Literal): string {
  const written = source.slice(start, end);
  if (/^\d+$/.test(written)) return BigInt(written).toString();
  if (/^\d+\.\d+$/.test(written)) return written.replace(/^0+(?=\d)/, "").replace(/\.?0+$/, "");
  return Number.isInteger(value) ? BigInt(Number(value)).toString() : String(value);
}

function wrapped(source: string, expression: Expression): string {
  return `\${${sourceOf(source, expression)}}`;
}

/** The reference takes one closing parenthesis too many where one follows. */
function sourceOf(source: string, { start, end }: Expression): string {
  return source.slice(start, source.charAt(end) === ")" ? end + 1 : end);
}

function escaped(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, "$&$&");
}
