/** Compiles the catalog's files to what the tool loads: one core, and each service by itself. Pure: files in, data out. */
import { cellsOfEnded, compileLifecycles, type Products, unfolded } from "./compile-lifecycle.js";
import type { AreasFile, CellFile, ModelsFile, PathFile, ServiceFile } from "./source-files.js";
import type {
  Area,
  AreaRules,
  CellRule,
  Claim,
  Core,
  Duty,
  Ended,
  Model,
  PartRule,
  Pattern,
  Provider,
  Service,
  ServiceHead,
  Source,
  Variant,
} from "./types.js";

export interface CatalogFiles {
  readonly version: string;
  readonly areas: readonly Area[];
  readonly models: ModelsFile;
  readonly patterns: readonly Pattern[];
  readonly providers: Readonly<Record<string, Provider>>;
  readonly utility: Core["utility"];
  readonly services: readonly ServiceFile[];
  readonly products: Products;
}

export function compileCatalog(files: CatalogFiles): {
  readonly core: Core;
  readonly compiled: readonly Service[];
} {
  const compiled: Service[] = [];
  const claims: Record<string, Claim[]> = {};
  for (const file of files.services) {
    compiled.push(compileService(file, files));
    for (const [type, claim] of claimsOf(file)) {
      claims[type] ??= [];
      (claims[type] as Claim[]).push(claim);
    }
  }
  const core: Core = {
    version: files.version,
    areas: files.areas,
    models: files.models.models.map((model) => compileModel(model, files.models.sources, files.areas)),
    patterns: files.patterns,
    providers: files.providers,
    services: files.services.map(headOf),
    claims,
    namespaces: listsOf(
      files.services.flatMap((file) => (file.namespaces ?? []).map((beginning) => [beginning, file.service])),
    ),
    pointedAtBy: listsOf(
      files.services.flatMap((file) => {
        const targets = new Set(Object.values(file.relations ?? {}).flatMap(({ to }) => to));
        return [...targets].map((target) => [target, file.service]);
      }),
    ),
    utility: [...files.utility, ...files.services.flatMap(typesWithoutLine)],
  };
  return { core, compiled };
}

/** @throws where the file names a source, a product or a milestone that is not there. */
export function compileService(
  written: ServiceFile,
  { areas, products }: Pick<CatalogFiles, "areas" | "products">,
): Service {
  const file = unfolded(written);
  const ended = endedOf(file);
  const rules = (given: AreasFile | undefined): AreaRules => compileAreas(given ?? {}, file.sources);
  return {
    id: file.service,
    name: file.name,
    summary: file.summary,
    provider: providerOf(file),
    pattern: file.pattern,
    model: file.model,
    ended,
    parts: (file.parts ?? []).flatMap(compilePart),
    relations: Object.entries(file.relations ?? {}).map(([name, relation]) => ({
      name,
      to: relation.to,
      paths: { terraform: listOf(relation.terraform), cloudformation: listOf(relation.cloudformation) },
    })),
    facts: file.facts ?? {},
    areas: rules(file.areas),
    kinds: mapValues(file.kinds ?? {}, (kind) => ({ ...kind, areas: rules(kind.areas) })),
    variants: [
      ...Object.entries(file.variants ?? {}).map(([id, variant]) => ({
        ...variant,
        id,
        aliases: variant.aliases ?? [],
        areas: rules(variant.areas),
      })),
      ...(ended === undefined || ended.stays !== undefined ? [] : [endedVariant(ended, file.name, areas)]),
    ],
    runsOn: file["runs-on"] ?? [],
    duties: [
      ...(file.duties ?? []).map((duty) => compileDuty(duty, file.sources)),
      ...(ended === undefined || ended.stays === "customers" ? [] : [endedDuty(ended, file, areas)]),
    ],
    lifecycles: compileLifecycles(written, products),
  };
}

function endedVariant(ended: Ended, name: string, areas: readonly Area[]): Variant {
  return {
    id: "ended",
    name: "after its end",
    when: `asOf >= "${ended.date}"`,
    aliases: [],
    areas: cellsOfEnded(ended, name, areas),
    from: { date: ended.date },
  };
}

/** Among the duties of the first area, the data: that is what has to be brought away. */
function endedDuty(ended: Ended, file: ServiceFile, areas: readonly Area[]): Duty {
  return {
    id: `${file.service}/move-before-its-end`,
    area: areas[0]?.id ?? "data",
    title: `Move off ${file.name} before it ends`,
    fix: ended.instead === undefined ? undefined : `Move to ${ended.instead}.`,
    controls: { "nist-800-53-r5": ["SA-22"] },
    alsoKnownAs: {},
    source: ended.source,
    due: { date: ended.date },
  };
}

function headOf(file: ServiceFile): ServiceHead {
  return {
    id: file.service,
    name: file.name,
    summary: file.summary,
    provider: providerOf(file),
    pattern: file.pattern,
    aliases: file.aliases ?? [],
    kinds: [...new Set(file.components.flatMap((entry) => (entry.kind === undefined ? [] : [entry.kind])))],
    variants: Object.entries(unfolded(file).variants ?? {}).map(([id, variant]) => ({
      id,
      name: variant.name,
      kind: variant.kind,
      aliases: variant.aliases ?? [],
    })),
    types: file.components.flatMap((entry) => [...(entry.terraform ?? []), ...(entry.cloudformation ?? [])]),
    ended: endedOf(file),
  };
}

function typesWithoutLine(file: ServiceFile): Core["utility"] {
  return (file["without-line"] ?? []).map(({ terraform = [], cloudformation = [], because }) => ({
    types: [...terraform, ...cloudformation],
    because,
  }));
}

function claimsOf(file: ServiceFile): readonly (readonly [string, Claim])[] {
  const components = file.components.flatMap((entry) =>
    [...(entry.terraform ?? []), ...(entry.cloudformation ?? [])].map((type): readonly [string, Claim] => [
      type,
      { service: file.service, role: "component", kind: entry.kind, when: entry.when, standalone: entry.standalone },
    ]),
  );
  const parts = (file.parts ?? []).flatMap((part) =>
    [part.terraform, part.cloudformation]
      .filter((type) => type !== undefined)
      .map((type): readonly [string, Claim] => [type, { service: file.service, role: "part" }]),
  );
  return [...components, ...new Map(parts)];
}

function compileModel(
  model: ModelsFile["models"][number],
  sources: ModelsFile["sources"],
  areas: readonly Area[],
): Model {
  return {
    id: model.id,
    name: model.name,
    short: model.short,
    summary: model.summary,
    cells: areas.map((area) => {
      const cell = model.areas[area.id];
      if (cell === undefined)
        throw new Error(`models.yaml: the model ${model.id} has no answer for the area ${area.id}`);
      return compileCell(
        { ...cell, source: cell.source ?? model.source },
        sources,
        `models.yaml: ${model.id}.${area.id}`,
      );
    }),
  };
}

function compileAreas(areas: AreasFile, sources: Readonly<Record<string, Source>>): AreaRules {
  return Object.fromEntries(Object.entries(areas).map(([area, cell]) => [area, compileCell(cell, sources, area)]));
}

function compileCell(cell: CellFile, sources: Readonly<Record<string, Source>>, where: string): CellRule {
  return {
    holder: cell.holder,
    because: cell.because,
    provider: cell.provider,
    customer: cell.customer,
    source: sourceOf(cell.source, sources, where),
    confidence: cell.confidence ?? "documented",
  };
}

function compileDuty(
  duty: NonNullable<ServiceFile["duties"]>[number],
  sources: Readonly<Record<string, Source>>,
): Duty {
  const { "also-known-as": alsoKnownAs, controls, source, ...rest } = duty;
  return {
    ...rest,
    controls: controls ?? {},
    alsoKnownAs: alsoKnownAs ?? {},
    source: sourceOf(source, sources, duty.id),
  };
}

function compilePart(part: NonNullable<ServiceFile["parts"]>[number]): readonly PartRule[] {
  const rules: PartRule[] = [];
  for (const format of ["terraform", "cloudformation"] as const) {
    const type = part[format];
    if (type !== undefined) rules.push({ type, of: pathsOf(part.of, format), by: pathsOf(part.by, format) });
  }
  return rules;
}

/** The paths of a part in one format. */
export function pathsOf(path: PathFile | undefined, format: "terraform" | "cloudformation"): readonly string[] {
  if (path === undefined) return [];
  if (typeof path === "string") return [path];
  if (Array.isArray(path)) return path;
  return listOf(
    (path as { readonly terraform?: string | readonly string[]; readonly cloudformation?: string | readonly string[] })[
      format
    ],
  );
}

function endedOf(file: ServiceFile): Ended | undefined {
  if (file.ended === undefined) return undefined;
  const { source, ...rest } = file.ended;
  return { ...rest, source: sourceOf(source, file.sources, `${file.service}: ended`) };
}

function sourceOf(key: string | undefined, sources: Readonly<Record<string, Source>>, where: string): Source {
  const source = key === undefined ? undefined : sources[key];
  if (source === undefined)
    throw new Error(`${where}: the source ${JSON.stringify(key)} is not among the file's sources`);
  return source;
}

function listsOf(pairs: readonly (readonly string[])[]): Readonly<Record<string, readonly string[]>> {
  const lists: Record<string, string[]> = {};
  for (const [key = "", value = ""] of pairs) {
    lists[key] ??= [];
    (lists[key] as string[]).push(value);
  }
  return lists;
}

function providerOf(file: ServiceFile): string {
  return file.service.split("/")[0] ?? "";
}

export function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === "string" ? [value] : value;
}

function mapValues<A, B>(map: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
