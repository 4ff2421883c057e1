/** What there is to read in a folder: Terraform root modules, units of Terragrunt and CloudFormation templates. */
import { join } from "node:path";
import type { Problem } from "../model/inventory.js";
import type { CloudFormationInventory } from "../read/cloudformation/read.js";
import type { SourceTree } from "../read/source-tree.js";
import { headSize, looksLikeTerraformJson } from "../read/terraform/plan/detect.js";
import { openBytes } from "./byte-files.js";
import type { DiskTree } from "./disk-tree.js";
import { type FolderAtHand, folderOf } from "./folder-at-hand.js";
import { folderTree } from "./folder-tree.js";
import { type Readers, type Unit, withDisplayedFiles } from "./readers.js";
import { terraformName, terraformUnits } from "./terraform-units.js";
import { terragruntName, terragruntUnits } from "./terragrunt-units.js";
import { jsonUnit } from "./unit-of-text.js";
import { walkFiles } from "./walk.js";

const templateName = /\.(ya?ml|json|template|cfn)$/;
const jsonName = /\.(json|tfstate)$/;
/** Of each file of JSON in a folder, as much is looked at. */
const headOfName = 4096;

export interface FolderUnits {
  readonly units: readonly Unit[];
  /** What could not be read, told after the units were. */
  readonly unread: () => readonly Problem[];
}

export async function folderUnits(path: string, readers: Readers): Promise<FolderUnits> {
  const place = folderTree(path);
  const { tree, prefix, display } = place;
  const { files, isCut, unread } = walkFiles(place.given);
  const problems: Problem[] = unread.map((name) => ({
    severity: "error",
    file: join(path, name),
    message: "This folder cannot be looked into.",
    hint: "Change its permissions, or leave it out.",
  }));
  if (isCut) {
    problems.push({
      severity: "error",
      file: path,
      message: "There are too many files in this folder; the rest was not looked at.",
      hint: "Give the folders that hold the configuration.",
    });
  }
  const inTree = (name: string): string => [prefix, name].filter((part) => part !== "").join("/");
  const at: FolderAtHand = { ...place, path, paths: files.map(inTree) };
  const terragrunt = await terragruntUnits(at, readers);
  const units = [
    ...terragrunt.units,
    ...(await terraformUnits(at, readers, terragrunt.folders)),
    ...(await templateUnits(files, inTree, tree, display, readers)),
  ];
  const plans = jsonFiles(files, place.given);
  const isAlone = units.length === 0;
  // A folder of plans alone, as a pipeline keeps them.
  if (isAlone)
    units.push(...plans.map((name) => planUnit(name, join(place.given, name), display(inTree(name)), readers)));
  const leftOut = isAlone ? [] : plans.map((name) => besideConfiguration(join(path, name)));
  return { units, unread: () => [...problems, ...leftOut, ...unreadProblems(tree, display)] };
}

function planUnit(label: string, full: string, shown: string, readers: Readers): Unit {
  return { label, read: async () => jsonUnit(shown, openBytes(full, headSize), readers).read() };
}

/** Plans and states as JSON among the files. */
function jsonFiles(files: readonly string[], folder: string): readonly string[] {
  return files.filter(
    (name) => jsonName.test(name) && !terraformName.test(name) && isTerraformJson(join(folder, name)),
  );
}

function isTerraformJson(path: string): boolean {
  try {
    const bytes = openBytes(path, headOfName);
    bytes.close();
    return looksLikeTerraformJson(bytes.head);
  } catch {
    // It is told as unread where somebody else asks for it.
    return false;
  }
}

/** The same system again: to read it beside its configuration would be to count it twice. */
function besideConfiguration(file: string): Problem {
  return {
    severity: "warning",
    file,
    message: "This plan or state of Terraform is not read, because there is configuration in the folder as well.",
    hint: "Give the file by its name to read it instead.",
  };
}

/** A file of Terraform's own that cannot be read leaves a hole; any other may have been nothing of ours. */
function unreadProblems(tree: DiskTree, display: (name: string) => string): readonly Problem[] {
  return [...tree.unread].map(([name, reason]) => ({
    severity: terraformName.test(name) || terragruntName.test(name) ? "error" : "warning",
    file: display(name),
    message: `This file cannot be read: ${reason}.`,
  }));
}

async function templateUnits(
  files: readonly string[],
  inTree: (name: string) => string,
  tree: DiskTree,
  display: (name: string) => string,
  readers: Readers,
): Promise<readonly Unit[]> {
  const candidates = files.filter((name) => templateName.test(name) && !terraformName.test(name));
  if (candidates.length === 0) return [];
  const { looksLikeCloudFormation } = await import("../read/cloudformation/detect.js");
  const isStale = await staleTemplates(candidates.map(inTree), tree);
  const read = new Map<string, CloudFormationInventory>();
  const nested = new Set<string>();
  for (const name of candidates) {
    const path = inTree(name);
    if (isStale(path)) continue;
    const text = tree.glance(path);
    if (text === undefined || !looksLikeCloudFormation(text)) continue;
    const inventory = await readers.cloudFormation(path, text, tree.read);
    read.set(name, inventory);
    for (const file of inventory.nestedFiles) nested.add(file);
  }
  return [...read]
    .filter(([name]) => !nested.has(inTree(name)))
    .map(([name, inventory]) => ({ label: name, read: async () => withDisplayedFiles(inventory, display) }));
}

/**
 * Templates in a CDK assembly that its manifest does not name: left over from stacks that are gone, or nested in one
 * that it names and read with that.
 */
async function staleTemplates(paths: readonly string[], tree: SourceTree): Promise<(path: string) => boolean> {
  const assemblies: { readonly folder: string; readonly named: ReadonlySet<string> }[] = [];
  for (const manifest of paths.filter((path) => /(^|\/)manifest\.json$/.test(path))) {
    if (!/"artifacts"\s*:/.test(tree.read(manifest) ?? "")) continue;
    const { readCdkOut } = await import("../read/cloudformation/cdk-out.js");
    const { templates } = readCdkOut({ manifest, readFile: tree.read });
    if (templates.length === 0) continue;
    assemblies.push({ folder: folderOf(manifest), named: new Set(templates.map((template) => template.file)) });
  }
  return (path) =>
    assemblies.some(({ folder }) => folder === "" || path.startsWith(`${folder}/`)) &&
    !assemblies.some(({ named }) => named.has(path));
}
