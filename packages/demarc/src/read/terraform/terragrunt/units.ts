/** Which configurations of Terragrunt are units, and which folders of Terraform are read with them. */
import type { SourceTree } from "../../source-tree.js";
import { parseHcl } from "../hcl/parse.js";
import { generatedFiles } from "./module-tree.js";
import { createMounts } from "./mounts.js";
import { folderOf } from "./paths.js";
import { createConfigReader, type Surroundings, type UnitConfig } from "./read-config.js";
import { type ModulePlace, placeOf } from "./source.js";
import { type StackUnits, unitsOfStack } from "./stacks.js";
import type { TerragruntUnit } from "./unit.js";

export interface FoundUnits {
  readonly units: readonly TerragruntUnit[];
  /** What the units are read from: the folders with what stacks copy. */
  readonly around: Surroundings;
  /** Folders of units and of the modules that they name: no root modules of their own. */
  readonly folders: ReadonlySet<string>;
}

/**
 * A configuration that others include is no unit of its own, nor is one without a module: it has no source, and no
 * Terraform files lie beside it. What a stack copies is a unit where the stack puts it.
 *
 * @param paths the tree's paths of all `terragrunt.hcl` and `terragrunt.stack.hcl`
 */
export function terragruntUnits(paths: readonly string[], surroundings: Surroundings): FoundUnits {
  const mounts = createMounts(surroundings.tree);
  const display = (path: string): string => surroundings.display(mounts.realPath(path));
  const around: Surroundings = { ...surroundings, tree: mounts.tree, display };
  const reader = createConfigReader(around);
  const stacks: (StackUnits & { readonly path: string })[] = [];
  const sources = new Set<string>();
  for (const path of paths.filter(isStack)) {
    // What another stack copies is no stack of its own.
    if (sources.has(folderOf(path))) continue;
    const stack = { path, ...unitsOfStack(path, reader, mounts) };
    stacks.push(stack);
    for (const source of stack.sources) sources.add(source);
  }
  const own = stacks.filter(({ path }) => !sources.has(folderOf(path)));
  const made = new Map(own.flatMap((stack) => stack.units.map(({ path, values }) => [path, values] as const)));
  const plain = paths.filter((path) => !isStack(path) && !sources.has(folderOf(path)) && !made.has(path));
  const configs = [
    ...plain.map((path) => reader.read(path)),
    ...[...made].map(([path, values]) => reader.read(path, values)),
  ];
  const included = new Set(configs.flatMap((config) => config.includes));
  const read = configs
    .filter((config) => !included.has(config.path) && hasModule(config, around.tree))
    .map((config) => ({ folder: folderOf(config.path), config, place: placeOfModule(config, around.tree) }));
  const units = [...read, ...own.flatMap((stack) => stack.unread)];
  const folders = units.flatMap(({ folder, place }) => (place.kind === "folder" ? [folder, place.folder] : [folder]));
  return { units, around, folders: new Set([...folders, ...sources]) };
}

function isStack(path: string): boolean {
  return path.endsWith("terragrunt.stack.hcl");
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
