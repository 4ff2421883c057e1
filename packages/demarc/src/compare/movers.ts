/** What would move the line: the variants of a service that give an area another holder. */
import type { Service, Variant } from "@demarc/catalog/types";
import { lineOf } from "../assess/line.js";
import type { Catalog } from "../catalog/catalog.js";
import { compileCondition } from "../condition/condition.js";
import type { ComponentLifecycle, KnownHolder } from "../model/assessment.js";

export interface Mover {
  readonly variant: string;
  readonly name: string;
  readonly holder: KnownHolder;
  readonly because: string;
  /** What decides whether it applies, in words. */
  readonly decidedBy: readonly string[];
  /** Where a date brings it about that is known: the first day. */
  readonly from?: string;
}

/** Movers of one area, against the variants that apply now. A variant of a group replaces the group's present one. */
export function moversOf(
  catalog: Catalog,
  service: Service,
  kind: string | undefined,
  present: readonly Variant[],
  area: number,
  lifecycles: readonly ComponentLifecycle[] = [],
): readonly Mover[] {
  const now = lineOf(catalog, service, kind, present).cells[area]?.rule.holder;
  const candidates = service.variants.filter(
    (variant) => !present.includes(variant) && (variant.kind === undefined || variant.kind === kind),
  );
  const movers = candidates.flatMap((variant): readonly Mover[] => {
    const others = present.filter((other) => variant.group === undefined || other.group !== variant.group);
    const variants = service.variants.filter((other) => other === variant || others.includes(other));
    const cell = lineOf(catalog, service, kind, variants).cells[area];
    if (cell === undefined || cell.rule.holder === now) return [];
    return [
      {
        variant: `${service.id}:${variant.id}`,
        name: variant.name,
        holder: cell.rule.holder,
        because: cell.rule.because,
        decidedBy: decidedBy(service, variant),
        from: dateOf(variant, lifecycles),
      },
    ];
  });
  return [...movers, ...withoutPresent(catalog, service, kind, present, area, now)];
}

/** The other way: which present variant's absence would move it. */
function withoutPresent(
  catalog: Catalog,
  service: Service,
  kind: string | undefined,
  present: readonly Variant[],
  area: number,
  now: KnownHolder | undefined,
): readonly Mover[] {
  return present.flatMap((variant): readonly Mover[] => {
    const cell = lineOf(
      catalog,
      service,
      kind,
      present.filter((other) => other !== variant),
    ).cells[area];
    if (cell === undefined || cell.rule.holder === now) return [];
    return [
      {
        variant: service.id,
        name: `not ${variant.name}`,
        holder: cell.rule.holder,
        because: cell.rule.because,
        decidedBy: decidedBy(service, variant),
      },
    ];
  });
}

/** On a component whose version is not known, or of a service alone, no date can be told. */
function dateOf({ from }: Variant, lifecycles: readonly ComponentLifecycle[]): string | undefined {
  if (from === undefined || "date" in from) return from?.date;
  return lifecycles.find(({ id }) => id === from.lifecycle)?.dates.find(({ milestone }) => milestone === from.milestone)
    ?.from;
}

function decidedBy(service: Service, variant: Variant): readonly string[] {
  const names = [...(compileCondition(variant.when).shapes.get("facts")?.fields.keys() ?? [])];
  return names.map((name) => service.facts[name]?.about ?? name);
}
