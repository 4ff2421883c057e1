/** Reads units, in threads where that pays. The inventories come in the order of the units either way. */
import type { Inventory } from "../model/inventory.js";
import { labelled } from "./labelled.js";
import type { Unit } from "./readers.js";
import { threadsFor } from "./threads/how-many.js";
import type { Threads } from "./threads/pool.js";
import type { GivenVariables } from "./threads/task.js";

export async function readUnits(units: readonly Unit[], given: GivenVariables): Promise<readonly Inventory[]> {
  const labelOf = (unit: Unit): string | undefined => (units.length > 1 && unit.label !== "" ? unit.label : undefined);
  const threads = await threadsWorthStarting(units, given);
  try {
    const readings = units.map(({ elsewhere, ...unit }) =>
      elsewhere === undefined ? undefined : threads?.read({ ...elsewhere.task, label: labelOf(unit) }),
    );
    const inventories: Inventory[] = [];
    for (const [at, unit] of units.entries()) {
      const reading = await readings[at];
      if (reading !== undefined) {
        unit.elsewhere?.received(reading);
        inventories.push(reading.inventory);
        continue;
      }
      const inventory = await unit.read();
      const label = labelOf(unit);
      inventories.push(label === undefined ? inventory : labelled(inventory, label));
    }
    return inventories;
  } finally {
    threads?.close();
  }
}

async function threadsWorthStarting(units: readonly Unit[], given: GivenVariables): Promise<Threads | undefined> {
  const count = threadsFor(units.flatMap(({ elsewhere }) => (elsewhere === undefined ? [] : [elsewhere.size])));
  if (count === 0) return undefined;
  const { openThreads } = await import("./threads/pool.js");
  return openThreads(count, given);
}
