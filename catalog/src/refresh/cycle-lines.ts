/** Cycles in the text of a product's file: changed where they stand, so that comments and all else stay as they are. Pure. */
import { load } from "js-yaml";
import type { CycleFile, ProductFile } from "../source-files.js";

/** `  - { cycle: "1.36", released: 2026-06-02 }  # a comment`, in its parts: up to the fields, the fields, the name, the rest. */
const cycleLine = /^( *- \{ )(cycle: ("[^"]*"|'[^']*'|[^,"' }]+).*?)( \}\s*(?:#.*)?)$/;

/**
 * The text with these cycles: those that the file has, in its order, and new ones between them.
 * @throws Error where a cycle does not have a line of its own
 */
export function rewrittenCycles(text: string, file: ProductFile, cycles: readonly CycleFile[]): string {
  const lines = text.split("\n");
  const keys = ["cycle", "also", "released", ...Object.keys(file.milestones)];
  let next = lineOf(lines, file.cycles[0]);
  for (const cycle of cycles) {
    const old = file.cycles.find((one) => one.cycle === cycle.cycle);
    if (old === undefined) lines.splice(next, 0, lineWith(cycle));
    else {
      next = lineOf(lines, old);
      lines[next] = withDates(lines[next] ?? "", old, cycle, keys);
    }
    next += 1;
  }
  return lines.join("\n");
}

function lineOf(lines: readonly string[], cycle: CycleFile | undefined): number {
  const at = lines.findIndex((line) => {
    const name = cycleLine.exec(line)?.[3];
    return name !== undefined && load(name) === cycle?.cycle;
  });
  if (at < 0) throw new Error(`the file has no line for the cycle ${cycle?.cycle}, so it cannot be renewed`);
  return at;
}

/** A date in the place of the old one; one that is new where its milestone stands in the order of all. */
function withDates(line: string, old: CycleFile, cycle: CycleFile, keys: readonly string[]): string {
  const [, start = "", fields = "", , end = ""] = cycleLine.exec(line) ?? [];
  let text = fields;
  for (const key of keys) {
    const date = cycle[key];
    if (typeof date !== "string" || date === old[key]) continue;
    if (old[key] !== undefined) {
      text = text.replace(`, ${key}: ${String(old[key])}`, `, ${key}: ${date}`);
      continue;
    }
    const later = keys.slice(keys.indexOf(key) + 1).map((name) => text.indexOf(`, ${name}: `));
    const at = Math.min(text.length, ...later.filter((place) => place >= 0));
    text = `${text.slice(0, at)}, ${key}: ${date}${text.slice(at)}`;
  }
  return start + text + end;
}

function lineWith({ cycle, ...dates }: CycleFile): string {
  const name = /^[a-z][\w.-]*$/i.test(cycle) && load(cycle) === cycle ? cycle : JSON.stringify(cycle);
  const fields = [`cycle: ${name}`, ...Object.entries(dates).map(([key, date]) => `${key}: ${String(date)}`)];
  return `  - { ${fields.join(", ")} }`;
}
