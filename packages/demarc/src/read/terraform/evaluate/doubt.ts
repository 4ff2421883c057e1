/**
 * Doubt: an operation on an unknown that may turn out to be an error once the value is known (`var.x.name`, where
 * var.x has no name). Elsewhere such an error would end the run, so the doubt is idle; inside `try` and `can` it
 * decides the value.
 */
let count = 0;

export function raiseDoubt(): void {
  count += 1;
}

/** The number of doubts so far, to compare with a later one. */
export function doubts(): number {
  return count;
}

/** What is remembered (a local, a variable) fails by itself, not inside the `try` that happens to ask for it first. */
export function withoutDoubts<T>(run: () => T): T {
  const before = count;
  try {
    return run();
  } finally {
    count = before;
  }
}
