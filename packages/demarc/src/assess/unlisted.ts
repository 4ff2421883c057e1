/**
 * Types that no file of the catalog names, but whose names begin as a service's do: next month's new type of a known
 * service. What sort of thing it is, is not known; so what all of the service has in common is its answer, as inferred,
 * and where the service's kinds and variants differ, it is unknown with all that is possible.
 */
import type { AreaRules, CellRule, Claim, Service, Variant } from "@demarc/catalog/types";
import type { Catalog } from "../catalog/catalog.js";
import { unlisted } from "../model/assessment.js";
import { lineOf } from "./line.js";

/** A condition that is unknown for every component: see `scope.ts`. */
export const unlistedCondition = "unlisted";

/** Who claims a type by the beginning of its name: those of the longest one. Several services may share one. */
export function claimsByNamespace(type: string, catalog: Catalog): readonly Claim[] {
  let longest = "";
  for (const beginning of Object.keys(catalog.core.namespaces))
    if (beginning.length > longest.length && type.startsWith(beginning)) longest = beginning;
  const services = longest === "" ? [] : (catalog.core.namespaces[longest] ?? []);
  return services.map((service): Claim => ({ service, role: "component", kind: unlisted }));
}

const made = new WeakMap<Service, Service>();

/** A service as it is known of a type that its file does not name: no facts, no checks, and all its modes possible. */
export function asUnlisted(service: Service, catalog: Catalog): Service {
  const known = made.get(service);
  if (known !== undefined) return known;
  const rulesOf = (kind: string | undefined, variants: readonly Variant[]): AreaRules => {
    const { cells } = lineOf(catalog, service, kind, variants);
    return Object.fromEntries(
      catalog.core.areas.map((area, at) => [area.id, inferred((cells[at] as { rule: CellRule }).rule)]),
    );
  };
  const areas = rulesOf(undefined, []);
  const possible = [
    ...Object.entries(service.kinds).map(([id, { name }]) => ({ id, name: name ?? id, areas: rulesOf(id, []) })),
    ...service.variants.map((variant) => ({
      id: variant.id,
      name: variant.name,
      areas: rulesOf(variant.kind, [variant]),
    })),
  ].filter((mode) => catalog.core.areas.some(({ id }) => mode.areas[id]?.holder !== areas[id]?.holder));
  const result: Service = {
    ...service,
    relations: [],
    facts: {},
    parts: [],
    areas,
    kinds: { [unlisted]: { name: "a type that the catalog does not know by name", areas: {} } },
    variants: possible.map((mode) => ({ ...mode, when: unlistedCondition, group: unlisted, aliases: [] })),
    runsOn: [],
    duties: [],
  };
  made.set(service, result);
  return result;
}

function inferred(rule: CellRule): CellRule {
  return { ...rule, confidence: "inferred" };
}
