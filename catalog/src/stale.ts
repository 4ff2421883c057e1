/** Facts whose page was last looked at long ago. Pure: files and a date in, lines out. */
import type { ProductFile, ServiceFile, ViaFile } from "./source-files.js";
import type { Source } from "./types.js";

export interface StaleSource {
  readonly path: string;
  readonly source: Source;
  /** Since the page was last looked at. */
  readonly days: number;
  /** What rests on it: `areas.os`, `variants.fargate.os`, a duty's id. */
  readonly facts: readonly string[];
}

/** Sources last seen more than `days` before a date (YYYY-MM-DD), oldest first. */
export function staleSources(
  files: readonly { readonly path: string; readonly file: unknown }[],
  days: number,
  asOf: string,
): readonly StaleSource[] {
  return files
    .flatMap(({ path, file }) =>
      sourcesIn(file).map((found) => ({ path, ...found, days: daysBetween(found.source.seen, asOf) })),
    )
    .filter((entry) => entry.days > days)
    .sort((a, b) => b.days - a.days || (a.path < b.path ? -1 : 1));
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** Every source of a file of the catalog, wherever it stands in it, with what names it. */
function sourcesIn(file: unknown): readonly Pick<StaleSource, "source" | "facts">[] {
  const found: Pick<StaleSource, "source" | "facts">[] = [];
  const named = isRecord(file) && isRecord(file.sources) ? file.sources : {};
  for (const [key, source] of Object.entries(named)) {
    if (isSource(source)) found.push({ source, facts: usesOf(key, file as unknown as ServiceFile) });
  }
  if (isRecord(file) && isSource(file.source)) found.push({ source: file.source, facts: ["all of the file"] });
  if (isRecord(file) && isVia(file.via))
    found.push({ source: { ...file.via, title: file.via.name }, facts: cyclesOf(file as unknown as ProductFile) });
  return found;
}

/** Of a calendar whose dates were carried over from elsewhere, each cycle rests on the day on which they were. */
function cyclesOf({ cycles }: ProductFile): readonly string[] {
  return cycles.map(({ cycle }) => `cycles.${cycle}`);
}

/** Where a file names one of its sources by its key. */
function usesOf(key: string, value: unknown, path: readonly string[] = []): readonly string[] {
  if (Array.isArray(value))
    return value.flatMap((item, at) =>
      usesOf(key, item, [...path, isRecord(item) && typeof item.id === "string" ? item.id : `${at}`]),
    );
  if (!isRecord(value)) return [];
  const own = value.source === key ? [path.join(".") || "all of the file"] : [];
  return [
    ...own,
    ...Object.entries(value).flatMap(([name, inner]) =>
      name === "sources" ? [] : usesOf(key, inner, [...path, name]),
    ),
  ];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSource(value: unknown): value is Source {
  return (
    isRecord(value) &&
    typeof value.url === "string" &&
    typeof value.seen === "string" &&
    typeof value.title === "string"
  );
}

function isVia(value: unknown): value is ViaFile {
  return (
    isRecord(value) && typeof value.url === "string" && typeof value.seen === "string" && typeof value.name === "string"
  );
}
