/**
 * What has dates in a service: lifecycles become facts, variants and duties like all others, with the dates inlined; so does the
 * end of the service itself.
 */
import type { CycleFile, DutyFile, LifecycleFile, ProductFile, ServiceFile, VariantFile } from "./source-files.js";
import type { Area, Calendar, CellRule, Ended, Lifecycle } from "./types.js";

export type Products = ReadonlyMap<string, ProductFile>;

/** @throws where a product or a milestone is not there. */
export function compileLifecycles(file: ServiceFile, products: Products): readonly Lifecycle[] {
  return Object.entries(file.lifecycle ?? {}).map(([id, lifecycle]) => ({
    id,
    about: lifecycle.about,
    kind: lifecycle.kind,
    when: lifecycle.when,
    fact: factOf(id),
    unset: lifecycle.unset,
    calendars: Object.fromEntries(
      productsOf(lifecycle).map(({ product }) => [product, calendarOf(product, products, `${file.service}: ${id}`)]),
    ),
  }));
}

/**
 * The file with what its lifecycles say among its facts, variants and duties. A lifecycle's fact gives which product's which
 * version it is; to conditions it is the list of the milestones that are past.
 */
export function unfolded(file: ServiceFile): ServiceFile {
  const lifecycles = Object.entries(file.lifecycle ?? {});
  if (lifecycles.length === 0) return file;
  return {
    ...file,
    lifecycle: undefined,
    facts: {
      ...file.facts,
      ...Object.fromEntries(
        lifecycles.map(([id, lifecycle]) => [
          factOf(id),
          { any: versionOf(lifecycle), about: lifecycle.about, lifecycle: id },
        ]),
      ),
    },
    // What a date brings about is laid over everything else.
    variants: { ...file.variants, ...Object.fromEntries(lifecycles.flatMap(variantsOf)) },
    duties: [...(file.duties ?? []), ...lifecycles.flatMap(dutiesOf)],
  };
}

type Entry = readonly [id: string, lifecycle: LifecycleFile];

function variantsOf([lifecycle, { kind, changes }]: Entry): readonly (readonly [string, VariantFile])[] {
  return Object.entries(changes ?? {}).map(([id, { at, when, ...change }]) => {
    const isPast = pastCondition(at, lifecycle);
    return [
      id,
      {
        ...change,
        kind,
        when: when === undefined ? isPast : `(${when}) && ${isPast}`,
        from: { lifecycle, milestone: at },
      },
    ];
  });
}

function dutiesOf([lifecycle, { kind, when, duties }]: Entry): readonly DutyFile[] {
  return (duties ?? []).map(({ by, ...duty }) => {
    const conditions = [when, duty.when].filter((text) => text !== undefined).map((text) => `(${text})`);
    return {
      ...duty,
      kind,
      when: conditions.length === 0 ? undefined : conditions.join(" && "),
      check: `!(${pastCondition(by, lifecycle)})`,
      due: { lifecycle, milestone: by },
    };
  });
}

function pastCondition(milestone: string, lifecycle: string): string {
  return `${JSON.stringify(milestone)} in facts.${factOf(lifecycle)}`;
}

/** From the end of a service on there is nobody who runs anything of it. */
export function cellsOfEnded(ended: Ended, name: string, areas: readonly Area[]): Readonly<Record<string, CellRule>> {
  const cell: CellRule = {
    holder: "none",
    because: `From its end on ${ended.date} on, nobody runs ${name} any more.`,
    source: ended.source,
    confidence: ended.confidence ?? "documented",
  };
  return Object.fromEntries(areas.map((area) => [area.id, cell]));
}

function factOf(lifecycle: string): string {
  return `${lifecycle}Past`;
}

export function productsOf(lifecycle: LifecycleFile): Exclude<LifecycleFile["product"], string> {
  return typeof lifecycle.product === "string" ? [{ product: lifecycle.product, when: "true" }] : lifecycle.product;
}

/** CEL that gives `[product, version]`; the product is empty where none applies, and all is null where there is no lifecycle. */
function versionOf(lifecycle: LifecycleFile): string {
  const version =
    typeof lifecycle.product === "string"
      ? `[${JSON.stringify(lifecycle.product)}, ${lifecycle.cycle}]`
      : lifecycle.product.reduceRight(
          (otherwise, { product, when, cycle }) =>
            `(${when}) ? [${JSON.stringify(product)}, ${cycle ?? lifecycle.cycle}] : (${otherwise})`,
          `["", ${lifecycle.cycle}]`,
        );
  return lifecycle.when === undefined ? version : `(${lifecycle.when}) ? (${version}) : null`;
}

function calendarOf(product: string, products: Products, where: string): Calendar {
  const file = products.get(product);
  if (file === undefined) throw new Error(`${where}: there is no lifecycle/${product}.yaml`);
  const milestones = Object.entries(file.milestones).map(([id, { name, day }]) => ({
    id,
    name,
    isLastDay: day === "last",
  }));
  const entries = file.cycles.flatMap((cycle) => {
    const dates = milestones.map(({ id }) => dateIn(cycle, id) ?? null);
    return [cycle.cycle, ...(cycle.also ?? [])].map(
      (name) => [name.toLowerCase(), { name: cycle.cycle, dates }] as const,
    );
  });
  return {
    name: file.name,
    source: file.source,
    versions: file.versions,
    milestones,
    cycles: Object.fromEntries(entries),
  };
}

function dateIn(cycle: CycleFile, milestone: string): string | undefined {
  const date = cycle[milestone];
  return typeof date === "string" ? date : undefined;
}
