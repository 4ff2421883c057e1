/** Units of Terragrunt in a folder. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type FolderAtHand, folderOf, labelIn } from "./folder-at-hand.js";
import type { Readers, Unit } from "./readers.js";

export const terragruntName = /(^|\/)terragrunt(\.hcl(\.json)?|\.stack\.hcl)$/;

export interface TerragruntUnits {
  readonly units: readonly Unit[];
  /** Folders of units and of the modules that they name as their source: no root modules of their own. */
  readonly folders: ReadonlySet<string>;
}

export async function terragruntUnits(at: FolderAtHand, readers: Readers): Promise<TerragruntUnits> {
  const { paths, tree, display, root } = at;
  const configs = paths.filter((path) => terragruntName.test(path));
  if (configs.length === 0) return { units: [], folders: new Set() };
  const { terragruntUnits: findUnits } = await import("../read/terraform/terragrunt/units.js");
  const found = findUnits(configs, { tree, display, repositoryOf: repositoriesBelow(root) });
  const units = found.units.map((unit) => ({
    label: labelIn(at, unit.folder),
    read: () => readers.terragrunt(unit, found.around),
  }));
  return { units, folders: found.folders };
}

/** The nearest folder, from a folder of the tree up to its root, that holds a repository. */
function repositoriesBelow(root: string): (folder: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return function repositoryOf(folder) {
    if (!known.has(folder)) {
      const isTop = existsSync(join(root, folder, ".git"));
      known.set(folder, isTop ? folder : folder === "" ? undefined : repositoryOf(folderOf(folder)));
    }
    return known.get(folder);
  };
}
