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

/** The duties of one cell with their status. Call it only for a cell that is, or may be, the customer's. */
export function dutyOutcomes(area: Area, subject: Subject, evaluator: Evaluator): readonly DutyOutcome[] {
  const { service, kind } = subject;
  const found: DutyOutcome[] = [];
  for (const duty of dutiesInCell(area, service, kind)) {
    const applies = duty.when === undefined ? { truth: "yes" as const } : evaluator.truth(duty.when, subject);
    if (applies.truth === "no") continue;
    const { status, because } =
      applies.truth === "unknown"
        ? { status: "unknown" as const, because: applies.because }
        : statusOf(duty, subject, evaluator);
    found.push({ area, duty, service, status, because });
  }
  return found.length > 0
    ? found
    : [{ area, service, status: "unknown", because: "configuration alone cannot show it" }];
}

function statusOf(
  duty: Duty,
  subject: Subject,
  evaluator: Evaluator,
): { readonly status: DutyStatus; readonly because?: string } {
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
    due: null,
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
