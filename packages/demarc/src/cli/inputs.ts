/** Paths, or standard input, to one inventory: finds what there is to read, and says what could not be read. */
import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, sep } from "node:path";
import type { Catalog } from "../catalog/catalog.js";
import type { Inventory, NotRead, Problem } from "../model/inventory.js";
import { readUnits } from "./read-units.js";
import { createReaders, type InputOptions, type Unit } from "./readers.js";
import { terragruntName } from "./terragrunt-units.js";
import { fileUnit, standardInput } from "./unit-of-text.js";
import { folderUnits } from "./units-in-folder.js";
import { UsageError } from "./usage-error.js";

/** @throws UsageError where there is nothing to read. */
export async function readInputs(
  paths: readonly string[],
  options: InputOptions,
  catalog: Catalog,
): Promise<Inventory> {
  const units: Unit[] = [];
  const problems: Problem[] = [];
  const unread: (() => readonly Problem[])[] = [];
  const readers = createReaders(options, catalog);
  for (const path of withoutRepeats(paths)) {
    if (path === "-") units.push(await standardInput(readers));
    else if (statSync(path).isDirectory()) {
      const folder = await folderUnits(path, readers);
      units.push(...folder.units);
      unread.push(folder.unread);
      if (folder.units.length === 0) problems.push(nothingIn(path));
    } else if (terragruntName.test(path)) {
      const folder = await folderUnits(dirname(path), readers);
      units.push(...unitsOf(path, folder.units));
      unread.push(folder.unread);
    } else units.push(await fileUnit(path, readers));
  }
  if (units.length === 0) {
    const said = unread.flatMap((problemsOf) => problemsOf()).map((problem) => `${problem.file}: ${problem.message}`);
    throw new UsageError(
      `No Terraform configuration, plan or state and no CloudFormation template was found in ${paths.join(", ")}.`,
      [
        "demarc reads *.tf, *.tofu and *.tf.json files, terragrunt.hcl, plans and states of Terraform as JSON, and CloudFormation or SAM templates in YAML or JSON. Git-ignored files are skipped.",
        ...said,
      ].join(" "),
    );
  }
  const inventories = await readUnits(units, readers.variables);
  problems.push(...unread.flatMap((problemsOf) => problemsOf()), ...readers.undeclared());
  return {
    resources: inventories.flatMap((inventory) => inventory.resources),
    notRead: inventories.flatMap((inventory) => inventory.notRead).map(withoutCredentials),
    problems: [...problems, ...distinct(inventories.flatMap((inventory) => inventory.problems))],
  };
}

/** A configuration of Terragrunt stands for the unit of its folder, or for those that a stack makes. */
function unitsOf(path: string, units: readonly Unit[]): readonly Unit[] {
  const isStack = path.endsWith(".stack.hcl");
  return units.filter(({ label }) => (isStack ? label.startsWith(".terragrunt-stack/") : label === ""));
}

/** A path that lies in a folder that is given as well is read with that. @throws UsageError for one that is not there. */
function withoutRepeats(paths: readonly string[]): readonly string[] {
  const real = paths.map((path) => {
    if (path === "-") return path;
    if (existsSync(path)) return realpathSync(path);
    throw new UsageError(
      `There is no file or folder ${path}.`,
      "Check the path; it is taken from the folder you are in.",
    );
  });
  return paths.filter((_, at) => {
    const own = real[at] as string;
    return !real.some((other, index) => (index < at && other === own) || (index !== at && own.startsWith(other + sep)));
  });
}

function nothingIn(path: string): Problem {
  return {
    severity: "warning",
    file: path,
    message: "There is no Terraform configuration, plan or state and no CloudFormation template in this folder.",
  };
}

/** The address of a repository may hold a name and a password, or a token. */
function withoutCredentials(entry: NotRead): NotRead {
  const hidden = (text: string): string => text.replaceAll(/(:\/\/)(?!git@)[^/@\s]+@/g, "$1…@");
  return { ...entry, what: hidden(entry.what), because: hidden(entry.because) };
}

/** A called module is parsed once for each root that calls it; its problems are told once. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [
    ...new Map(
      problems.map((problem) => [`${problem.file} ${problem.line} ${problem.column} ${problem.message}`, problem]),
    ).values(),
  ];
}
