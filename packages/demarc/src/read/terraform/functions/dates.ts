/** Terraform's functions on dates. The present time is not known: the core never reads the clock. */
import { unknown } from "../../../model/value.js";
import { EvaluationError } from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { asText, tolerant, whole } from "./define.js";

export const dates: FunctionTable = {
  formatdate: whole(2, 2, ([spec, time]) => formatDate(asText(spec), momentOf(asText(time)))),
  plantimestamp: tolerant(0, 0, () => unknown("the time of the plan")),
  timeadd: whole(2, 2, ([time, duration]) => later(momentOf(asText(time)), milliseconds(asText(duration)))),
  timecmp: whole(2, 2, ([a, b]) => Math.sign(momentOf(asText(a)).time - momentOf(asText(b)).time)),
  timestamp: tolerant(0, 0, () => unknown("the time of the run")),
};

interface Moment {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Minutes that its zone is ahead of UTC. */
  readonly offset: number;
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)([.,]\d+)?(?:Z|([-+])([01]\d|2[0-3]):([0-5]\d))$/;

function momentOf(text: string): Moment {
  const match = rfc3339.exec(text);
  if (match === null) throw new EvaluationError("the text is no RFC 3339 time");
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const offset = (match[8] === "-" ? -1 : 1) * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0));
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) {
    throw new EvaluationError("there is no such time");
  }
  local.setUTCHours(hour, minute, second);
  return { time: local.getTime() + Number(match[7]?.replace(",", ".") ?? 0) * 1000 - offset * 60_000, offset };
}

function later({ time, offset }: Moment, by: number): string {
  return formatDate("YYYY-MM-DD'T'hh:mm:ssZ", { time: time + by, offset });
}

const units: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 0.001,
  µs: 0.001,
  ns: 0.000001,
};

function milliseconds(duration: string): number {
  const body = duration.replace(/^[-+]/, "");
  if (body !== "0" && !/^(?:(?:\d+\.?\d*|\.\d+)(?:h|ms|us|µs|ns|m|s))+$/.test(body)) {
    throw new EvaluationError("timeadd(): the text is no duration");
  }
  let total = 0;
  for (const [, amount, unit = ""] of body.matchAll(/(\d+\.?\d*|\.\d+)(ms|us|µs|ns|h|m|s)/g)) {
    total += Number(amount) * (units[unit] ?? 0);
  }
  return duration.startsWith("-") ? -total : total;
}

/** Runs of one letter are parts; what is no letter stands for itself, and so does text in single quotes. */
function formatDate(spec: string, moment: Moment): string {
  return spec.replace(/'((?:[^']|'')*)'|'|([A-Za-z])\2*/g, (token, quoted: string | undefined) => {
    if (token === "''") return "'";
    if (quoted !== undefined) return quoted.replaceAll("''", "'");
    const part = datePart(token, moment);
    if (part === undefined) throw new EvaluationError(`formatdate(): ${token} is not known`);
    return part;
  });
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

function datePart(token: string, { time, offset }: Moment): string | undefined {
  const date = new Date(Math.floor(time) + offset * 60_000);
  const hour = date.getUTCHours();
  const hour12 = hour % 12 === 0 ? 12 : hour % 12;
  const month = months[date.getUTCMonth()] ?? "";
  const day = days[date.getUTCDay()] ?? "";
  const parts: Readonly<Record<string, string>> = {
    YYYY: String(date.getUTCFullYear()).padStart(4, "0"),
    YY: two(date.getUTCFullYear() % 100),
    MMMM: month,
    MMM: month.slice(0, 3),
    MM: two(date.getUTCMonth() + 1),
    M: String(date.getUTCMonth() + 1),
    DD: two(date.getUTCDate()),
    D: String(date.getUTCDate()),
    EEEE: day,
    EEE: day.slice(0, 3),
    hh: two(hour),
    h: String(hour),
    HH: two(hour12),
    H: String(hour12),
    AA: hour < 12 ? "AM" : "PM",
    aa: hour < 12 ? "am" : "pm",
    mm: two(date.getUTCMinutes()),
    m: String(date.getUTCMinutes()),
    ss: two(date.getUTCSeconds()),
    s: String(date.getUTCSeconds()),
    ZZZZZ: zone(offset, ":"),
    ZZZZ: zone(offset, ""),
    ZZZ: offset === 0 ? "UTC" : zone(offset, ""),
    Z: offset === 0 ? "Z" : zone(offset, ":"),
  };
  return Object.hasOwn(parts, token) ? parts[token] : undefined;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function zone(offset: number, between: string): string {
  const minutes = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${between}${two(minutes % 60)}`;
}
