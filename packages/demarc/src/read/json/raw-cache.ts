/**
 * What was made of values by the bytes they are written with. Tens of thousands of resources repeat the same few thousand
 * values: these are made once, and found again without making a text of the bytes. A value that is written alike later may
 * take an earlier one's place, so the size is bounded.
 */
export interface RawCache<T> {
  /** A power of two, so that a hash's last bits are a place. */
  readonly slots: (Entry<T> | undefined)[];
  /** Longer values are seldom the same twice. */
  readonly longest: number;
  /** Whether one value mostly is written like the one before it. */
  readonly isSteady: boolean;
  /** The last object, list or text, where the cache is steady. */
  recent: { readonly bytes: Uint8Array; readonly made: T } | undefined;
}

interface Entry<T> {
  readonly raw: string;
  readonly made: T;
}

/** For values of all kinds. */
export function rawCache<T>(): RawCache<T> {
  return { slots: emptySlots(1 << 14), longest: 512, isSteady: false, recent: undefined };
}

/** For values that mostly are written like the one before them, such as what is told of each resource of a type. */
export function steadyCache<T>(): RawCache<T> {
  return { slots: emptySlots(1 << 8), longest: 8192, isSteady: true, recent: undefined };
}

function emptySlots<T>(size: number): RawCache<T>["slots"] {
  return new Array<Entry<T> | undefined>(size).fill(undefined);
}

export function slotOf(hash: number, { slots }: RawCache<unknown>): number {
  return (hash ^ (hash >>> 14)) & (slots.length - 1);
}
