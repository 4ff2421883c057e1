/** What the customer's share of each cell asks of a component, and whether its configuration shows it done. */
import type { Area, Duty, Service } from "@demarc/catalog/types";
import { compileCondition } from "../condition/condition.js";
import type { ComponentDuty, DutyStatus, KnownHolder } from "../model/assessment.js";
import type { Resource } from "../model/inventory.js";
import type { Subject } from "./node.js";
import { type Reason, sentenceOf } from "./reasons.js";
import type { Evaluator } from "./scope.js";

/** A duty of one area with its status, for all components that are alike. */
export interface DutyOutcome {
  readonly area: Area;
  /** Absent for the area's own duty, where the service says nothing narrower. */
  readonly duty?: Duty;
  readonly service: Service;
  readonly status: DutyStatus;
  readonly because?: Reason;
  readonly due?: string;
}

/** An area of which something is asked. */
export interface AskedArea {
  readonly area: Area;
  /** Whether it is, or may be, the customer's. Of any other area only that is asked which has a date. */
  readonly isYours: boolean;
}

const dutiesByCell = new WeakMap<Service, Map<string | undefined, Map<string, readonly Duty[]>>>();

/** The service's own duties that may stand in one cell; where there are none, callers take the area's default. */
export function dutiesInCell(area: Area, service: Service, kind: string | undefined): readonly Duty[] {
  let byKind = dutiesByCell.get(service);
  if (byKind === undefined) {
    byKind = new Map();
    dutiesByCell.set(service, byKind);
  }
  let byArea = byKind.get(kind);
  if (byArea === undefined) {
    byArea = new Map();
    for (const duty of service.duties) {
      if (duty.kind === undefined || duty.kind === kind)
        byArea.set(duty.area, [...(byArea.get(duty.area) ?? []), duty]);
    }
    byKind.set(kind, byArea);
  }
  return byArea.get(area.id) ?? noDuties;
}

const noDuties: readonly Duty[] = [];

export function defaultDutyId(area: Area): string {
  return `area/${area.id}`;
}

export function isYours(holders: readonly KnownHolder[]): boolean {
  return holders.includes("customer") || holders.includes("shared");
}

/** Those that have a date are asked whoever holds the cell: to move in time is the customer's. */
export function askedOf(area: Area, isYours: boolean, service: Service, kind: string | undefined): readonly Duty[] {
  const duties = dutiesInCell(area, service, kind);
  return isYours ? duties : duties.filter(({ due }) => due !== undefined);
}

/** The duties of one cell with their status. */
export function dutyOutcomes(
  { area, isYours: isOfYours }: AskedArea,
  subject: Subject,
  evaluator: Evaluator,
): readonly DutyOutcome[] {
  const { service, kind } = subject;
  const found: DutyOutcome[] = [];
  for (const duty of askedOf(area, isOfYours, service, kind)) {
    const applies = duty.when === undefined ? { truth: "yes" as const } : evaluator.truth(duty.when, subject);
    if (applies.truth === "no") continue;
    const standing: DutyStanding | undefined =
      applies.truth === "unknown"
        ? { status: "unknown", because: applies.because }
        : duty.due === undefined
          ? statusOf(duty, subject, evaluator)
          : datedStatusOf(duty.due, subject, evaluator);
    if (standing !== undefined) found.push({ area, duty, service, ...standing });
  }
  return found.length > 0 || !isOfYours
    ? found
    : [{ area, service, status: "unknown", because: "configuration alone cannot show it" }];
}

interface DutyStanding {
  readonly status: DutyStatus;
  readonly because?: string;
  readonly due?: string;
}

/** Met before its date, unmet from then on. Undefined where there is nothing that has dates. */
function datedStatusOf(
  due: NonNullable<Duty["due"]>,
  subject: Subject,
  evaluator: Evaluator,
): DutyStanding | undefined {
  if ("date" in due) return { status: due.date <= evaluator.asOf ? "unmet" : "met", due: due.date };
  const lifecycle = subject.service.lifecycles.find(({ id }) => id === due.lifecycle);
  const standing = lifecycle === undefined ? undefined : evaluator.standing(lifecycle, subject);
  if (standing === undefined || standing.kind === "none") return undefined;
  if (standing.kind === "unknown") return { status: "unknown", because: standing.because };
  const { dates, cycle, name } = standing.lifecycle;
  const date = dates.find(({ milestone }) => milestone === due.milestone);
  if (date === undefined) return { status: "met", because: `the calendar of ${name} has no such date for ${cycle}` };
  const isPast = date.from <= evaluator.asOf;
  return { status: isPast ? "unmet" : "met", because: `${cycle} (${name}): ${date.name} ${date.date}`, due: date.date };
}

function statusOf(duty: Duty, subject: Subject, evaluator: Evaluator): DutyStanding {
  if (duty.check === undefined) return { status: "unknown", because: "configuration alone cannot show it" };
  const { truth, because } = evaluator.truth(duty.check, subject);
  if (truth === "unknown") return { status: "unknown", because };
  return { status: truth === "yes" ? "met" : "unmet" };
}

/** The outcome for one component, with its address and place. */
export function componentDuty(outcome: DutyOutcome, resource: Resource, reasons: readonly string[]): ComponentDuty {
  const { area, duty, service, status } = outcome;
  const because = outcome.because === undefined ? undefined : sentenceOf(outcome.because, reasons);
  const { address } = resource;
  if (duty === undefined) {
    return {
      id: defaultDutyId(area),
      component: address,
      area: area.id,
      status,
      title: area.duty,
      because,
      evidence: [],
      due: null,
      controls: {},
    };
  }
  return {
    id: duty.id,
    component: address,
    area: area.id,
    status,
    title: duty.title,
    because,
    fix: duty.fix,
    evidence:
      status === "unknown"
        ? []
        : [{ kind: "configuration", file: resource.file, line: lineOf(duty, service, resource) }],
    due: outcome.due ?? null,
    controls: duty.controls,
    alsoKnownAs: duty.alsoKnownAs,
    source: duty.source,
  };
}

/** The line of the first attribute that the check reads and the component sets, else the component's own. */
function lineOf(duty: Duty, service: Service, resource: Resource): number {
  for (const name of attributesReadBy(duty, service, resource.format)) {
    if (Object.hasOwn(resource.lines, name)) return resource.lines[name] ?? resource.line;
  }
  return resource.line;
}

const readByDuty = new WeakMap<Duty, Map<string, readonly string[]>>();

/** The attributes that a duty's check reads, through its facts, once a duty and format. */
function attributesReadBy(duty: Duty, service: Service, format: Resource["format"]): readonly string[] {
  let byFormat = readByDuty.get(duty);
  if (byFormat === undefined) {
    byFormat = new Map();
    readByDuty.set(duty, byFormat);
  }
  let names = byFormat.get(format);
  if (names === undefined) {
    names = attributesRead(duty.check, service, format, 0);
    byFormat.set(format, names);
  }
  return names;
}

function attributesRead(
  text: string | undefined,
  service: Service,
  format: Resource["format"],
  depth: number,
): readonly string[] {
  if (text === undefined || depth > 4) return [];
  const { shapes } = compileCondition(text);
  const own = [...(shapes.get("it")?.fields.keys() ?? [])];
  for (const name of shapes.get("facts")?.fields.keys() ?? []) {
    const fact = Object.hasOwn(service.facts, name) ? service.facts[name] : undefined;
    const expression =
      (format === "terraform" || format === "cloudformation" ? fact?.[format] : undefined) ?? fact?.any;
    own.push(...attributesRead(expression, service, format, depth + 1));
  }
  return own;
}
