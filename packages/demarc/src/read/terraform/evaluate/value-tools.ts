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
import { isSetValue, isTyped, itemTypeOf } from "./typed.js";
import { typeText } from "./types.js";

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

/** What hangs on the order of items that have none. */
export function orderOf(values: readonly Value[]): Unknown {
  const found = values.flatMap((value) => unknownsIn(value));
  return mergeUnknowns([...found, unknown("the order of the items is not known")]);
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

/** By the characters' numbers, which for those beyond U+FFFF is not the order of JavaScript. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one === other) continue;
    const isPairInOne = one >= 0xd800 && one <= 0xdfff;
    const isPairInOther = other >= 0xd800 && other <= 0xdfff;
    return isPairInOne === isPairInOther ? one - other : Number(isPairInOne) - Number(isPairInOther);
  }
  return a.length - b.length;
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
  if (typeof a === "number" && typeof b === "number") return equalNumbers(a, b);
  return a === b;
}

/** Undefined where the two differ at most by what is rounded. */
function equalNumbers(a: number, b: number): boolean | undefined {
  const areClose = Math.abs(a - b) <= Math.abs(a) * 1e-14;
  return areClose && (isRounded(a) || isRounded(b)) ? undefined : a === b;
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

/** A list never equals a tuple in Terraform, nor a map an object, nor a list of numbers one of texts, though both be empty. */
function sameTyped(a: object, b: object, equal: boolean | undefined): boolean | undefined {
  if (equal === false || (!isTyped(a) && !isTyped(b))) return equal;
  const [one, other] = [itemTypeOf(a), itemTypeOf(b)];
  if (isTyped(a) && isTyped(b)) {
    const isSame = one !== undefined && other !== undefined && typeText(one) === typeText(other);
    return isSame ? equal : undefined;
  }
  // What is unknown inside may leave open which of the two it is.
  return (isTyped(a) ? one : other) === undefined ? undefined : false;
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

/**
 * A number in digits, without an exponent, as Terraform writes it.
 * @throws Undecided for 1/3, of which Terraform writes 155 digits
 */
export function numberText(value: number): string {
  if (isRounded(value)) throw new Undecided("a fraction with so many digits is not kept exactly");
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = "", first = "", rest = "", exponent = ""] = match;
  const digits = first + rest;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, "0");
}

/** A fraction that takes more than fifteen digits, so that some of them may come of rounding. */
export function isRounded(value: number): boolean {
  return !Number.isInteger(value) && Number(value.toPrecision(15)) !== value;
}

/** Beyond 2^53 a number of Terraform is exact, and one of JavaScript is not: it counts as unknown. */
export function exactNumber(value: number): Value {
  if (Number.isNaN(value)) throw new EvaluationError("the result is no number");
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER)
    return surelySet(unknown("a number larger than 2^53 is not kept exactly"));
  return value + 0;
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
