/**
 * Lists under construction. Lists lie in lists (the items of a tuple hold tuples), so all of one sort share one stack:
 * who builds a list notes where the stack ends, pushes, and takes what lies above. The tree gets arrays that are just
 * long enough; an array that grows by `push` has room for 17 items from its first one on, and most lists hold fewer.
 */

export interface Stack<T> {
  /** What lies at `height` and above is left over from lists that are finished. */
  readonly items: T[];
  height: number;
}

export function createStack<T>(): Stack<T> {
  return { items: [], height: 0 };
}

export function push<T>(stack: Stack<T>, item: T): void {
  stack.items[stack.height] = item;
  stack.height += 1;
}

/** Takes the items from `bottom` upwards off the stack, as a list of their own. */
export function take<T>(stack: Stack<T>, bottom: number): readonly T[] {
  const { height } = stack;
  if (height === bottom) return NONE;
  stack.height = bottom;
  return stack.items.slice(bottom, height);
}

/** One for all that are empty. */
const NONE: readonly never[] = [];
