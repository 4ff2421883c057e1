/** Small operations on values that the evaluator and Terraform's functions share. */
import {
  emptyMap,
  isList,
  isMap,
  isUnknown,
  type Reference,
  surelySet,
  type Unknown,
  unknown,
  type Value,
  type ValueMap,
} from "../../../model/value.js";
import { equalIdentities } from "./objects.js";
import { isSetValue, isTyped } from "./typed.js";

/** A definite error of an expression, as Terraform would report it. `try` and `can` catch it; elsewhere it makes the value unknown. */
export class EvaluationError extends Error {}

/** demarc gives up where Terraform might not: `try` and `can` must not take it for Terraform's own error. */
export class Undecided extends EvaluationError {}

/** One unknown for several: the first one's reason, everybody's references. */
export function mergeUnknowns(values: readonly Value[]): Unknown {
  const found = values.filter(isUnknown);
  const first = found[0];
  if (first === undefined) throw new EvaluationError("nothing is unknown here");
  if (found.length === 1) return unknown(first.because, first.references);
  return unknown(first.because, uniqueReferences(found.flatMap((value) => value.references)));
}

export function uniqueReferences(references: readonly Reference[]): readonly Reference[] {
  if (references.length < 2) return references;
  if (references.length <= few) return uniqueAmongFew(references);
  const seen = new Map<string, Reference>();
  for (const reference of references) seen.set(`${reference.address} ${reference.attribute ?? ""}`, reference);
  return [...seen.values()];
}

const few = 6;

/** As with many: where the first was, stands the last. */
function uniqueAmongFew(references: readonly Reference[]): readonly Reference[] {
  const found: Reference[] = [];
  for (const reference of references) {
    const { address, attribute } = reference;
    const at = found.findIndex((other) => other.address === address && other.attribute === attribute);
    if (at < 0) found.push(reference);
    else found[at] = reference;
  }
  return found;
}

/** All unknowns inside a value, the value itself included. */
export function unknownsIn(value: Value, found: Unknown[] = []): readonly Unknown[] {
  if (isUnknown(value)) found.push(value);
  else if (isList(value)) for (const item of value) unknownsIn(item, found);
  else if (isMap(value)) for (const key of Object.keys(value)) unknownsIn(value[key] as Value, found);
  return found;
}

export function containsUnknown(value: Value): boolean {
  if (isUnknown(value)) return true;
  if (isList(value)) return value.some(containsUnknown);
  if (isMap(value)) return Object.keys(value).some((key) => containsUnknown(value[key] as Value));
  return false;
}

/** The keys of a map in Terraform's order, which is that of the text. */
export function sortedKeys(map: ValueMap): readonly string[] {
  return Object.keys(map).sort(compareText);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Equality as in Terraform: an unknown inside makes it unknown (undefined), unless something else already differs. */
export function equals(a: Value, b: Value): boolean | undefined {
  if (isUnknown(a) || isUnknown(b)) return equalUnknowns(a, b);
  if (isList(a) && isList(b)) return equalLists(a, b);
  if (isMap(a) && isMap(b)) {
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length || keys.some((key) => !Object.hasOwn(b, key))) return false;
    return sameTyped(a, b, every(keys.map((key) => equals(a[key] as Value, b[key] as Value))));
  }
  return a === b;
}

function equalUnknowns(a: Value, b: Value): boolean | undefined {
  if (a === null || b === null) return (isUnknown(a) && a.isSet) || (isUnknown(b) && b.isSet) ? false : undefined;
  return isUnknown(a) && isUnknown(b) ? equalIdentities(a, b) : undefined;
}

function equalLists(a: readonly Value[], b: readonly Value[]): boolean | undefined {
  if (isSetValue(a) !== isSetValue(b)) return false;
  if (a.length !== b.length) return false;
  // Sets are in order where all is known; else nobody knows which item stands against which.
  if (isSetValue(a) && (containsUnknown(a) || containsUnknown(b))) return undefined;
  return sameTyped(a, b, every(a.map((item, index) => equals(item, b[index] as Value))));
}

/** A list never equals a tuple in Terraform, nor a map an object, but which of them it is, is not always known here. */
function sameTyped(a: object, b: object, equal: boolean | undefined): boolean | undefined {
  return equal === true && isTyped(a) !== isTyped(b) ? undefined : equal;
}

function every(results: readonly (boolean | undefined)[]): boolean | undefined {
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}

/** A value as text, as a template or tostring() writes it. @throws EvaluationError for lists, maps and null. */
export function textOf(value: Value): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      return numberText(value);
    case "boolean":
      return value ? "true" : "false";
    default:
      throw new EvaluationError(value === null ? "null is no text" : "a list or map is no text");
  }
}

/** A side of a conditional, or an argument of coalesce, of which the other is a text: a number becomes one too. */
export function asTextBeside(value: Value): Value {
  return typeof value === "number" || typeof value === "boolean" ? textOf(value) : value;
}

/** A number in digits, without an exponent, as Terraform writes it. */
export function numberText(value: number): string {
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = "", first = "", rest = "", exponent = ""] = match;
  const digits = first + rest;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, "0");
}

/** Beyond 2^53 a number of Terraform is exact, and one of JavaScript is not: it counts as unknown. */
export function exactNumber(value: number): Value {
  if (Number.isNaN(value) || !Number.isFinite(value)) throw new EvaluationError("the result is no number");
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER)
    return surelySet(unknown("a number larger than 2^53 is not kept exactly"));
  return value + 0;
}

/** Terraform counts with decimal fractions: 0.1 + 0.2 is 0.3. */
export function decimal(value: number): Value {
  return exactNumber(Number.isInteger(value) || !Number.isFinite(value) ? value : Number(value.toPrecision(15)));
}

/** A value as a number, as Terraform converts it. @throws EvaluationError */
export function numberOf(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value === "string" && /^[-+]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value)) {
    const number = Number(value);
    if (Math.abs(number) > Number.MAX_SAFE_INTEGER)
      throw new Undecided("a number larger than 2^53 is not kept exactly");
    return number;
  }
  throw new EvaluationError(`${describe(value)} is no number`);
}

/** A value as a boolean, as Terraform converts it. @throws EvaluationError */
export function booleanOf(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  throw new EvaluationError(`${describe(value)} is neither true nor false`);
}

/** What sort of value it is, for messages; never the value itself, which may be a secret. */
export function describe(value: Value): string {
  if (value === null) return "null";
  if (isUnknown(value)) return "an unknown value";
  if (isList(value)) return "a list";
  return typeof value === "object" ? "a map" : `a ${typeof value}`;
}

export function mapOf(entries: Iterable<readonly [string, Value]>): ValueMap {
  const map = emptyMap();
  for (const [key, value] of entries) map[key] = value;
  return map;
}
