/** An assessment in numbers. */
import { type Component, type Holder, type Summary, unlisted } from "../model/assessment.js";
import type { Inventory } from "../model/inventory.js";
import type { Classification } from "./classify.js";

export function summarize(
  inventory: Inventory,
  classification: Classification,
  components: readonly Component[],
  duties: Pick<Summary, "duties" | "due">,
): Summary {
  const cells: Record<Holder, number> = { provider: 0, customer: 0, shared: 0, none: 0, unknown: 0 };
  let componentsWithUnknown = 0;
  // Components on one line share their cells, so these are counted once and taken as often as they are shared.
  const shared = new Map<Component["cells"], number>();
  for (const component of components) shared.set(component.cells, (shared.get(component.cells) ?? 0) + 1);
  for (const [record, times] of shared) {
    const holders = Object.values(record).map((cell) => cell.holder);
    for (const holder of holders) cells[holder] += times;
    if (holders.includes("unknown")) componentsWithUnknown += times;
  }
  return {
    resources: inventory.resources.length - classification.dataSources.length,
    components: components.length,
    parts: classification.parts.length,
    unattachedParts: classification.parts.filter((node) => !node.attached).length,
    utility: classification.utility.length,
    unclassified: classification.unclassified.length,
    unlisted: components.filter(({ kind }) => kind === unlisted).length,
    unclassifiedTypes: new Set(classification.unclassified.map((resource) => resource.type)).size,
    dataSources: classification.dataSources.length,
    componentsWithUnknown,
    notRead: inventory.notRead.filter(({ isPartly }) => isPartly !== true).length,
    readInPart: inventory.notRead.filter(({ isPartly }) => isPartly === true).length,
    cells,
    ...duties,
  };
}
