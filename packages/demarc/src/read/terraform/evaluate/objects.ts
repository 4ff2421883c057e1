/**
 * Values that are known only attribute by attribute: a resource instance, the outputs of a module. To everybody else
 * they are unknown; a `.name` asks them.
 */
import { type Reference, surelySet, type Unknown, unknown, type Value } from "../../../model/value.js";

export type AttributeReader = (name: string) => Value;

const readers = new WeakMap<Unknown, AttributeReader>();

export function partlyKnown(because: string, references: readonly Reference[], read: AttributeReader): Unknown {
  const value = surelySet(unknown(because, references));
  readers.set(value, read);
  return value;
}

export function readerOf(value: Unknown): AttributeReader | undefined {
  return readers.get(value);
}

interface Identity {
  readonly type: string;
  readonly address: string;
  readonly attribute: string;
}

const identities = new WeakMap<Unknown, Identity>();

/** An id or ARN that a resource is given: not known, but never empty, and no other resource of its type has the same. */
export function markIdentity(value: Unknown, identity: Identity): Unknown {
  identities.set(value, identity);
  return value;
}

export function isIdentity(value: Unknown): boolean {
  return identities.has(value);
}

/** Whether two unknowns are the same, where they are identities of resources that can be compared. */
export function equalIdentities(a: Unknown, b: Unknown): boolean | undefined {
  const one = identities.get(a);
  const other = identities.get(b);
  if (one === undefined || other === undefined || one.type !== other.type || one.attribute !== other.attribute)
    return undefined;
  return one.address === other.address;
}
