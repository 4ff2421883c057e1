/** A component's cells: from its modes, and from what it runs on. */
import type { Catalog } from "../catalog/catalog.js";
import type { KnownHolder } from "../model/assessment.js";
import { type Address, isUnknown, type Value } from "../model/value.js";
import { type Line, type LineCell, type LineStep, lineOf } from "./line.js";
import { type Mode, type Modes, modesOf } from "./modes.js";
import type { Evaluator, Subject } from "./scope.js";

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
  readonly modes: readonly Mode[];
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
  const resolved = new Map<Address, ResolvedComponent>();
  const running = new Set<Address>();

  function lineFor(mode: Mode): Line {
    const key = `${mode.service.id} ${mode.kind ?? ""} ${mode.variants.map((variant) => variant.id).join(" ")}`;
    let line = lines.get(key);
    if (line === undefined) {
      line = lineOf(catalog, mode.service, mode.kind, mode.variants);
      lines.set(key, line);
    }
    return line;
  }

  function resolve(subjects: readonly Subject[]): ResolvedComponent {
    const first = subjects[0] as Subject;
    const { address } = first.node.resource;
    const known = resolved.get(address);
    if (known !== undefined) return known;
    const own = resolveOwn(subjects);
    if (running.has(address)) return own;
    running.add(address);
    const result = overlayRunsOn(own, first);
    running.delete(address);
    resolved.set(address, result);
    return result;
  }

  function resolveOwn(subjects: readonly Subject[]): ResolvedComponent {
    const all = subjects.map((subject) => modesOf(subject, evaluator));
    const modes = all.flatMap((entry) => entry.modes);
    const uncertain = all.flatMap((entry) => entry.uncertain);
    const main = modes[0] as Mode;
    const line = lineFor(main);
    const reasons = uncertain.map(({ because }) => because);
    if (subjects.length > 1) reasons.unshift("which service it belongs to is not known");
    const cells = line.cells.map((cell, index): ResolvedCell => {
      if (modes.length === 1) return { kind: "known", cell, provider: main.service.provider };
      const outcomes = modes.map(
        (mode): Outcome => ({
          cell: lineFor(mode).cells[index] as LineCell,
          provider: mode.service.provider,
          when: whenOf(mode, main),
        }),
      );
      return settle(outcomes, [...new Set(reasons)].join("; "));
    });
    return { subjects, modes, main, line, uncertain, cells };
  }

  /** Lets what the component runs on answer the areas that the service says it does. */
  function overlayRunsOn(own: ResolvedComponent, subject: Subject): ResolvedComponent {
    const cells = [...own.cells];
    let runsOn: Address | undefined;
    for (const rule of subject.service.runsOn) {
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
      runsOn ??= (found[0] as Subject).node.resource.address;
      for (const area of rule.areas) {
        const index = catalog.core.areas.findIndex((candidate) => candidate.id === area);
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

  /** The target is not known: any line that a service at the other end can have is possible. */
  function spread(cells: ResolvedCell[], area: string, subject: Subject, relation: string, because: string): void {
    const index = catalog.core.areas.findIndex((candidate) => candidate.id === area);
    const ownCell = cells[index];
    if (ownCell === undefined) return;
    const to = subject.service.relations.find((candidate) => candidate.name === relation)?.to ?? [];
    const outcomes = to.flatMap((id) => {
      const service = catalog.service(id);
      return service === undefined ? [] : everyLine(service, index);
    });
    cells[index] = settle([...outcomesOf(ownCell, ""), ...outcomes], because);
  }

  function everyLine(service: Mode["service"], index: number): readonly Outcome[] {
    const kinds: (string | undefined)[] = [undefined, ...Object.keys(service.kinds)];
    return kinds.flatMap((kind) =>
      [[], ...service.variants.map((variant) => [variant])].map((variants) => ({
        cell: lineFor({ service, kind, variants }).cells[index] as LineCell,
        provider: service.provider,
        when: `it runs on ${service.name}${variants[0] === undefined ? "" : ` ${variants[0].name}`}`,
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
  return [...outcomes, { ...first, cell: { rule, steps: [{ by: "a mixture of these", rule }] }, when: "they differ" }];
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
  if (mode.service.id !== main.service.id) return `it is ${mode.service.name}`;
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
