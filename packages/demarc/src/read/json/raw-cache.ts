/**
 * What was made of values by the bytes they are written with. Tens of thousands of resources repeat the same few thousand
 * values: these are made once, and found again without making a text of the bytes. A value that is written alike later may
 * take an earlier one's place, so the size is bounded.
 */
export interface RawCache<T> {
  readonly slots: ({ readonly raw: string; readonly made: T } | undefined)[];
  /** Longer values are seldom the same twice. */
  readonly longest: number;
}

/** A power of two, so that a hash's last bits are a place. */
const size = 1 << 14;

export function rawCache<T>(longest = 512): RawCache<T> {
  return { slots: new Array<RawCache<T>["slots"][number]>(size).fill(undefined), longest };
}

export function slotOf(hash: number): number {
  return (hash ^ (hash >>> 14)) & (size - 1);
}
