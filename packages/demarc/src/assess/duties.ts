/** What the customer's share of each cell asks of a component, and whether its configuration shows it done. */
import type { Area, Duty, Service } from "@demarc/catalog/types";
import { compileCondition } from "../condition/condition.js";
import type { ComponentDuty, DutyStatus, KnownHolder } from "../model/assessment.js";
import type { Evaluator } from "./scope.js";
import type { Subject } from "./subject.js";

const dutiesByCell = new WeakMap<Service, Map<string | undefined, Map<string, readonly Duty[]>>>();

/** The service's own duties that may stand in one cell; where there are none, callers take the area's default. */
export function dutiesInCell(area: Area, { service, kind }: Subject): readonly Duty[] {
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
export function assessCell(area: Area, subjects: readonly Subject[], evaluator: Evaluator): readonly ComponentDuty[] {
  const each = subjects.map((subject) => dutiesOf(area, subject, evaluator));
  if (each.length === 1) return each[0] as readonly ComponentDuty[];
  // What is asked depends on which service it is: nothing of it is shown to be done.
  const because = "which service it belongs to is not known";
  const byId = new Map(each.flat().map((duty) => [duty.id, duty]));
  return [...byId.values()].map((duty) => ({ ...duty, status: "unknown", because, evidence: [] }));
}

function dutiesOf(area: Area, subject: Subject, evaluator: Evaluator): readonly ComponentDuty[] {
  const found: ComponentDuty[] = [];
  for (const duty of dutiesInCell(area, subject)) {
    const applies = duty.when === undefined ? { truth: "yes" as const } : evaluator.truth(duty.when, subject);
    if (applies.truth === "no") continue;
    const { status, because } =
      applies.truth === "unknown"
        ? { status: "unknown" as const, because: applies.because }
        : statusOf(duty, subject, evaluator);
    found.push({
      id: duty.id,
      component: subject.node.resource.address,
      area: area.id,
      status,
      title: duty.title,
      because,
      fix: duty.fix,
      evidence:
        status === "unknown"
          ? []
          : [{ kind: "configuration", file: subject.node.resource.file, line: lineOf(duty, subject) }],
      due: null,
      controls: duty.controls,
      alsoKnownAs: duty.alsoKnownAs,
      source: duty.source,
    });
  }
  if (found.length > 0) return found;
  return [
    {
      id: defaultDutyId(area),
      component: subject.node.resource.address,
      area: area.id,
      status: "unknown",
      title: area.duty,
      because: "configuration alone cannot show it",
      evidence: [],
      due: null,
      controls: {},
    },
  ];
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

/** The line of the first attribute that the check reads and the component sets, else the component's own. */
function lineOf(duty: Duty, subject: Subject): number {
  const { resource } = subject.node;
  for (const name of attributesReadBy(duty, subject)) {
    if (Object.hasOwn(resource.lines, name)) return resource.lines[name] ?? resource.line;
  }
  return resource.line;
}

const readByDuty = new WeakMap<Duty, Map<string, readonly string[]>>();

/** The attributes that a duty's check reads, through its facts, once a duty and format. */
function attributesReadBy(duty: Duty, subject: Subject): readonly string[] {
  let byFormat = readByDuty.get(duty);
  if (byFormat === undefined) {
    byFormat = new Map();
    readByDuty.set(duty, byFormat);
  }
  const { format } = subject.node.resource;
  let names = byFormat.get(format);
  if (names === undefined) {
    names = attributesRead(duty.check, subject, 0);
    byFormat.set(format, names);
  }
  return names;
}

function attributesRead(text: string | undefined, subject: Subject, depth: number): readonly string[] {
  if (text === undefined || depth > 4) return [];
  const { shapes } = compileCondition(text);
  const own = [...(shapes.get("it")?.fields.keys() ?? [])];
  const format = subject.node.resource.format;
  for (const name of shapes.get("facts")?.fields.keys() ?? []) {
    const fact = Object.hasOwn(subject.service.facts, name) ? subject.service.facts[name] : undefined;
    const expression =
      (format === "terraform" || format === "cloudformation" ? fact?.[format] : undefined) ?? fact?.any;
    own.push(...attributesRead(expression, subject, depth + 1));
  }
  return own;
}
