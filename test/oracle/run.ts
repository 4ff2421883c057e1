/**
 * `npm run oracle`: demarc's evaluator against the `terraform` binary, over generated expressions and configurations.
 * No part of the tests, for it needs that binary. `npm run oracle -- calls 60`, `-- expressions 5000 7`, `-- configurations
 * 500`: what to try, how often (calls: of each function), and the seed.
 */
import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { readTexts } from "../../packages/demarc/src/read/terraform/module/reading-for-tests.js";
import { configurations } from "./configurations.js";
import { callsOf, expressions, oracleFunctions } from "./expressions.js";
import { compare, compareValue, outcomeOf, shown, type Verdict } from "./ours.js";
import { answersTo, type Plan, type PlannedModule, planOf, terraformVersion } from "./terraform.js";

const [only, times, seed = "1"] = process.argv.slice(2);
const options = (usual: number) => ({ numRuns: Number(times ?? usual), seed: Number(seed) });

const version = terraformVersion();
if (version === undefined) {
  console.error(
    "There is no terraform binary on the PATH. The oracle needs one (1.11 or newer); nothing was compared.",
  );
  process.exit(2);
}
console.log(`Terraform ${version}, seed ${seed}`);
let wrong = 0;
if (only === undefined || only === "calls")
  tryExpressions(
    "calls",
    oracleFunctions.flatMap((name) => fc.sample(callsOf(name), options(20))),
  );
if (only === undefined || only === "expressions")
  tryExpressions("expressions", fc.sample(expressions(), options(2000)));
if (only === "record") record();
if (only === undefined || only === "configurations") tryConfigurations(fc.sample(configurations(), options(100)));
process.exitCode = wrong > 0 ? 1 : 0;

function tryExpressions(what: string, texts: readonly string[]): void {
  const counts = { same: 0, less: 0, wrong: 0 };
  const distinct = [...new Set(texts)];
  let refused = 0;
  for (const part of batches(distinct, 200)) {
    const answers = answersTo(part);
    for (const [at, text] of part.entries()) {
      const [ours, theirs] = [outcomeOf(text), answers[at] ?? "unknown"];
      const isOther = theirs === "refused" && isOtherInOldVersions(text);
      const verdict = isOther ? "same" : compare(ours, theirs);
      counts[verdict] += 1;
      if (theirs === "refused") refused += 1;
      report(verdict, text, shown(ours), shown(theirs));
    }
  }
  console.log(`${what}: ${distinct.length}, of which Terraform refuses ${refused}; ${summary(counts)}`);
}

/** Writes the cases of test/terraform.test.ts anew: what Terraform says of some calls of each function, and of expressions. */
function record(): void {
  const sample = (what: fc.Arbitrary<string>, times: number) => fc.sample(what, { numRuns: times, seed: Number(seed) });
  const texts = [...oracleFunctions.flatMap((name) => sample(callsOf(name), 18)), ...sample(expressions(), 1000)];
  const short = [...new Set(texts)].filter((text) => text.length < 160 && !isOtherInOldVersions(text));
  const cases = batches(short, 200).flatMap((part) => {
    const answers = answersTo(part);
    return part.map((text, at) => [text, answers[at] ?? "unknown"] as const);
  });
  // Where demarc says less, or something else, is what this command is for.
  const same = cases.filter(([text, theirs]) => theirs !== "unknown" && compare(outcomeOf(text), theirs) === "same");
  const kept = same.filter(([, theirs]) => JSON.stringify(theirs).length < 300);
  writeFileSync("test/terraform.cases.json", `[\n${kept.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`);
  console.log(`${kept.length} cases of ${cases.length} are recorded`);
}

/** Since Terraform 1.12 an index of element() may be negative, and the right side of && and || may be an error. */
function isOtherInOldVersions(text: string): boolean {
  return /element\(.*-\d|&&|\|\|/.test(text);
}

function tryConfigurations(all: readonly Readonly<Record<string, string>>[]): void {
  const counts = { same: 0, less: 0, wrong: 0 };
  let [refused, resources] = [0, 0];
  for (const part of batches(all, 10)) {
    for (const { files, plan } of plansOf(part)) {
      if (typeof plan === "string") {
        refused += 1;
        if (process.env.ORACLE_SHOW === "refused") console.log(plan);
        continue;
      }
      resources += compareResources(files, plan, counts);
    }
  }
  console.log(
    `configurations: ${all.length}, of which Terraform refuses ${refused}; ${resources} resources; values: ${summary(counts)}`,
  );
}

/** Several configurations as modules of one, for the speed of it; one by one where Terraform refuses the whole. */
function plansOf(
  all: readonly Readonly<Record<string, string>>[],
): readonly { readonly files: Readonly<Record<string, string>>; readonly plan: Plan | string }[] {
  const calls = all.map((_, at) => `module "s${at}" {\n  source = "./s${at}"\n}\n`);
  const below = all.flatMap((files, at) =>
    Object.entries(files).map(([path, text]): [string, string] => [`s${at}/${path}`, text]),
  );
  const files = Object.fromEntries([["main.tf", calls.join("")], ...below]);
  const plan = planOf(files);
  if (typeof plan !== "string" || all.length === 1) return [{ files, plan }];
  const half = all.length >> 1;
  return [...plansOf(all.slice(0, half)), ...plansOf(all.slice(half))];
}

/** Compares addresses and values, and answers how many resources there were. */
function compareResources(
  files: Readonly<Record<string, string>>,
  plan: Plan,
  counts: Record<Verdict, number>,
): number {
  const theirs = new Map(plannedResources(plan.planned_values.root_module));
  const inventory = readTexts(files);
  const seen = new Set<string>();
  for (const { address, attributes, number } of inventory.resources) {
    seen.add(address);
    const values = theirs.get(address);
    if (values === undefined) {
      const verdict = number === "unknown" ? "less" : "wrong";
      counts[verdict] += 1;
      report(verdict, filesText(files), address, "no such resource");
      continue;
    }
    for (const name of ["input", "triggers_replace"]) {
      const value = attributes[name] ?? null;
      // What Terraform leaves out is known after apply only, or null.
      const verdict = Object.hasOwn(values, name) ? compareValue(value, values[name]) : "same";
      counts[verdict] += 1;
      report(verdict, filesText(files), `${address}.${name} ${shown(value)}`, shown(values[name]));
    }
  }
  for (const address of theirs.keys()) {
    if (seen.has(address)) continue;
    const isUnsure = inventory.resources.some((resource) => resource.number === "unknown");
    counts[isUnsure ? "less" : "wrong"] += 1;
    report(isUnsure ? "less" : "wrong", filesText(files), "nothing", address);
  }
  for (const { message } of inventory.problems) report("wrong", filesText(files), message, "no problem");
  return theirs.size;
}

function plannedResources(
  module: PlannedModule,
): readonly (readonly [address: string, values: Readonly<Record<string, unknown>>])[] {
  const own = (module.resources ?? []).map(({ address, values }) => [address, values] as const);
  return [...own, ...(module.child_modules ?? []).flatMap(plannedResources)];
}

function filesText(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .map(([path, text]) => `# ${path}\n${text}`)
    .join("\n");
}

function report(verdict: Verdict, source: string, ours: string, theirs: string): void {
  if (verdict === "wrong") wrong += 1;
  if (verdict === "same" || (verdict === "less" && process.env.ORACLE_SHOW !== "less")) return;
  console.log(`${verdict}: ${source}\n  demarc:    ${ours}\n  Terraform: ${theirs}`);
}

function summary({ same, less, wrong }: Record<Verdict, number>): string {
  return `${same} the same, ${less} less, ${wrong} wrong`;
}

function batches<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}
