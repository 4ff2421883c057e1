/**
 * `npm run catalog:refresh [-- types-cloudformation …]`: renews the lists of resource types from the npm packages that are made
 * from the providers' own schemas, and prints what is new and not classified. The only script here that asks the network.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { coverageOf } from "../coverage.js";
import { compileAll } from "../read-catalog.js";
import { catalogRoot } from "../source-files.js";
import { attributesText, renewed } from "./lists.js";
import { listSources, withPackage } from "./packages.js";

/** A package that lists so much less than before has changed its form: the list is left as it is. */
const leastShare = 0.9;

/** Of these, what the catalog's expressions read is checked. */
const knownAttributes = ["types-cloudformation", "types-terraform-aws"];

const wanted = process.argv.slice(2);
const unknownNames = wanted.filter((name) => !listSources.some(({ list }) => list === name));
if (unknownNames.length > 0) {
  console.error(
    `There is no list ${unknownNames.join(", ")}. The lists are: ${listSources.map(({ list }) => list).join(", ")}`,
  );
  process.exitCode = 2;
} else refreshLists();

function refreshLists(): void {
  const { core } = compileAll();
  for (const { list, packages, typesIn } of listSources) {
    if (wanted.length > 0 && !wanted.includes(list)) continue;
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

function tell(what: string, types: readonly string[]): void {
  if (types.length > 0) console.log(`  ${what} (${types.length}): ${types.join(" ")}`);
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
