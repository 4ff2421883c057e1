/** What has become of a service, or will, in a few words. */
import type { Ended } from "@demarc/catalog/types";

/** "ended on 2025-04-25", "ends on …", "closed to new customers on …", "closes to new customers on …" */
export function whenEnded({ date, stays }: Pick<Ended, "date" | "stays">, asOf: string): string {
  const isPast = date <= asOf;
  if (stays === "customers") return `${isPast ? "closed" : "closes"} to new customers on ${date}`;
  return `${isPast ? "ended" : "ends"} on ${date}`;
}
