/**
 * Inventories on their way between threads. Copying keeps what objects share, but neither the mark of an unknown nor that
 * a map has no prototype: lists of both go along, and each is mended where it arrives.
 */
import type { Inventory } from "../../model/inventory.js";
import { isList, isUnknown, restoreUnknown, type Unknown, type Value } from "../../model/value.js";

export interface Crossing {
  readonly inventory: Inventory;
  readonly unknowns: readonly Unknown[];
  readonly maps: readonly object[];
}

export function forCrossing(inventory: Inventory): Crossing {
  const unknowns: Unknown[] = [];
  const maps: object[] = [];
  const seen = new Set<object>();

  function visit(value: Value): void {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (isList(value)) for (const item of value) visit(item);
    else if (isUnknown(value)) {
      unknowns.push(value);
      if (value.encoded !== undefined) visit(value.encoded);
    } else {
      noteMap(value);
      for (const key of Object.keys(value)) visit(value[key] as Value);
    }
  }

  function noteMap(map: object): void {
    if (Object.getPrototypeOf(map) === null) maps.push(map);
  }

  for (const { attributes, references, lines } of inventory.resources) {
    visit(attributes);
    for (const map of [references, lines]) {
      if (!seen.has(map)) noteMap(map);
      seen.add(map);
    }
  }
  return { inventory, unknowns, maps };
}

export function afterCrossing({ inventory, unknowns, maps }: Crossing): Inventory {
  for (const unknown of unknowns) restoreUnknown(unknown);
  for (const map of maps) Object.setPrototypeOf(map, null);
  return inventory;
}
