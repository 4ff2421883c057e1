/** Answers said once: cells with the same explanation share one. */
import type { Source } from "@demarc/catalog/types";
import type { Catalog } from "../catalog/catalog.js";
import type { Answer, Cell, KnownHolder, SourceRef, Step } from "../model/assessment.js";
import { holdersOf, type Outcome, type ResolvedCell, type ResolvedComponent } from "./cells.js";
import { askedOf, defaultDutyId, isYours } from "./duties.js";
import type { LineCell } from "./line.js";

export interface Answers {
  readonly all: readonly Answer[];
  readonly cellOf: (cell: ResolvedCell, area: number, resolved: ResolvedComponent) => Cell;
}

export function createAnswers(catalog: Catalog): Answers {
  const all: Answer[] = [];
  const cells: Cell[] = [];
  const known = new Map<LineCell, Map<string, number>>();
  const others = new Map<string, number>();

  function add(answer: Answer): number {
    all.push(answer);
    return all.length - 1;
  }

  function cellOf(cell: ResolvedCell, area: number, resolved: ResolvedComponent): Cell {
    if (cell.kind === "known") return sharedCell(cell.cell.rule.holder, knownAnswer(cell, area, resolved));
    const duties = dutyIds(cell, area, resolved);
    const answer =
      cell.kind === "mixed"
        ? mixedAnswer(catalog, cell, duties)
        : unknownAnswer(catalog, cell, duties, resolved.main.service.name);
    const key = JSON.stringify(answer);
    let index = others.get(key);
    if (index === undefined) {
      index = add(answer);
      others.set(key, index);
    }
    return cell.kind === "mixed"
      ? { holder: "shared", answer: index }
      : { holder: "unknown", possible: holdersOf(cell), answer: index };
  }

  /** Cells with the same answer are one object. */
  function sharedCell(holder: KnownHolder, answer: number): Cell {
    cells[answer] ??= { holder, answer };
    return cells[answer];
  }

  /** The line cell is one object for all components in the same mode, so it is the key; duties differ by kind. */
  function knownAnswer(
    cell: Extract<ResolvedCell, { kind: "known" }>,
    area: number,
    resolved: ResolvedComponent,
  ): number {
    let byKind = known.get(cell.cell);
    if (byKind === undefined) {
      byKind = new Map();
      known.set(cell.cell, byKind);
    }
    const key = resolved.seenAs.map(({ service, kind }) => `${service.id} ${kind ?? ""}`).join(" ");
    let index = byKind.get(key);
    if (index === undefined) {
      const { rule, steps } = cell.cell;
      index = add({
        party: partyOf(catalog, rule.holder, cell.provider),
        because: rule.because,
        providerDoes: rule.provider,
        customerDoes: rule.customer,
        source: sourceRef(rule.source),
        setBy: steps.map((step) => step.by),
        confidence: rule.confidence,
        duties: dutyIds(cell, area, resolved),
        steps: stepsOf(cell.cell),
      });
      byKind.set(key, index);
    }
    return index;
  }

  function dutyIds(cell: ResolvedCell, index: number, { seenAs }: ResolvedComponent): readonly string[] {
    const area = catalog.core.areas[index];
    if (area === undefined) return [];
    const isOfYours = isYours(holdersOf(cell));
    const ids = seenAs.flatMap(({ service, kind }) => askedOf(area, isOfYours, service, kind).map((duty) => duty.id));
    return ids.length > 0 || !isOfYours ? ids : [defaultDutyId(area)];
  }

  return { all, cellOf };
}

function mixedAnswer(
  catalog: Catalog,
  cell: Extract<ResolvedCell, { kind: "mixed" }>,
  duties: readonly string[],
): Answer {
  const say = (holder: KnownHolder): string | undefined => {
    const texts = cell.outcomes
      .filter((outcome) => outcome.cell.rule.holder === holder || outcome.cell.rule.holder === "shared")
      .map((outcome) => `${outcome.when}: ${textOf(outcome, holder)}`);
    return texts.length === 0 ? undefined : [...new Set(texts)].join(" ");
  };
  const first = cell.outcomes[0] as Outcome;
  return {
    party: partyOf(catalog, "shared", first.provider),
    because: `It runs on ${cell.via.join(" and ")}, which differ here: ${cell.outcomes
      .map((outcome) => `${partyOf(catalog, outcome.cell.rule.holder, outcome.provider)} ${outcome.when}`)
      .join(", ")}.`,
    providerDoes: say("provider"),
    customerDoes: say("customer"),
    source: sourceRef(first.cell.rule.source),
    setBy: [`runs on ${cell.via.join(", ")}`],
    confidence: "documented",
    duties,
    steps: cell.outcomes.flatMap((outcome) => stepsOf(outcome.cell)),
  };
}

function textOf(outcome: Outcome, holder: KnownHolder): string {
  const { rule } = outcome.cell;
  return (holder === "provider" ? rule.provider : rule.customer) ?? rule.because;
}

function unknownAnswer(
  catalog: Catalog,
  cell: Extract<ResolvedCell, { kind: "unknown" }>,
  duties: readonly string[],
  service: string,
): Answer {
  const alternatives = new Map<string, { holder: KnownHolder; when: string; because: string }>();
  for (const { cell: inner, when } of cell.outcomes) {
    const entry = { holder: inner.rule.holder, when: when === "" ? "otherwise" : when, because: inner.rule.because };
    const key = `${entry.holder} ${entry.when}`;
    if (!alternatives.has(key)) alternatives.set(key, entry);
  }
  // The case of none is said last: "provider on Fargate, customer otherwise".
  const ordered = [...alternatives.values()].sort(
    (a, b) => Number(a.when === "otherwise") - Number(b.when === "otherwise"),
  );
  const first = cell.outcomes[0] as Outcome;
  const says = saysWho(ordered, (holder) => partyOf(catalog, holder, first.provider));
  return {
    party: "not known",
    because: `${capitalized(cell.because)}. For ${service}: ${says}.`,
    setBy: [...new Set(cell.outcomes.flatMap((outcome) => outcome.cell.steps.map((step) => step.by)))],
    confidence: "unknown",
    duties,
    steps: stepsOf(first.cell),
    alternatives: ordered,
  };
}

/** More ways than these are not told one by one, only who it may be. */
const mostWays = 4;

function saysWho(
  alternatives: readonly { readonly holder: KnownHolder; readonly when: string }[],
  party: (holder: KnownHolder) => string,
): string {
  const byHolder = new Map<KnownHolder, string[]>();
  for (const { holder, when } of alternatives) byHolder.set(holder, [...(byHolder.get(holder) ?? []), when]);
  if (alternatives.length > mostWays) return [...byHolder.keys()].map(party).join(", or ");
  return [...byHolder].map(([holder, ways]) => `${party(holder)} ${ways.join(" or ")}`).join(", ");
}

/** The name of who holds a cell, as it is shown to a person. */
export function partyOf(catalog: Catalog, holder: KnownHolder, provider: string): string {
  const name = Object.hasOwn(catalog.core.providers, provider)
    ? (catalog.core.providers[provider]?.party ?? provider)
    : provider;
  switch (holder) {
    case "provider":
      return name;
    case "customer":
      return "you";
    case "shared":
      return `${name} and you`;
    case "none":
      return "nobody";
  }
}

export function stepsOf(cell: LineCell): readonly Step[] {
  return cell.steps.map((step) => ({
    by: step.by,
    holder: step.rule.holder,
    because: step.rule.because,
    source: sourceRef(step.rule.source),
  }));
}

export function sourceRef(source: Source): SourceRef {
  return { title: source.title, url: source.url, seen: source.seen };
}

/** A sentence begins with a capital letter, but an address stays as it is. */
function capitalized(text: string): string {
  return /^[a-z]+[ ,]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
