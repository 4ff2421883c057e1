/**
 * `npm run catalog:refresh [-- types-cloudformation aws-lambda …]`: renews what others publish, and prints what is new: the lists
 * of resource types from the npm packages that are made from the providers' own schemas, and the dates of lifecycle files from
 * endoflife.date (`lifecycle` for all of them; `--from FOLDER` takes saved answers). The only script here that asks the network.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { argumentsOf } from "../arguments.js";
import { coverageOf } from "../coverage.js";
import { compileAll } from "../read-catalog.js";
import { catalogRoot, type ProductFile, productFilePaths, readYaml } from "../source-files.js";
import { askFolder, askSite, productAt, renewDates } from "./dates.js";
import { attributesText, renewed } from "./lists.js";
import { type ListSource, listSources, withPackage } from "./packages.js";

/** A package that lists so much less than before has changed its form: the list is left as it is. */
const leastShare = 0.9;

/** Of these, what the catalog's expressions read is checked. */
const knownAttributes = ["types-cloudformation", "types-terraform-aws"];

const { values: options, positionals: wanted } = argumentsOf({ from: { type: "string" } });
const calendars = productFilePaths().filter((path) => productAt(readYaml(path) as ProductFile) !== undefined);
const names = [...listSources.map(({ list }) => list), "lifecycle", ...calendars.map(productOf)];
const unknownNames = wanted.filter((name) => !names.includes(name));
if (unknownNames.length > 0) {
  console.error(`There is nothing to renew by the name ${unknownNames.join(", ")}. There are: ${names.join(", ")}`);
  process.exitCode = 2;
} else {
  // Saved answers are of calendars only.
  if (options.from === undefined) refreshLists(listSources.filter(({ list }) => isWanted(list)));
  await refreshDates(calendars.filter((path) => isWanted(productOf(path)) || wanted.includes("lifecycle")));
}

function isWanted(name: string): boolean {
  return wanted.length === 0 || wanted.includes(name);
}

function productOf(path: string): string {
  return path.replace(/^lifecycle\/(.*)\.yaml$/, "$1");
}

function refreshLists(sources: readonly ListSource[]): void {
  if (sources.length === 0) return;
  const { core } = compileAll();
  for (const { list, packages, typesIn } of sources) {
    const path = join(catalogRoot, "known", `${list}.txt`);
    const before = readFileSync(path, "utf8");
    const found = withPackage(packages, (archive, version) => ({ types: typesIn(archive), version }));
    if (found === undefined) {
      fail(`${list}: the npm registry has none of ${packages.join(", ")}, or cannot be reached; the list is as it was`);
      continue;
    }
    const types = [...found.types.keys()];
    const change = renewed(before, types);
    const had = before.split("\n").filter((line) => line !== "" && !line.startsWith("#")).length;
    if (types.length < had * leastShare) {
      fail(`${list}: ${found.version} lists ${types.length} types where there were ${had}; the list is as it was`);
      continue;
    }
    writeFileSync(path, change.text);
    if (knownAttributes.includes(list))
      writeFileSync(
        join(catalogRoot, "known", `${list.replace("types-", "attributes-")}.txt`),
        attributesText(found.types),
      );
    console.log(`${list}: ${found.version}, ${had + change.added.length - change.removed.length} types`);
    tell("new", change.added);
    tell("gone", change.removed);
    const { missing, byNamespace } = coverageOf(change.added, core);
    tell("new and answered by their namespace, as inferred", byNamespace);
    tell("new and not classified", missing);
  }
}

async function refreshDates(paths: readonly string[]): Promise<void> {
  // npm runs this in catalog/; the folder is meant from where the user is.
  const here = process.env.INIT_CWD ?? process.cwd();
  const ask = options.from === undefined ? askSite("https://endoflife.date") : askFolder(resolve(here, options.from));
  for (const path of paths) {
    const renewal = await renewDates(catalogRoot, path, ask);
    if (renewal.kind === "left") {
      fail(`${renewal.product}: ${renewal.because}; the file is as it was`);
      continue;
    }
    const { added, changed, gone } = renewal.change;
    const isSame = added.length + changed.length === 0;
    console.log(`${renewal.product}: ${renewal.from}${isSame ? ", nothing new" : ""}`);
    tellLines("new", added);
    tellLines("changed", changed);
    tellLines("not there, and kept", gone);
  }
}

function tell(what: string, types: readonly string[]): void {
  if (types.length > 0) console.log(`  ${what} (${types.length}): ${types.join(" ")}`);
}

function tellLines(what: string, lines: readonly string[]): void {
  for (const line of lines) console.log(`  ${what}: ${line}`);
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
