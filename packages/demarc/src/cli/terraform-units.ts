/** Terraform's root modules in a folder: the folder itself, and every one that no other calls as a local module. */
import { type FolderAtHand, folderOf, labelIn } from "./folder-at-hand.js";
import type { Readers, Unit } from "./readers.js";

export const terraformName = /\.(tf|tofu)(\.json)?$/;
const testName = /\.(tftest|tofutest)\.hcl$/;
/** `*.tfcomponent.hcl`, formerly `*.tfstack.hcl`. */
const stackName = /\.tf(component|stack)\.hcl$/;

/** @param taken folders that are read with something else */
export async function terraformUnits(
  at: FolderAtHand,
  readers: Readers,
  taken: ReadonlySet<string>,
): Promise<readonly Unit[]> {
  const { paths, tree, display, prefix } = at;
  const folders = [...new Set(paths.filter((path) => terraformName.test(path)).map(folderOf))];
  const called = folders.length > 1 ? await calledFolders(folders, at) : new Set<string>();
  const roots = folders.filter((folder) => !taken.has(folder) && (folder === prefix || !called.has(folder)));
  const units = roots.map((folder) => ({
    label: labelIn(at, folder),
    read: () => readers.terraform(folder, tree, display),
  }));
  return [...units, ...(await stackUnits(at))];
}

async function calledFolders(folders: readonly string[], at: FolderAtHand): Promise<ReadonlySet<string>> {
  const { paths, tree, display } = at;
  const [{ localCalls }, { createFolderReader }, { modulesOfTest }] = await Promise.all([
    import("../read/terraform/read.js"),
    import("../read/terraform/module/folder.js"),
    import("../read/terraform/other-files.js"),
  ]);
  const reader = createFolderReader(tree, display, []);
  const tests = paths.filter((path) => testName.test(path));
  return new Set([
    ...folders.flatMap((folder) => localCalls(folder, reader)),
    ...tests.flatMap((path) => modulesOfTest(path, folderOf(path), tree)),
  ]);
}

/** Stacks are told as not read. */
async function stackUnits(at: FolderAtHand): Promise<readonly Unit[]> {
  const files = at.paths.filter((path) => stackName.test(path));
  if (files.length === 0) return [];
  const { readStackFile } = await import("../read/terraform/other-files.js");
  return files.map((path) => ({
    label: labelIn(at, folderOf(path)),
    read: async () => readStackFile(path, at.tree, at.display),
  }));
}
