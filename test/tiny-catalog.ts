/** A catalog of a few lines, for tests: two models, four areas, and whatever services a test gives. */
import { compileCatalog } from "../catalog/src/compile.js";
import type { AreasFile, ModelsFile, ProductFile, ServiceFile } from "../catalog/src/source-files.js";
import type { Area, HolderName } from "../catalog/src/types.js";
import { assess } from "../packages/demarc/src/assess/assess.js";
import type { Catalog } from "../packages/demarc/src/catalog/catalog.js";
import type { Assessment, Component, KnownHolder } from "../packages/demarc/src/model/assessment.js";
import type { Resource } from "../packages/demarc/src/model/inventory.js";
import { emptyMap, type Reference, surelySet, unknown, type Value } from "../packages/demarc/src/model/value.js";

export const areaIds = ["data", "os", "server", "logging"] as const;

const areas: readonly Area[] = areaIds.map((id) => ({
  id,
  short: id.slice(0, 3),
  group: id === "logging" ? "functions" : "stack",
  question: `does ${id}`,
  duty: `Do ${id}`,
}));

const source = { title: "A page", url: "https://example.com", seen: "2026-01-02" };

/** Cells of a file: `{ os: "provider" }`. */
export function cells(holders: Readonly<Record<string, HolderName>>, who = "it"): AreasFile {
  return Object.fromEntries(
    Object.entries(holders).map(([area, holder]) => [
      area,
      {
        holder,
        because: `${who} says ${holder}.`,
        provider: `${who}: provider does.`,
        customer: `${who}: customer does.`,
        source: "s",
      },
    ]),
  );
}

function model(id: string, holder: HolderName): ModelsFile["models"][number] {
  const all = Object.fromEntries(areaIds.map((area) => [area, holder]));
  return { id, name: `Model ${id}`, short: id, summary: id, source: "s", areas: cells(all, id) };
}

/** Services without what a test does not care about: `mine` is all the customer's, `theirs` all the provider's. */
export type TinyService = Partial<ServiceFile> & Pick<ServiceFile, "service" | "components">;

export function tinyCatalog(...services: readonly TinyService[]): Catalog {
  return tinyCatalogWith([], ...services);
}

/** With products that have dates. */
export function tinyCatalogWith(products: readonly ProductFile[], ...services: readonly TinyService[]): Catalog {
  const { core, compiled } = compileCatalog({
    version: "0",
    areas,
    models: { models: [model("mine", "customer"), model("theirs", "provider")], sources: { s: source } },
    patterns: [{ id: "things", name: "things" }],
    providers: { t: { party: "Tee", name: "Tee Cloud" } },
    utility: [{ types: ["random_"], because: "Computed." }],
    services: services.map((file) => ({
      name: `Tee ${file.service.slice(2)}`,
      summary: "",
      pattern: "things",
      model: "mine",
      sources: { s: source },
      ...file,
    })),
    products: new Map(products.map((product) => [product.product, product])),
  });
  const byId = new Map(compiled.map((service) => [service.id, service]));
  const { claims } = core;
  const claimsOn = (type: string) => (Object.hasOwn(claims, type) ? (claims[type] ?? []) : []);
  return { core, claimsOn, service: (id) => byId.get(id), lenses: () => [], modules: () => [] };
}

/** A resource at `type.name`; attributes that are made by {@link to} become references. */
export function resource(address: string, attributes: Readonly<Record<string, Value>> = {}): Resource {
  const isData = address.startsWith("data.");
  const [type = "", name = ""] = address.replace(/^data\./, "").split(".");
  const map = emptyMap();
  const references: Record<string, readonly Reference[]> = {};
  for (const [key, value] of Object.entries(attributes)) {
    map[key] = value;
    const found = referencesIn(value);
    if (found.length > 0) references[key] = found;
  }
  return {
    address,
    type,
    name,
    format: "terraform",
    mode: isData ? "data" : "managed",
    attributes: map,
    references,
    file: "main.tf",
    line: 1,
    lines: { check: 7 },
  };
}

function referencesIn(value: Value): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return typeof value === "object" && value !== null && "references" in value
    ? (value.references as readonly Reference[])
    : [];
}

/** A pointer, as a reader gives it: an id that is known only after apply, of the resource at an address. */
export function to(address: string): Value {
  return surelySet(unknown(`the id of ${address} is known after apply`, [{ address, attribute: "id" }]));
}

export function assessed(catalog: Catalog, ...resources: readonly Resource[]): Assessment {
  return assess({ resources, notRead: [], problems: [] }, catalog, { asOf: "2026-11-24", inputs: [] });
}

export function componentAt(assessment: Assessment, address: string): Component {
  const component = assessment.components.find((candidate) => candidate.address === address);
  if (component === undefined) throw new Error(`There is no component ${address}.`);
  return component;
}

/** Area → holder, or who it may be: `{ os: "customer or provider" }`. */
export function holders(component: Component): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(component.cells).map((area) => [area, possible(component, area).join(" or ")]));
}

export function possible(component: Component, area: string): readonly KnownHolder[] {
  const cell = component.cells[area];
  if (cell === undefined) return [];
  return cell.holder === "unknown" ? [...(cell.possible ?? [])].sort() : [cell.holder];
}
