/** Small questions to values that the functions share. */
import {
  emptyMap,
  isList,
  isMap,
  isUnknown,
  perhaps,
  type Reference,
  type Unknown,
  unknown,
  type Value,
} from "../../model/value.js";
import { addReference, type Evaluated, type ReferenceSet, type Session, spend } from "./stack.js";

/** How CloudFormation writes a scalar into a text; `undefined` for lists, maps and null. */
export function asText(value: Value): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return undefined;
}

/** A text, unless it holds a look-up in Systems Manager, which can give anything. One of a secret stays: it points to the secret. */
export function textOrLookUp(text: string): string | Unknown {
  return text.includes("{{resolve:ssm:") ? unknown("a parameter of Systems Manager is looked up at deployment") : text;
}

/** The references of all unknown parts of values, each once. */
export function referencesIn(values: readonly Evaluated[]): readonly Reference[] {
  const [only] = values;
  if (values.length === 1 && isUnknown(only)) return only.references;
  const found: ReferenceSet = new Map();
  for (const value of values) gather(value, found);
  return [...found.values()];
}

function gather(value: Evaluated, found: ReferenceSet): void {
  if (isUnknown(value)) for (const reference of value.references) addReference(found, reference);
  else if (isList(value)) for (const item of value) gather(item, found);
  else if (isMap(value)) for (const key of Object.keys(value)) gather(value[key], found);
}

/** The first unknown in a value, at any depth. */
export function unknownIn(value: Evaluated): Unknown | undefined {
  if (isUnknown(value)) return value;
  if (isList(value)) return firstOf(value);
  if (isMap(value)) return firstOf(Object.values(value));
  return undefined;
}

function firstOf(values: readonly Value[]): Unknown | undefined {
  for (const value of values) {
    const found = unknownIn(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** One unknown made of several values: the first reason, the references of all. */
export function unknownOf(values: readonly Evaluated[], because?: string): Unknown {
  const reason = because ?? firstOf(values.filter((value) => value !== undefined))?.because ?? "not known";
  return unknown(reason, referencesIn(values));
}

/** Equal as CloudFormation compares: scalars by their text. Never true where something is unknown. */
export function isEqual(one: Value, other: Value): boolean {
  if (isUnknown(one) || isUnknown(other)) return false;
  if (isList(one))
    return (
      isList(other) && one.length === other.length && one.every((item, index) => isEqual(item, other[index] ?? null))
    );
  if (isMap(one)) {
    if (!isMap(other)) return false;
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => key in other && isEqual(one[key] ?? null, other[key] ?? null))
    );
  }
  if (one === null || other === null) return one === other;
  return asText(one) !== undefined && asText(one) === asText(other);
}

/**
 * What is sure of a value that is either of two: what both agree on is kept, down to the keys of maps and the items of
 * lists of the same length; the rest is unknown. What one of the two does not have is noted as `mayBeAbsent`.
 */
export function either(one: Evaluated, other: Evaluated, because: string, session: Session): Evaluated {
  if (one === other) return one;
  spend(session, 1);
  if (one === undefined || other === undefined) {
    const value = perhaps(unknown(because, referencesIn([one ?? other])));
    session.mayBeAbsent.add(value);
    return value;
  }
  if (isMap(one) && isMap(other)) {
    const map = emptyMap();
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      const value = either(one[key], other[key], because, session);
      if (value !== undefined) map[key] = value;
    }
    return map;
  }
  if (isList(one) && isList(other) && one.length === other.length)
    return one.map((item, index) => either(item, other[index], because, session) ?? null);
  if (typeof one !== "object" && typeof other !== "object" && isEqual(one, other)) return one;
  return perhaps(unknownOf([one, other], because));
}
