/**
 * What moves when: the assessment at each date on which something of the system changes, compared with the one before. The
 * dates are those of its components' calendars and of the end of its services; on any other day nothing changes.
 */
import type { Area, Service } from "@demarc/catalog/types";
import { assess } from "../assess/assess.js";
import type { Catalog } from "../catalog/catalog.js";
import type {
  Assessment,
  Component,
  ComponentDuty,
  ComponentLifecycle,
  Holder,
  SourceRef,
} from "../model/assessment.js";
import type { Inventory } from "../model/inventory.js";

export interface ForecastOptions {
  /** YYYY-MM-DD. */
  readonly asOf: string;
  /** YYYY-MM-DD, included. */
  readonly until: string;
  readonly inputs: readonly string[];
}

export interface Forecast {
  readonly asOf: string;
  readonly until: string;
  readonly inputs: readonly string[];
  /** What was due on the first date or before it, and is not done; oldest first. */
  readonly past: readonly DueDuty[];
  readonly dates: readonly ForecastDate[];
  /** What has dates, but it is not known which. */
  readonly unknown: readonly UnknownDate[];
}

export interface ForecastDate {
  /** The first day on which it is so. */
  readonly date: string;
  readonly moves: readonly Move[];
  readonly due: readonly DueDuty[];
}

/** A cell that gets another holder. */
export interface Move extends Place {
  readonly area: string;
  readonly from: Side;
  readonly to: Side;
  readonly because: string;
  readonly source?: SourceRef;
}

export interface Side {
  readonly holder: Holder;
  readonly party: string;
}

/** A duty whose date is there. */
export interface DueDuty extends Place {
  readonly id: string;
  readonly area: string;
  /** As the provider has it. */
  readonly due: string;
  readonly title: string;
  /** The version, and what happens to it: "python3.10: deprecation 2026-10-31". */
  readonly because?: string;
  readonly fix?: string;
  readonly source?: SourceRef;
}

export interface UnknownDate extends Place {
  readonly id: string;
  readonly area: string;
  readonly title: string;
  readonly because: string;
}

/** What it is about. */
interface Place {
  readonly component: string;
  readonly service: string;
  readonly file: string;
  readonly line: number;
}

/** The forecast, and the assessment at its first date. */
export function forecastOf(
  inventory: Inventory,
  catalog: Catalog,
  { asOf, until, inputs }: ForecastOptions,
): { readonly forecast: Forecast; readonly assessment: Assessment } {
  const at = (date: string): Assessment => assess(inventory, catalog, { asOf: date, inputs });
  const assessment = at(asOf);
  const dates: ForecastDate[] = [];
  let before = assessment;
  for (const date of turningPoints(assessment, catalog)) {
    if (date <= asOf || date > until) continue;
    const after = at(date);
    const moves = movesBetween(before, after, catalog.core.areas);
    const due = overdueOf(after, catalog, before);
    if (moves.length + due.length > 0) dates.push({ date, moves, due });
    before = after;
  }
  const past = [...overdueOf(assessment, catalog)].sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
  return { forecast: { asOf, until, inputs, past, dates, unknown: unknownOf(assessment, catalog) }, assessment };
}

/** Every date on which something of these components changes, past ones too, in order. */
function turningPoints({ components }: Assessment, catalog: Catalog): readonly string[] {
  const dates = new Set<string>();
  const seen = new Set<string | readonly ComponentLifecycle[]>();
  for (const { service, lifecycles } of components) {
    if (!seen.has(service)) {
      seen.add(service);
      const ended = catalog.service(service)?.ended;
      if (ended !== undefined) dates.add(ended.date);
    }
    if (lifecycles === undefined || seen.has(lifecycles)) continue;
    seen.add(lifecycles);
    for (const lifecycle of lifecycles) for (const { from } of lifecycle.dates) dates.add(from);
  }
  return [...dates].sort();
}

/** Both are of one inventory, so their components are the same in the same order. */
function movesBetween(before: Assessment, after: Assessment, areas: readonly Area[]): readonly Move[] {
  return after.components.flatMap((component, index) => {
    const earlier = before.components[index];
    if (earlier === undefined) return [];
    return areas.flatMap(({ id }): readonly Move[] => {
      const from = sideAt(before, earlier, id);
      const to = sideAt(after, component, id);
      if (from === undefined || to === undefined || isSame(from, to)) return [];
      const answer = after.answers[component.cells[id]?.answer ?? -1];
      return [{ ...placeOf(component), area: id, from, to, because: answer?.because ?? "", source: answer?.source }];
    });
  });
}

interface KnownSide extends Side {
  readonly possible: string;
}

function sideAt(assessment: Assessment, component: Component, area: string): KnownSide | undefined {
  const cell = component.cells[area];
  const answer = cell === undefined ? undefined : assessment.answers[cell.answer];
  if (cell === undefined || answer === undefined) return undefined;
  return { holder: cell.holder, party: answer.party, possible: (cell.possible ?? []).join(" ") };
}

function isSame(one: KnownSide, other: KnownSide): boolean {
  return one.holder === other.holder && one.party === other.party && one.possible === other.possible;
}

/** Duties past their date; with an earlier assessment, only those that were not past it then. */
function overdueOf(assessment: Assessment, catalog: Catalog, earlier?: Assessment): readonly DueDuty[] {
  return assessment.components.flatMap((component) => {
    if (datedDuties(catalog, component.service).size === 0) return [];
    const wasDue = earlier === undefined ? [] : idsOverdue(earlier.duties.of(component.address));
    return assessment.duties
      .of(component.address)
      .filter((duty) => isOverdue(duty) && !wasDue.includes(duty.id))
      .map(
        ({ id, area, due, title, because, fix, source }): DueDuty => ({
          ...placeOf(component),
          id,
          area,
          due: due ?? "",
          title,
          because,
          fix,
          source,
        }),
      );
  });
}

function idsOverdue(duties: readonly ComponentDuty[]): readonly string[] {
  return duties.filter(isOverdue).map(({ id }) => id);
}

function isOverdue({ status, due }: ComponentDuty): boolean {
  return status === "unmet" && due !== null;
}

/** Duties with a date that cannot be told: no version is set, or no calendar has it. */
function unknownOf(assessment: Assessment, catalog: Catalog): readonly UnknownDate[] {
  return assessment.components.flatMap((component) => {
    const withDate = datedDuties(catalog, component.service);
    if (withDate.size === 0) return [];
    return assessment.duties
      .of(component.address)
      .filter(({ id, status }) => status === "unknown" && withDate.has(id))
      .map(({ id, area, title, because = "" }) => ({ ...placeOf(component), id, area, title, because }));
  });
}

const dated = new WeakMap<Service, ReadonlySet<string>>();

function datedDuties(catalog: Catalog, id: string): ReadonlySet<string> {
  const service = catalog.service(id);
  if (service === undefined) return new Set();
  let ids = dated.get(service);
  if (ids === undefined) {
    ids = new Set(service.duties.filter(({ due }) => due !== undefined).map((duty) => duty.id));
    dated.set(service, ids);
  }
  return ids;
}

function placeOf({ address, service, file, line }: Component): Place {
  return { component: address, service, file, line };
}
