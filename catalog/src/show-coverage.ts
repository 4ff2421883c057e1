/**
 * `npm run catalog:coverage [-- --all]`: the share of all resource types that the catalog classifies, by provider and format,
 * and what is missing. Exits 1 where a share has fallen below `coverage-floor.yaml`.
 */
import { byBeginning, coverageOf } from "./coverage.js";
import { compileAll } from "./read-catalog.js";
import { readYaml } from "./source-files.js";
import { knownEntries, typeLists } from "./type-lists.js";

interface Floor {
  /** Percent of the types that are classified, and of those that are so by their own name. */
  readonly classified: number;
  readonly named: number;
}

const showAll = process.argv.includes("--all");
const { floors } = readYaml("coverage-floor.yaml") as { floors: Record<string, Record<string, Floor>> };
const { core } = compileAll();
const fallen: string[] = [];
const rows: string[][] = [
  ["provider", "format", "types", "by name", "no line", "by namespace", "missing", "classified"],
];
const missing: string[] = [];
for (const { provider, format, list } of typeLists) {
  const types = knownEntries(list);
  const coverage = coverageOf(types, core);
  const share = (count: number): number => Math.floor((count / types.length) * 1000) / 10;
  const classified = share(types.length - coverage.missing.length);
  const named = share(coverage.named.length + coverage.withoutLine.length);
  const counts = [coverage.named, coverage.withoutLine, coverage.byNamespace, coverage.missing].map(
    ({ length }) => length,
  );
  rows.push([provider, format, `${types.length}`, ...counts.map(String), `${classified.toFixed(1)} %`]);
  const floor = floors[provider]?.[format];
  if (floor !== undefined && (classified < floor.classified || named < floor.named))
    fallen.push(
      `${provider} ${format}: ${classified} % classified and ${named} % by name, which must not be less than ${floor.classified} % and ${floor.named} %`,
    );
  if (floor !== undefined || showAll) missing.push(...coverage.missing, ...coverage.byNamespace);
}
const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
const lines = rows.map((row) => row.map(pad).join("  ").trimEnd());
if (missing.length > 0) {
  lines.push("", `not classified by name (${missing.length}):`);
  for (const [beginning, types] of byBeginning(missing))
    lines.push(`  ${beginning} (${types.length}): ${types.join(" ")}`);
}
// In one piece, so that a reader that closes early (`| head`) is no error.
process.stdout.on("error", () => process.exit()).write(`${lines.join("\n")}\n`);
for (const line of fallen) console.error(line);
process.exitCode = fallen.length === 0 ? 0 : 1;

function pad(cell: string, column: number): string {
  const width = widths[column] ?? 0;
  return column < 2 ? cell.padEnd(width) : cell.padStart(width);
}
