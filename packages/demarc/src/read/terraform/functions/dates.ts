/** Terraform's functions on dates. The present time is not known: the core never reads the clock. */
import { unknown, type Value } from "../../../model/value.js";
import { EvaluationError, textOf } from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { any, whole } from "./define.js";

const text = (value: Value | undefined): string => textOf(value ?? null);

export const dates: FunctionTable = {
  formatdate: whole(2, 2, ([spec, time]) => formatDate(text(spec), dateOf(text(time)))),
  plantimestamp: any(0, 0, () => unknown("the time of the plan")),
  timeadd: whole(2, 2, ([time, duration]) =>
    isoText(new Date(dateOf(text(time)).getTime() + milliseconds(text(duration)))),
  ),
  timecmp: whole(2, 2, ([a, b]) => Math.sign(dateOf(text(a)).getTime() - dateOf(text(b)).getTime())),
  timestamp: any(0, 0, () => unknown("the time of the run")),
};

function dateOf(value: string): Date {
  const date = new Date(value);
  if (Number.isNaN(date.getTime()) || !/^\d{4}-\d{2}-\d{2}T/.test(value))
    throw new EvaluationError("the text is no RFC 3339 time");
  return date;
}

function isoText(date: Date): string {
  return date.toISOString().replace(/\.000Z$/, "Z");
}

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1, us: 0.001, ns: 0.000001 };

function milliseconds(duration: string): number {
  const body = duration.replace(/^[-+]/, "");
  if (!/^(\d+(\.\d+)?(h|ms|us|ns|m|s))+$/.test(body)) throw new EvaluationError("timeadd(): the text is no duration");
  let total = 0;
  for (const [, amount, unit] of body.matchAll(/(\d+(?:\.\d+)?)(ms|us|ns|h|m|s)/g))
    total += Number(amount) * (units[unit ?? ""] ?? 0);
  return duration.startsWith("-") ? -total : total;
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

function formatDate(spec: string, date: Date): string {
  return spec.replace(
    /'((?:[^']|'')*)'|YYYY|YY|MMMM|MMM|MM|M|DD|D|EEEE|EEE|HH|H|hh|h|AA|aa|mm|m|ss|s|ZZZZZ|ZZZZ|ZZZ|Z/g,
    (token, quoted: string | undefined) =>
      quoted === undefined ? datePart(token, date) : quoted.replaceAll("''", "'"),
  );
}

function datePart(token: string, date: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const hour = date.getUTCHours();
  const parts: Readonly<Record<string, string>> = {
    YYYY: String(date.getUTCFullYear()),
    YY: two(date.getUTCFullYear() % 100),
    MMMM: months[date.getUTCMonth()] ?? "",
    MMM: (months[date.getUTCMonth()] ?? "").slice(0, 3),
    MM: two(date.getUTCMonth() + 1),
    M: String(date.getUTCMonth() + 1),
    DD: two(date.getUTCDate()),
    D: String(date.getUTCDate()),
    EEEE: days[date.getUTCDay()] ?? "",
    EEE: (days[date.getUTCDay()] ?? "").slice(0, 3),
    hh: two(hour),
    h: String(hour),
    HH: two(hour % 12 === 0 ? 12 : hour % 12),
    H: String(hour % 12 === 0 ? 12 : hour % 12),
    AA: hour < 12 ? "AM" : "PM",
    aa: hour < 12 ? "am" : "pm",
    mm: two(date.getUTCMinutes()),
    m: String(date.getUTCMinutes()),
    ss: two(date.getUTCSeconds()),
    s: String(date.getUTCSeconds()),
    ZZZZZ: "+00:00",
    ZZZZ: "+0000",
    ZZZ: "UTC",
    Z: "Z",
  };
  return parts[token] ?? token;
}
