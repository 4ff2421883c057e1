/**
 * What type a list or map has in Terraform, as far as it shows there: `toset`, `tolist`, `tomap` and the types of
 * variables make sets, lists and maps of one type; brackets and braces make tuples and objects.
 */
import type { Value, ValueMap } from "../../../model/value.js";

const sets = new WeakSet<object>();
const typed = new WeakSet<object>();

/** A set is a list here, in order and without repeats. It has no positions, and each item is its own key. */
export function isSetValue(value: Value): boolean {
  return typeof value === "object" && value !== null && sets.has(value);
}

/** Made by a type or conversion, so surely no tuple and no object. */
export function isTyped(value: object): boolean {
  return typed.has(value);
}

export function markSet(items: readonly Value[]): Value {
  sets.add(items);
  typed.add(items);
  return items;
}

export function markTyped<T extends readonly Value[] | ValueMap>(value: T): T {
  typed.add(value);
  return value;
}
