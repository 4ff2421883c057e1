/** A component's cells: from its modes, and from what it runs on. */
import type { Service } from "@demarc/catalog/types";
import type { Catalog } from "../catalog/catalog.js";
import type { KnownHolder } from "../model/assessment.js";
import { type Address, isUnknown, type Value } from "../model/value.js";
import { type Line, type LineCell, type LineStep, lineOf } from "./line.js";
import { type Mode, type Modes, modesOf } from "./modes.js";
import type { Evaluator } from "./scope.js";
import type { Subject } from "./subject.js";

/** One way a cell may come out. */
export interface Outcome {
  readonly cell: LineCell;
  readonly provider: string;
  /** The variants or the target that make it so; empty for the case of none. */
  readonly when: string;
}

export type ResolvedCell =
  | { readonly kind: "known"; readonly cell: LineCell; readonly provider: string; readonly via?: Address }
  | { readonly kind: "mixed"; readonly outcomes: readonly Outcome[]; readonly via: readonly Address[] }
  | { readonly kind: "unknown"; readonly outcomes: readonly Outcome[]; readonly because: string };

export interface ResolvedComponent {
  readonly subjects: readonly Subject[];
  /** The mode that holds where every unknown condition is false. */
  readonly main: Mode;
  readonly line: Line;
  readonly uncertain: Modes["uncertain"];
  readonly cells: readonly ResolvedCell[];
  readonly runsOn?: Address;
}

export type Resolver = (subjects: readonly Subject[]) => ResolvedComponent;

/** Makes the function that resolves components; it remembers each, so that chains of runs-on are walked once. */
export function createResolver(catalog: Catalog, evaluator: Evaluator): Resolver {
  const lines = new Map<string, Line>();
  const areaIndex = new Map(catalog.core.areas.map((area, index) => [area.id, index]));
  const plain = new Map<Line, Map<string | undefined, readonly ResolvedCell[]>>();
  const resolved = new Map<Subject, ResolvedComponent>();
  /** The way that is being walked, with how deep each of it lies, and the shallowest that it came back to. */
  const running = new Map<Subject, number>();
  let cameBackTo = Number.POSITIVE_INFINITY;

  function lineFor(mode: Mode): Line {
    const key = `${mode.service.id} ${mode.kind ?? ""} ${mode.variants.map((variant) => variant.id).join(" ")}`;
    let line = lines.get(key);
    if (line === undefined) {
      line = lineOf(catalog, mode.service, mode.kind, mode.variants);
      lines.set(key, line);
    }
    return line;
  }

  /** The cells of a line as they are, one list for all components on it, by kind because duties differ by kind. */
  function plainCells(line: Line, { service, kind }: Mode): readonly ResolvedCell[] {
    let byKind = plain.get(line);
    if (byKind === undefined) {
      byKind = new Map();
      plain.set(line, byKind);
    }
    let cells = byKind.get(kind);
    if (cells === undefined) {
      cells = line.cells.map((cell): ResolvedCell => ({ kind: "known", cell, provider: service.provider }));
      byKind.set(kind, cells);
    }
    return cells;
  }

  /** Several subjects are one component of which it is not known what service it is: each of them is possible. */
  function resolve(subjects: readonly Subject[]): ResolvedComponent {
    const each = subjects.map(resolveOne);
    const first = each[0] as ResolvedComponent;
    if (each.length === 1) return first;
    const cells = first.cells.map((_, index) => {
      const outcomes = each.flatMap(({ cells: own, main }) =>
        outcomesOf(own[index] as ResolvedCell, `if it is ${main.service.name}`),
      );
      return settle(outcomes, "which service it belongs to is not known");
    });
    return { ...first, subjects, uncertain: each.flatMap(({ uncertain }) => uncertain), cells };
  }

  function resolveOne(subject: Subject): ResolvedComponent {
    const known = resolved.get(subject);
    if (known !== undefined) return known;
    const own = resolveOwn(subject);
    const above = running.get(subject);
    if (above !== undefined) {
      cameBackTo = Math.min(cameBackTo, above);
      return own;
    }
    const depth = running.size;
    const before = cameBackTo;
    cameBackTo = Number.POSITIVE_INFINITY;
    running.set(subject, depth);
    const result = overlayRunsOn(own, subject);
    running.delete(subject);
    // What is found on the way round a circle holds only for where the circle was entered.
    if (cameBackTo >= depth) {
      resolved.set(subject, result);
      cameBackTo = before;
    } else cameBackTo = Math.min(cameBackTo, before);
    return result;
  }

  function resolveOwn(subject: Subject): ResolvedComponent {
    const { main, uncertain, of } = modesOf(subject, evaluator);
    const line = lineFor(main);
    if (uncertain.length === 0) return { subjects: [subject], main, line, uncertain, cells: plainCells(line, main) };
    const because = [...new Set(uncertain.map((entry) => entry.because))].join("; ");
    const provider = main.service.provider;
    const cells = line.cells.map((_, index): ResolvedCell => {
      const modes = of(catalog.core.areas[index]?.id ?? "");
      const outcomes = modes.map(
        (mode): Outcome => ({ cell: lineFor(mode).cells[index] as LineCell, provider, when: whenOf(mode, main) }),
      );
      return settle(outcomes, because);
    });
    return { subjects: [subject], main, line, uncertain, cells };
  }

  /** Lets what the component runs on answer the areas that the service says it does. */
  function overlayRunsOn(own: ResolvedComponent, subject: Subject): ResolvedComponent {
    const rules = subject.service.runsOn;
    if (rules.length === 0) return own;
    // The list is shared by all components on the same line; it is copied only where something is laid over it.
    const cells = rules.some((rule) => rule.areas.length > 0) ? [...own.cells] : (own.cells as ResolvedCell[]);
    let runsOn: Address | undefined;
    for (const rule of rules) {
      const when = rule.when === undefined ? { truth: "yes" as const } : evaluator.truth(rule.when, subject);
      if (when.truth === "no") continue;
      const targets = evaluator.related(rule.relation, subject);
      if (isUnknown(targets as Value)) {
        const because = (targets as { readonly because: string }).because;
        for (const area of rule.areas) spread(cells, area, subject, rule.relation, because);
        continue;
      }
      const found = (targets as readonly Subject[]).filter(
        (target) => target.node.isComponent && target.node !== subject.node,
      );
      if (found.length === 0) continue;
      if (when.truth === "yes") runsOn ??= (found[0] as Subject).node.resource.address;
      for (const area of rule.areas) {
        const index = areaIndex.get(area) ?? -1;
        const ownCell = cells[index];
        if (ownCell === undefined) continue;
        const through = combine(
          found.map((target) => [target, resolve([target]).cells[index] as ResolvedCell] as const),
        );
        cells[index] =
          when.truth === "yes"
            ? through
            : settle([...outcomesOf(ownCell, "not"), ...outcomesOf(through, rule.relation)], when.because ?? "");
      }
    }
    return { ...own, cells, runsOn };
  }

  /** The target is not known: any line that a service at the other end can have is possible, and a mixture of several. */
  function spread(cells: ResolvedCell[], area: string, subject: Subject, relation: string, because: string): void {
    const index = areaIndex.get(area) ?? -1;
    const ownCell = cells[index];
    if (ownCell === undefined) return;
    const outcomes = reachable(subject.service, area, relation).flatMap((service) => everyLine(service, index));
    cells[index] = settle([...outcomesOf(ownCell, ""), ...withShared(outcomes)], because);
  }

  /** The services at the other end of a relation, and those on which these run in turn. */
  function reachable(from: Service, area: string, name: string, found = new Set<Service>()): readonly Service[] {
    for (const id of from.relations.find((relation) => relation.name === name)?.to ?? []) {
      const service = catalog.service(id);
      if (service === undefined || found.has(service)) continue;
      found.add(service);
      for (const { relation, areas } of service.runsOn)
        if (areas.includes(area)) reachable(service, area, relation, found);
    }
    return [...found];
  }

  function everyLine(service: Service, index: number): readonly Outcome[] {
    const kinds: (string | undefined)[] = [undefined, ...Object.keys(service.kinds)];
    return kinds.flatMap((kind) =>
      [[], ...service.variants.map((variant) => [variant])].map((variants) => ({
        cell: lineFor({ service, kind, variants }).cells[index] as LineCell,
        provider: service.provider,
        when: `if it runs on ${service.name}${variants[0] === undefined ? "" : ` ${variants[0].name}`}`,
      })),
    );
  }

  return resolve;
}

/** Several targets at once: all of one holder is that holder, else both have work, each on its own target. */
function combine(targets: readonly (readonly [Subject, ResolvedCell])[]): ResolvedCell {
  const outcomes = targets.flatMap(([target, cell]) => outcomesOf(cell, `on ${target.node.resource.address}`));
  const via = targets.map(([target]) => target.node.resource.address);
  const unknown = targets.map(([, cell]) => cell).find((cell) => cell.kind === "unknown");
  if (unknown !== undefined && unknown.kind === "unknown") {
    return targets.length === 1 ? unknown : settle(withShared(outcomes), unknown.because);
  }
  const first = outcomes[0] as Outcome;
  if (outcomes.every((outcome) => outcome.cell.rule.holder === first.cell.rule.holder)) {
    const steps: LineStep[] = [...first.cell.steps, { by: `runs on ${via.join(", ")}`, rule: first.cell.rule }];
    return { kind: "known", cell: { rule: first.cell.rule, steps }, provider: first.provider, via: via[0] };
  }
  return { kind: "mixed", outcomes, via };
}

/** Where several targets may differ, a mixture (shared) is possible as well. */
function withShared(outcomes: readonly Outcome[]): readonly Outcome[] {
  const holders = new Set(outcomes.map((outcome) => outcome.cell.rule.holder));
  if (holders.size < 2 || holders.has("shared")) return outcomes;
  const first = outcomes[0] as Outcome;
  const rule = { ...first.cell.rule, holder: "shared" as const };
  return [
    ...outcomes,
    { ...first, cell: { rule, steps: [{ by: "a mixture of these", rule }] }, when: "if these differ" },
  ];
}

/** One answer where all outcomes agree on the holder, else unknown. */
function settle(outcomes: readonly Outcome[], because: string): ResolvedCell {
  const first = outcomes[0] as Outcome;
  return outcomes.every((outcome) => outcome.cell.rule.holder === first.cell.rule.holder)
    ? { kind: "known", cell: first.cell, provider: first.provider }
    : { kind: "unknown", outcomes, because };
}

function outcomesOf(cell: ResolvedCell, when: string): readonly Outcome[] {
  switch (cell.kind) {
    case "known":
      return [{ cell: cell.cell, provider: cell.provider, when }];
    case "mixed": {
      const first = cell.outcomes[0] as Outcome;
      const rule = { ...first.cell.rule, holder: "shared" as const };
      return [{ ...first, cell: { rule, steps: first.cell.steps }, when }];
    }
    case "unknown":
      return cell.outcomes;
  }
}

function whenOf(mode: Mode, main: Mode): string {
  if (mode === main) return "";
  const added = mode.variants.filter((variant) => !main.variants.includes(variant));
  return added.map((variant) => variant.name).join(", ");
}

/** The holders that a cell may have. */
export function holdersOf(cell: ResolvedCell): readonly KnownHolder[] {
  switch (cell.kind) {
    case "known":
      return [cell.cell.rule.holder];
    case "mixed":
      return ["shared"];
    case "unknown":
      return [...new Set(cell.outcomes.map((outcome) => outcome.cell.rule.holder))];
  }
}
