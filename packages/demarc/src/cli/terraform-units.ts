/** Terraform's root modules in a folder: the folder itself, and every one that no other calls as a local module. */
import type { SourceTree } from "../read/source-tree.js";
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
  const { path, paths, tree, display, prefix } = at;
  const files = paths.filter((name) => terraformName.test(name));
  const folders = [...new Set(files.map(folderOf))];
  if (folders.length === 0) return stackUnits(at);
  const called = folders.length > 1 ? await calledFolders(folders, at) : new Set<string>();
  const roots = folders.filter((folder) => !taken.has(folder) && (folder === prefix || !called.has(folder)));
  const { createKeptFolders } = await import("../read/terraform/module/kept-folders.js");
  const kept = createKeptFolders();
  const sizes = roots.length > 1 ? sizesOf(files, tree) : new Map<string, number>();
  const units = roots.map(
    (folder): Unit => ({
      label: labelIn(at, folder),
      read: () => readers.terraform(folder, tree, display, kept),
      elsewhere: {
        task: { path, folder },
        size: sizes.get(folder) ?? 0,
        received: ({ variableNames, unread }) => {
          readers.declares(variableNames);
          tree.noteUnread(unread);
        },
      },
    }),
  );
  return [...units, ...(await stackUnits(at))];
}

/** Characters of the Terraform files of each folder. */
function sizesOf(files: readonly string[], tree: SourceTree): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const file of files) {
    const folder = folderOf(file);
    sizes.set(folder, (sizes.get(folder) ?? 0) + (tree.read(file)?.length ?? 0));
  }
  return sizes;
}

async function calledFolders(folders: readonly string[], at: FolderAtHand): Promise<ReadonlySet<string>> {
  const { paths, tree } = at;
  const [{ localCalls }, { modulesOfTest }] = await Promise.all([
    import("../read/terraform/module/local-calls.js"),
    import("../read/terraform/other-files.js"),
  ]);
  const tests = paths.filter((path) => testName.test(path));
  return new Set([
    ...folders.flatMap((folder) => localCalls(folder, tree)),
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
