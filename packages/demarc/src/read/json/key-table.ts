/** Names by their bytes, so that a key of an object can be looked up without making a text of it. */

export interface KeyTable {
  /** Hash of a key's bytes ({@link nextHash} over each) → the names that have it. */
  readonly byHash: ReadonlyMap<number, readonly Key[]>;
  /** At the last bits of a hash: 0 where no name of the table has such a hash. Most keys are told to be others by this alone. */
  readonly mayHold: Uint8Array;
}

/** How many bits of a hash {@link KeyTable.mayHold} looks at, as a mask. */
export const lastBits = 0x3ff;

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
  const mayHold = new Uint8Array(lastBits + 1);
  for (const name of new Set(names)) {
    const bytes = new TextEncoder().encode(name);
    const hash = bytes.reduce(nextHash, firstHash);
    mayHold[hash & lastBits] = 1;
    byHash.set(hash, [...(byHash.get(hash) ?? []), { name, bytes }]);
  }
  return { byHash, mayHold };
}
