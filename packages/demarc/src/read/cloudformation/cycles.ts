/** Finds resources that need one another in a circle. */
import type { Address } from "../../model/value.js";

/** Each circle once, as the addresses along it; a resource that needs itself is a circle of one. Works without recursion. */
export function circlesIn(needs: ReadonlyMap<Address, ReadonlySet<Address>>): readonly (readonly Address[])[] {
  const circles: Address[][] = [];
  const done = new Set<Address>();
  for (const start of needs.keys()) {
    if (done.has(start)) continue;
    const path: Address[] = [start];
    const onPath = new Map<Address, number>([[start, 0]]);
    const open = [targetsOf(start)];
    while (path.length > 0) {
      const next = open[open.length - 1]?.next();
      if (next === undefined || next.done === true) {
        const last = path.pop();
        open.pop();
        if (last !== undefined) {
          onPath.delete(last);
          done.add(last);
        }
        continue;
      }
      const seenAt = onPath.get(next.value);
      if (seenAt !== undefined) circles.push(path.slice(seenAt));
      else if (!done.has(next.value) && needs.has(next.value)) {
        onPath.set(next.value, path.length);
        path.push(next.value);
        open.push(targetsOf(next.value));
      }
    }
  }
  return circles;

  function targetsOf(address: Address): IterableIterator<Address> {
    return (needs.get(address) ?? new Set<Address>()).values();
  }
}
