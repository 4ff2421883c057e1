/** Names by their bytes, so that a key of an object can be looked up without making a text of it. */

export interface KeyTable {
  /** Hash of a key's bytes ({@link nextHash} over each) → the names that have it. */
  readonly byHash: ReadonlyMap<number, readonly Key[]>;
  readonly names: ReadonlySet<string>;
}

export interface Key {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export const firstHash = 5381;

export function nextHash(hash: number, byte: number): number {
  return (Math.imul(hash, 33) ^ byte) | 0;
}

export function keyTable(names: Iterable<string>): KeyTable {
  const byHash = new Map<number, Key[]>();
  const all = new Set(names);
  for (const name of all) {
    const bytes = new TextEncoder().encode(name);
    const hash = bytes.reduce(nextHash, firstHash);
    byHash.set(hash, [...(byHash.get(hash) ?? []), { name, bytes }]);
  }
  return { byHash, names: all };
}
