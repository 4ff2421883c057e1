/**
 * Values that are known only attribute by attribute: a resource instance, the outputs of a module. To everybody else
 * they are unknown; a `.name` asks them.
 */
import type { Unknown, Value } from "../../../model/value.js";
import { type Reference, unknown } from "../../../model/value.js";

export type AttributeReader = (name: string) => Value;

const readers = new WeakMap<Unknown, AttributeReader>();

export function partlyKnown(because: string, references: readonly Reference[], read: AttributeReader): Unknown {
  const value = unknown(because, references);
  readers.set(value, read);
  return value;
}

export function readerOf(value: Unknown): AttributeReader | undefined {
  return readers.get(value);
}
