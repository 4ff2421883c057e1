/** Which configurations of Terragrunt are units, and which folders of Terraform are read with them. */
import type { SourceTree } from "../../source-tree.js";
import { startRun } from "../evaluate/limits.js";
import { parseHcl } from "../hcl/parse.js";
import { generatedFiles } from "./module-tree.js";
import { folderOf } from "./paths.js";
import { createConfigReader, type Surroundings, type UnitConfig } from "./read-config.js";
import { type ModulePlace, placeOf } from "./source.js";

export interface TerragruntUnit {
  /** The tree's folder. */
  readonly folder: string;
  readonly config: UnitConfig;
  readonly place: ModulePlace;
}

/**
 * A configuration that others include is no unit of its own, nor is one without a module: it has no source, and no
 * Terraform files lie beside it.
 *
 * @param paths the tree's paths of all `terragrunt.hcl`
 */
export function terragruntUnits(paths: readonly string[], around: Surroundings): readonly TerragruntUnit[] {
  startRun();
  const reader = createConfigReader(around);
  const configs = paths.map((path) => reader.read(path));
  const included = new Set(configs.flatMap((config) => config.includes));
  return configs
    .filter((config) => !included.has(config.path) && hasModule(config, around.tree))
    .map((config) => ({ folder: folderOf(config.path), config, place: placeOfModule(config, around.tree) }));
}

function placeOfModule({ source, doubt, path }: UnitConfig, tree: SourceTree): ModulePlace {
  if (source !== undefined) return placeOf(source, folderOf(path), tree);
  if (doubt === undefined) return { kind: "folder", folder: folderOf(path) };
  return { kind: "elsewhere", what: "module", because: `whether it has a source is not known: ${doubt.because}` };
}

/** Something that could not be read may have the source. */
function hasModule(config: UnitConfig, tree: SourceTree): boolean {
  if (config.source !== undefined || config.doubt !== undefined) return true;
  if ((tree.list(folderOf(config.path)) ?? []).some((name) => /\.(tf|tofu)(\.json)?$/.test(name))) return true;
  return generatedFiles(config.generates).files.some(
    ({ name, text }) => /\.(tf|tofu)$/.test(name) && parseHcl(text).body.blocks.some(({ type }) => deploys.has(type)),
  );
}

const deploys = new Set(["resource", "module"]);
