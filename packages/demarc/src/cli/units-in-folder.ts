/** What there is to read in a folder: Terraform root modules and CloudFormation templates. */
import { join } from "node:path";
import type { Problem } from "../model/inventory.js";
import type { CloudFormationInventory } from "../read/cloudformation/read.js";
import type { SourceTree } from "../read/source-tree.js";
import type { DiskTree } from "./disk-tree.js";
import { type FolderTree, folderTree } from "./folder-tree.js";
import { type Readers, type Unit, withDisplayedFiles } from "./readers.js";
import { walkFiles } from "./walk.js";

export const terraformName = /\.(tf|tofu)(\.json)?$/;
const templateName = /\.(ya?ml|json|template|cfn)$/;

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
  const units = [
    ...(await terraformUnits(path, files.filter((name) => terraformName.test(name)).map(inTree), place, readers)),
    ...(await templateUnits(files, inTree, tree, display, readers)),
  ];
  return { units, unread: () => [...problems, ...unreadProblems(tree, display)] };
}

/** A file of Terraform's own that cannot be read leaves a hole; any other may have been nothing of ours. */
function unreadProblems(tree: DiskTree, display: (name: string) => string): readonly Problem[] {
  return [...tree.unread].map(([name, reason]) => ({
    severity: terraformName.test(name) ? "error" : "warning",
    file: display(name),
    message: `This file cannot be read: ${reason}.`,
  }));
}

/** Root modules: the given folder, and every folder that no other one calls as a local module. */
async function terraformUnits(
  path: string,
  files: readonly string[],
  { tree, prefix, display }: FolderTree,
  readers: Readers,
): Promise<readonly Unit[]> {
  const folders = [...new Set(files.map(folderOf))];
  if (folders.length === 0) return [];
  const [{ localCalls }, { createKeptFolders }] = await Promise.all([
    import("../read/terraform/module/local-calls.js"),
    import("../read/terraform/module/kept-folders.js"),
  ]);
  const called = new Set<string>();
  if (folders.length > 1)
    for (const folder of folders) for (const target of localCalls(folder, tree)) called.add(target);
  const kept = createKeptFolders();
  const sizes = sizesOf(files, tree);
  return folders
    .filter((folder) => folder === prefix || !called.has(folder))
    .map((folder) => ({
      label: prefix === "" ? folder : folder.slice(prefix.length + 1),
      read: () => readers.terraform(folder, tree, display, kept),
      elsewhere: {
        task: { path, folder },
        size: sizes.get(folder) ?? 0,
        received: ({ variableNames, unread }) => {
          readers.declares(variableNames);
          tree.noteUnread(unread);
        },
      },
    }));
}

/** Characters of the Terraform files of each folder, as far as they were read already. */
function sizesOf(files: readonly string[], tree: SourceTree): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const file of files) {
    const folder = folderOf(file);
    sizes.set(folder, (sizes.get(folder) ?? 0) + (tree.read(file)?.length ?? 0));
  }
  return sizes;
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

function folderOf(name: string): string {
  const at = name.lastIndexOf("/");
  return at < 0 ? "" : name.slice(0, at);
}
