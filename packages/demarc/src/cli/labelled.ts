/** Addresses of one unit among several: `envs/prod//aws_vpc.main`. */
import type { Inventory } from "../model/inventory.js";
import { emptyMap, type Reference } from "../model/value.js";

export function labelled(inventory: Inventory, label: string): Inventory {
  const named = (address: string): string => `${label}//${address}`;
  // Copies of one block share their lists of references, and go on sharing them.
  const lists = new Map<readonly Reference[], readonly Reference[]>();
  const namedList = (references: readonly Reference[]): readonly Reference[] => {
    const known = lists.get(references);
    if (known !== undefined) return known;
    const list = references.map((reference) => ({ ...reference, address: named(reference.address) }));
    lists.set(references, list);
    return list;
  };
  const namedLists = (byPath: Readonly<Record<string, readonly Reference[]>>) => {
    const result = emptyMap<readonly Reference[]>();
    for (const [path, references] of Object.entries(byPath)) result[path] = namedList(references);
    return result;
  };
  return {
    resources: inventory.resources.map((resource) => ({
      ...resource,
      unit: label,
      address: named(resource.address),
      references: namedLists(resource.references),
    })),
    notRead: inventory.notRead.map((entry) => ({ ...entry, address: named(entry.address) })),
    problems: inventory.problems,
  };
}
