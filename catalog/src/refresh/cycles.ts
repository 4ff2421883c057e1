/** The cycles of a product's file, before and after. Pure. */
import { isDeepStrictEqual } from "node:util";
import { load } from "js-yaml";
import { cycleFaults } from "../check/lifecycles.js";
import type { CycleFile, ProductFile } from "../source-files.js";
import { rewrittenCycles } from "./cycle-lines.js";
import type { Answer, Release } from "./release.js";

export interface CyclesChange {
  /** The file's new text. */
  readonly text: string;
  /** Each is a line for a person: `1.37: released 2026-10-01, end-of-standard-support 2027-12-01`. */
  readonly added: readonly string[];
  /** `1.36: end-of-standard-support 2027-08-02 → 2027-09-02` */
  readonly changed: readonly string[];
  /** Cycles and dates that the answer does not have; the file keeps them. */
  readonly gone: readonly string[];
}

/** Of the cycles that a file has, at least so many are in an answer that is right. */
const leastFound = 0.5;

/** An answer in which more of the dates differ is about something else; with fewer dates than these, a few may be all. */
const mostDiffering = { share: 0.5, of: 4 };

/** @throws Error with what looks wrong; the file is then to be left as it is. */
export function renewedCycles(text: string, answer: Answer): CyclesChange {
  const file = load(text) as ProductFile;
  const { seen } = viaOf(file);
  if (answer.made < seen) throw new Error(`it is of ${answer.made}, and the file has the dates of ${seen}`);
  const fields = fieldsOf(file);
  const releases = releasesOf(file, answer, fields);
  const cycles = withNew(
    file.cycles.map((cycle) => withDatesOf(releaseOf(cycle, releases), cycle, fields)),
    releases,
    fields,
  );
  const change = {
    added: cycles.filter(({ cycle }) => !file.cycles.some((old) => old.cycle === cycle)).map(textOf),
    changed: file.cycles.flatMap((old) => changesOf(old, cycles, fields)),
    gone: file.cycles.flatMap((old) => goneOf(old, releaseOf(old, releases), fields)),
  };
  requireLikeness(file, releases, change.changed, fields);

  const expected: ProductFile = { ...file, via: { ...viaOf(file), seen: answer.made }, cycles };
  const [fault] = cycleFaults(expected);
  if (fault !== undefined) throw new Error(fault);
  const renewed = rewrittenCycles(text, file, cycles).replace(/^( {2}seen: ).*$/m, `$1${answer.made}`);
  if (!isDeepStrictEqual(load(renewed), expected))
    throw new Error("the file is not written with one line a cycle and one a field of `via:`, so it cannot be renewed");
  return { ...change, text: renewed };
}

function viaOf({ via }: ProductFile): NonNullable<ProductFile["via"]> {
  if (via === undefined) throw new Error("the file has no `via:`");
  return via;
}

/** Of each key of a cycle that has a date, where a release has it. */
type Fields = readonly (readonly [key: string, field: keyof Omit<Release, "name">])[];

function fieldsOf(file: ProductFile): Fields {
  const fields = Object.entries(viaOf(file).fields ?? {});
  if (fields.length === 0) throw new Error("`via:` does not say which `fields` are our milestones");
  return [["released", "releaseDate"], ...fields];
}

/** Those that are no exceptions. A field that none of them has was given up there, or is another one. */
function releasesOf(file: ProductFile, answer: Answer, fields: Fields): readonly Release[] {
  const { except } = viaOf(file);
  const exceptions = except === undefined ? undefined : new RegExp(except);
  const releases = answer.releases.filter(({ name }) => exceptions?.test(name) !== true);
  const missing = fields.find(([, field]) => !releases.some((release) => Object.hasOwn(release, field)));
  if (missing !== undefined) throw new Error(`no release in it has ${missing[1]}, which is ${missing[0]} here`);
  return releases;
}

function releaseOf(cycle: CycleFile, releases: readonly Release[]): Release | undefined {
  return releases.find((release) => isOf(cycle, release));
}

function isOf(cycle: CycleFile, { name }: Release): boolean {
  return [cycle.cycle, ...(cycle.also ?? [])].some((own) => own.toLowerCase() === name.toLowerCase());
}

/** What the answer does not tell stays. */
function withDatesOf(release: Release | undefined, cycle: CycleFile, fields: Fields): CycleFile {
  const dates = fields.flatMap(([key, field]) => {
    const date = release?.[field];
    return typeof date === "string" ? [[key, date] as const] : [];
  });
  return { ...cycle, ...Object.fromEntries(dates) };
}

/** A new one comes before the first older one that is there already, as the answer has them in order. */
function withNew(cycles: readonly CycleFile[], releases: readonly Release[], fields: Fields): readonly CycleFile[] {
  return releases.reduceRight((all, release, index) => {
    if (all.some((cycle) => isOf(cycle, release))) return all;
    const cycle = withDatesOf(release, { cycle: release.name }, fields);
    const older = releases.slice(index + 1).find((one) => all.some((known) => isOf(known, one)));
    const at = older === undefined ? all.length : all.findIndex((known) => isOf(known, older));
    return [...all.slice(0, at), cycle, ...all.slice(at)];
  }, cycles);
}

function changesOf(old: CycleFile, cycles: readonly CycleFile[], fields: Fields): readonly string[] {
  const now = cycles.find(({ cycle }) => cycle === old.cycle);
  return fields.flatMap(([key]) => {
    const [before, after] = [old[key], now?.[key]].map((date) => (typeof date === "string" ? date : undefined));
    if (before === after || after === undefined) return [];
    return [`${old.cycle}: ${key} ${before === undefined ? after : `${before} → ${after}`}`];
  });
}

function goneOf(old: CycleFile, release: Release | undefined, fields: Fields): readonly string[] {
  if (release === undefined) return [old.cycle];
  return fields.flatMap(([key, field]) => {
    const date = old[key];
    return typeof date === "string" && typeof release[field] !== "string" ? [`${old.cycle}: ${key} ${date}`] : [];
  });
}

function textOf({ cycle, ...dates }: CycleFile): string {
  const texts = Object.entries(dates).map(([key, date]) => `${key} ${String(date)}`);
  return texts.length === 0 ? cycle : `${cycle}: ${texts.join(", ")}`;
}

/** An answer that has little in common with the file is another product's, or has changed its form. */
function requireLikeness(
  { cycles }: ProductFile,
  releases: readonly Release[],
  changes: readonly string[],
  fields: Fields,
): void {
  const found = cycles.filter((cycle) => releaseOf(cycle, releases) !== undefined);
  if (found.length < cycles.length * leastFound)
    throw new Error(`only ${found.length} of the ${cycles.length} cycles are in it`);
  const dates = found.flatMap((cycle) => fields.filter(([key]) => typeof cycle[key] === "string")).length;
  const differing = changes.filter((change) => change.includes(" → ")).length;
  if (dates > mostDiffering.of && differing > dates * mostDiffering.share)
    throw new Error(`${differing} of ${dates} dates differ in it`);
}
