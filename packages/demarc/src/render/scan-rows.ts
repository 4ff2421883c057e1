/** The rows of the grid: components by pattern, with copies and look-alikes folded into one row that says how many it is. */
import type { Catalog } from "../catalog/catalog.js";
import { type Assessment, type Component, type Holder, unlisted } from "../model/assessment.js";

export interface GridRow {
  readonly label: string;
  readonly note: string;
  readonly components: readonly Component[];
  /** One holder an area, in the order of the areas. */
  readonly holders: readonly Holder[];
}

export interface GridGroup {
  readonly pattern: string;
  readonly name: string;
  readonly rows: readonly GridRow[];
  /** Areas of the stack that are yours on every component, by id. */
  readonly yours: readonly string[];
  /** Those that are yours, alone or shared, on some of them only. */
  readonly sometimesYours: readonly string[];
  readonly components: number;
}

/** More rows of one type than this that are alike become one; fewer where addresses are long, for they name their unit. */
const mostAlike = 6;
const mostAlikeOfUnits = 2;

export function gridGroups(assessment: Assessment, catalog: Catalog, isExpanded: boolean): readonly GridGroup[] {
  return catalog.core.patterns.flatMap((pattern) => {
    const components = assessment.components.filter((component) => component.pattern === pattern.id);
    if (components.length === 0) return [];
    const rows = isExpanded
      ? components.map((component) => rowOf([component], component.address, catalog))
      : foldedRows(components, catalog);
    return [
      {
        pattern: pattern.id,
        name: pattern.name,
        rows,
        yours: stackAreas(catalog).filter((area) =>
          components.every(({ cells }) => cells[area]?.holder === "customer"),
        ),
        sometimesYours: stackAreas(catalog).filter(
          (area) =>
            !components.every(({ cells }) => cells[area]?.holder === "customer") &&
            components.some(({ cells }) => cells[area]?.holder === "customer" || cells[area]?.holder === "shared"),
        ),
        components: components.length,
      },
    ];
  });
}

function foldedRows(components: readonly Component[], catalog: Catalog): readonly GridRow[] {
  const alike = groupBy(components, (component) => `${component.type} ${signature(component)}`);
  return [...alike.values()].flatMap((all) => {
    const isOfUnits = all.some(({ address }) => address.includes("//"));
    const blocks = fewBlocks(all, isOfUnits ? mostAlikeOfUnits : mostAlike);
    if (blocks !== undefined) return blocks.map((group) => rowOf(group, labelOfCopies(group), catalog));
    return [rowOf(all, `${(all[0] as Component).type} × ${all.length}`, catalog)];
  });
}

/** The copies of each block, where there are no more blocks than that. */
function fewBlocks(components: readonly Component[], most: number): readonly (readonly Component[])[] | undefined {
  const blocks = new Map<string, Component[]>();
  for (const component of components) {
    const key = withoutKeys(component.address);
    const block = blocks.get(key);
    if (block !== undefined) block.push(component);
    else if (blocks.size === most) return undefined;
    else blocks.set(key, [component]);
  }
  return [...blocks.values()];
}

function labelOfCopies(group: readonly Component[]): string {
  const first = group[0] as Component;
  return group.length === 1 ? first.address : `${withoutKeys(first.address)} × ${group.length}`;
}

function rowOf(components: readonly Component[], label: string, catalog: Catalog): GridRow {
  const first = components[0] as Component;
  return {
    label,
    note: noteOf(first, catalog),
    components,
    holders: catalog.core.areas.map((area) => first.cells[area.id]?.holder ?? "none"),
  };
}

function noteOf(component: Component, catalog: Catalog): string {
  if (component.kind === unlisted) return "by its service only";
  const service = catalog.service(component.service);
  const names = component.variants.map((id) => service?.variants.find((variant) => variant.id === id)?.name ?? id);
  const maybe = (component.possibleVariants ?? []).map(
    (id) => `${service?.variants.find((variant) => variant.id === id)?.name ?? id}?`,
  );
  const number = component.number === "unknown" ? ["how many is not known"] : [];
  return [...names, ...maybe, ...number].join(", ");
}

function stackAreas(catalog: Catalog): readonly string[] {
  return catalog.core.areas.filter((area) => area.group === "stack").map((area) => area.id);
}

const numbers = new WeakMap<Component["cells"], string>();
let lastNumber = 0;

/** Alike in all that a row shows. Components on one line share their cells, so these need not be looked into. */
function signature(component: Component): string {
  let cells = numbers.get(component.cells);
  if (cells === undefined) {
    cells =
      component.possibleVariants === undefined
        ? `#${lastNumber}`
        : Object.values(component.cells)
            .map((cell) => cell.answer)
            .join(" ");
    lastNumber += 1;
    numbers.set(component.cells, cells);
  }
  const modes = [component.variants, component.possibleVariants ?? []].map((ids) => ids.join("+")).join(" ");
  return `${component.service} ${component.kind ?? ""} ${modes} ${component.number ?? ""} ${cells}`;
}

export function withoutKeys(address: string): string {
  return address.replace(/\[[^\]]*\]/g, "");
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
