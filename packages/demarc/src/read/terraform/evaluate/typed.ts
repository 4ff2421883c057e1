/**
 * What type a list or map has in Terraform: `toset`, `tolist`, `tomap`, many functions and the types of variables make
 * sets, lists and maps of one type; brackets and braces make tuples and objects.
 */
import type { Unknown, Value, ValueMap } from "../../../model/value.js";
import type { Type } from "./types.js";

const sets = new WeakSet<object>();
/** The type of the items of lists, sets and maps; undefined where unknown items leave it open. */
const items = new WeakMap<object, Type | undefined>();
const unknowns = new WeakMap<Unknown, Type>();

/** A set is a list here, in order and without repeats. It has no positions, and each item is its own key. */
export function isSetValue(value: Value): boolean {
  return typeof value === "object" && value !== null && sets.has(value);
}

/** Whether it is a list, set or map, and no tuple or object. */
export function isTyped(value: object): boolean {
  return items.has(value);
}

export function itemTypeOf(value: object): Type | undefined {
  return items.get(value);
}

export function markSet(value: readonly Value[], of: Type | undefined): Value {
  sets.add(value);
  items.set(value, of);
  return value;
}

export function markTyped<T extends readonly Value[] | ValueMap>(value: T, of: Type | undefined): T {
  items.set(value, of);
  return value;
}

const disordered = new WeakSet<object>();

/** A set of which a part is unknown, so that nobody knows its order, or a list that is made of it item by item. */
export function isDisordered(value: Value): boolean {
  return typeof value === "object" && value !== null && disordered.has(value);
}

export function markDisordered<T extends readonly Value[]>(items: T): T {
  disordered.add(items);
  return items;
}

/** An unknown of which the type is certain, such as a variable's that declares it. */
export function markUnknown(value: Unknown, type: Type): Unknown {
  const marked = { ...value };
  unknowns.set(marked, type);
  return marked;
}

export function typeOfUnknown(value: Unknown): Type | undefined {
  return unknowns.get(value);
}

const ofAnyType = new WeakSet<Unknown>();

/** An unknown that is of whatever type its place asks for: it changes no type of what stands beside it. */
export function markOfAnyType(value: Unknown): Unknown {
  ofAnyType.add(value);
  return value;
}

export function isOfAnyType(value: Unknown): boolean {
  return ofAnyType.has(value);
}
