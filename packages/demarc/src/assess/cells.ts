/** A component's cells: from its modes, and from what it runs on. */
import type { RunsOn, Service } from "@demarc/catalog/types";
import type { Catalog } from "../catalog/catalog.js";
import type { KnownHolder } from "../model/assessment.js";
import { type Address, isUnknown, type Unknown, type Value } from "../model/value.js";
import type { Alike, AlikeFinder, Member } from "./alike.js";
import { type Line, type LineCell, type LineStep, lineOf } from "./line.js";
import type { Mode, Modes } from "./modes.js";
import type { Subject } from "./node.js";
import type { Evaluator } from "./scope.js";

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

/** As what a component is answered; several where it is not known which. */
export interface SeenAs {
  readonly service: Service;
  readonly kind: string | undefined;
}

export interface ResolvedComponent {
  readonly seenAs: readonly SeenAs[];
  /** The mode that holds where every unknown condition is false. */
  readonly main: Mode;
  readonly line: Line;
  readonly uncertain: Modes["uncertain"];
  readonly cells: readonly ResolvedCell[];
  readonly runsOn?: Address;
}

/** `members` are those of the subjects, where the caller has them. */
export type Resolver = (subjects: readonly Subject[], members?: readonly Member[]) => ResolvedComponent;

/** Makes the function that resolves components; it remembers each, so that chains of runs-on are walked once. */
export function createResolver(catalog: Catalog, evaluator: Evaluator, alike: AlikeFinder): Resolver {
  const lines = new Map<string, Line>();
  const areaIndex = new Map(catalog.core.areas.map((area, index) => [area.id, index]));
  const plain = new Map<Line, Map<string | undefined, readonly ResolvedCell[]>>();
  const owns = new Map<string, ResolvedComponent>();
  /** Only what runs on something else is remembered by itself. */
  const resolved = new Map<Subject, ResolvedComponent>();
  const overlaid = new Map<ResolvedComponent, Map<string, ResolvedComponent>>();
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
  function resolve(subjects: readonly Subject[], members?: readonly Member[]): ResolvedComponent {
    const each = subjects.map((subject, at) => resolveOne(subject, members?.[at]));
    const first = each[0] as ResolvedComponent;
    if (each.length === 1) return first;
    const cells = first.cells.map((_, index) => {
      const outcomes = each.flatMap(({ cells: own, main }) =>
        outcomesOf(own[index] as ResolvedCell, `if it is ${main.service.name}`),
      );
      return settle(outcomes, "which service it belongs to is not known");
    });
    return {
      ...first,
      seenAs: each.flatMap(({ seenAs }) => seenAs),
      uncertain: each.flatMap(({ uncertain }) => uncertain),
      cells,
    };
  }

  function resolveOne(subject: Subject, member: Member | undefined): ResolvedComponent {
    if (subject.service.runsOn.length === 0) return resolveOwn(member ?? alike.memberOf(subject));
    const known = resolved.get(subject);
    if (known !== undefined) return known;
    const own = resolveOwn(member ?? alike.memberOf(subject));
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

  /** What it is by itself: one object for all that are in the same modes, also in what is uncertain. */
  function resolveOwn({ alike: group, uncertain }: Member): ResolvedComponent {
    const { service, kind, modes } = group;
    const variants = modes.main.variants.map(({ id }) => id).join(" ");
    const maybe = uncertain.map(({ variant, because }) => `${variant.id} ${because}`).join("\u0001");
    const key = `${service.id} ${kind ?? ""} ${variants}\u0001${maybe}`;
    let own = owns.get(key);
    if (own === undefined) {
      own = ownOf(group, uncertain);
      owns.set(key, own);
    }
    return own;
  }

  function ownOf({ service, kind, modes }: Alike, uncertain: Modes["uncertain"]): ResolvedComponent {
    const { main, of } = modes;
    const line = lineFor(main);
    const seenAs = [{ service, kind }];
    if (uncertain.length === 0) return { seenAs, main, line, uncertain, cells: plainCells(line, main) };
    const because = [...new Set(uncertain.map((entry) => entry.because))].join("; ");
    const provider = main.service.provider;
    const cells = line.cells.map((_, index): ResolvedCell => {
      const outcomes = of(catalog.core.areas[index]?.id ?? "").map(
        (mode): Outcome => ({ cell: lineFor(mode).cells[index] as LineCell, provider, when: whenOf(mode, main) }),
      );
      return settle(outcomes, because);
    });
    return { seenAs, main, line, uncertain, cells };
  }

  /** Lets what the component runs on answer the areas that the service says it does; once for all that run on the same. */
  function overlayRunsOn(own: ResolvedComponent, subject: Subject): ResolvedComponent {
    const grounds = subject.service.runsOn.flatMap((rule) => groundOf(rule, subject));
    if (grounds.length === 0) return own;
    let byGrounds = overlaid.get(own);
    if (byGrounds === undefined) {
      byGrounds = new Map();
      overlaid.set(own, byGrounds);
    }
    const key = grounds.map(({ key: part }) => part).join("\u0002");
    const known = byGrounds.get(key);
    if (known !== undefined) return known;
    const depth = cameBackTo;
    const made = laidOver(own, subject, grounds);
    // On the way round a circle it holds only for where the circle was entered.
    if (cameBackTo === depth) byGrounds.set(key, made);
    return made;
  }

  /** What one rule finds; none where it does not apply, or leads to nothing. */
  function groundOf(rule: RunsOn, subject: Subject): readonly Ground[] {
    const when = rule.when === undefined ? applies : evaluator.truth(rule.when, subject);
    if (when.truth === "no") return [];
    const targets = evaluator.related(rule.relation, subject);
    const start = `${rule.relation} ${rule.areas.join(" ")} ${when.truth} ${when.because ?? ""}\u0001`;
    if (isUnknown(targets as Value)) {
      const { because } = targets as Unknown;
      return [{ rule, when, targets: because, key: start + because }];
    }
    const found = (targets as readonly Subject[]).filter(
      (target) => target.node.isComponent && target.node !== subject.node,
    );
    const key = start + found.map((target) => `${target.service.id} ${target.node.resource.address}`).join("\u0001");
    return found.length === 0 ? [] : [{ rule, when, targets: found, key }];
  }

  function laidOver(own: ResolvedComponent, subject: Subject, grounds: readonly Ground[]): ResolvedComponent {
    // The list is shared by all components on the same line; it is copied only where something is laid over it.
    const isCovered = grounds.some(({ rule }) => rule.areas.length > 0);
    const cells = isCovered ? [...own.cells] : (own.cells as ResolvedCell[]);
    let runsOn: Address | undefined;
    for (const { rule, when, targets } of grounds) {
      if (typeof targets === "string") {
        for (const area of rule.areas) spread(cells, area, subject, rule.relation, targets);
        continue;
      }
      if (when.truth === "yes") runsOn ??= targets[0]?.node.resource.address;
      for (const area of rule.areas) {
        const index = areaIndex.get(area) ?? -1;
        const ownCell = cells[index];
        if (ownCell === undefined) continue;
        const through = combine(
          targets.map((target) => [target, resolve([target]).cells[index] as ResolvedCell] as const),
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

const applies: ReturnType<Evaluator["truth"]> = { truth: "yes" };

/** What a rule of runs-on finds for a component: its targets, or why these are not known. */
interface Ground {
  readonly rule: RunsOn;
  readonly when: ReturnType<Evaluator["truth"]>;
  readonly targets: readonly Subject[] | string;
  readonly key: string;
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
