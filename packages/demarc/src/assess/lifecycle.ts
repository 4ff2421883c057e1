/** Where a version stands in its calendar: which dates are its own, and which of them are past. Dates are texts, YYYY-MM-DD. */
import type { Calendar, Lifecycle } from "@demarc/catalog/types";
import type { ComponentLifecycle, LifecycleDate } from "../model/assessment.js";
import { isList, type Value } from "../model/value.js";

export type Standing =
  /** There is nothing here that has dates. */
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly because: string }
  | { readonly kind: "known"; readonly lifecycle: ComponentLifecycle };

const none: Standing = { kind: "none" };

/** `value` is what the lifecycle's fact gives: `[product, version]`, or null. What no calendar has is unknown, and never supported. */
export function standingOf(lifecycle: Lifecycle, value: Value): Standing {
  if (!isList(value)) return none;
  const [product, version] = value;
  if (version === null || version === undefined || version === "")
    return lifecycle.unset === undefined ? none : unknown(lifecycle.unset);
  const calendar = Object.hasOwn(lifecycle.calendars, String(product))
    ? lifecycle.calendars[String(product)]
    : undefined;
  if (calendar === undefined) return unknown(`no calendar of the catalog is for it (version ${String(version)})`);
  const cycle = cycleOf(calendar, String(version));
  if (cycle === undefined) return unknown(`${String(version)} is not in the calendar of ${calendar.name}`);
  return {
    kind: "known",
    lifecycle: {
      id: lifecycle.id,
      product: String(product),
      name: calendar.name,
      version: String(version),
      cycle: cycle.name,
      dates: datesOf(calendar, cycle.dates),
      source: calendar.source,
    },
  };
}

/** The milestones that are past on a date. */
export function pastOn(date: string, standing: Standing): readonly string[] {
  if (standing.kind !== "known") return [];
  return standing.lifecycle.dates.filter(({ from }) => from <= date).map(({ milestone }) => milestone);
}

function unknown(because: string): Standing {
  return { kind: "unknown", because };
}

function cycleOf(calendar: Calendar, version: string): Calendar["cycles"][string] | undefined {
  const wanted = version.trim().toLowerCase();
  if (Object.hasOwn(calendar.cycles, wanted)) return calendar.cycles[wanted];
  const isOf = { whole: isEqual, prefix: beginsWith, words: hasWords }[calendar.versions];
  const [longest] = Object.keys(calendar.cycles)
    .filter((name) => isOf(wanted, name))
    .sort((a, b) => b.length - a.length);
  return longest === undefined ? undefined : calendar.cycles[longest];
}

function isEqual(version: string, cycle: string): boolean {
  return version === cycle;
}

/** 16.3 is of 16, and 1.30 not of 1.3. */
function beginsWith(version: string, cycle: string): boolean {
  return version.startsWith(cycle) && !/[a-z0-9]/.test(version.charAt(cycle.length));
}

function hasWords(version: string, cycle: string): boolean {
  const words = version.split(/[\s/]+/);
  let at = -1;
  return cycle.split(/\s+/).every((word) => {
    at = words.indexOf(word, at + 1);
    return at >= 0;
  });
}

function datesOf(calendar: Calendar, dates: readonly (string | null)[]): readonly LifecycleDate[] {
  return calendar.milestones.flatMap(({ id, name, isLastDay }, at): readonly LifecycleDate[] => {
    const date = dates[at];
    return date === null || date === undefined
      ? []
      : [{ milestone: id, name, date, from: isLastDay ? dayAfter(date) : date }];
  });
}

function dayAfter(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}
