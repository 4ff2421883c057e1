/** Dates that a user gives: YYYY-MM-DD, and days that there are. */
import { today } from "./io.js";
import { UsageError } from "./usage-error.js";

/** Makes the parser of a date option. @throws UsageError for anything but a date */
export function dateOption(option: string): (text: string) => string {
  return (text) => {
    const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
    const isDate =
      parsed !== undefined && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(`${text}T`);
    if (!isDate) throw new UsageError(`${option} takes a date such as 2026-11-24, not ${JSON.stringify(text)}.`);
    return text;
  };
}

/** The date that is asked for. */
export function asOfOrToday(asOf: string | undefined): string {
  return asOf ?? today();
}

/** No date has more than four digits for the year. */
const last = "9999-12-31";

/** The same day of the next year; 29 February becomes 1 March. */
export function yearAfter(date: string): string {
  if (date.startsWith("9999")) return last;
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCFullYear(day.getUTCFullYear() + 1);
  return day.toISOString().slice(0, 10);
}
