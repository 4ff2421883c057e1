/**
 * The folder that Terragrunt runs Terraform in: a copy of the module at the source, with the unit's own files laid over
 * it, and those that `generate` blocks write.
 */
import { isMap, isUnknown, type Value } from "../../../model/value.js";
import type { SourceTree } from "../../source-tree.js";
import { parseHcl } from "../hcl/parse.js";
import { pathInTree, readableText } from "./paths.js";

export interface ModuleTree {
  readonly tree: SourceTree;
  readonly display: (path: string) => string;
}

export interface GeneratedFile {
  /** The name in the module's folder. */
  readonly name: string;
  readonly text: string;
  /** Whether a file that is there already stays. */
  readonly isWeak: boolean;
}

export interface Generated {
  readonly files: readonly GeneratedFile[];
  /** By label: why a file that Terraform would read is not known. */
  readonly unknown: ReadonlyMap<string, string>;
}

/** @param module the folder of the module at the source @param unit the folder of the unit, which may be the same */
export function moduleTree(
  module: string,
  unit: string,
  generated: readonly GeneratedFile[],
  tree: SourceTree,
  display: (path: string) => string,
): ModuleTree {
  const written = new Map(generated.map((file) => [file.name, file]));

  /** The path below the module's folder, or undefined for one that lies elsewhere. */
  function inModule(path: string): string | undefined {
    if (module === "") return path;
    if (path === module) return "";
    return path.startsWith(`${module}/`) ? path.slice(module.length + 1) : undefined;
  }

  /** A file of the unit that is copied over the module's. */
  function copied(inner: string): string | undefined {
    if (module === unit || isNotCopied(inner)) return undefined;
    const path = joined(unit, inner);
    return tree.read(path) === undefined ? undefined : path;
  }

  function realPath(path: string): string {
    const inner = inModule(path);
    return (inner === undefined ? undefined : copied(inner)) ?? path;
  }

  function read(path: string): string | undefined {
    const inner = inModule(path);
    const own = inner === undefined ? undefined : written.get(inner);
    if (own === undefined) return tree.read(realPath(path));
    return (own.isWeak ? tree.read(realPath(path)) : undefined) ?? own.text;
  }

  function list(folder: string): readonly string[] | undefined {
    const inner = inModule(folder);
    const names = tree.list(folder);
    if (inner === undefined) return names;
    const over = module === unit ? [] : (tree.list(joined(unit, inner)) ?? []);
    const copies = over.filter((name) => !isNotCopied(joined(inner, name)));
    const own = inner === "" ? [...written.keys()] : [];
    return [...new Set([...(names ?? []), ...copies, ...own])];
  }

  function listAll(folder: string): readonly string[] | undefined {
    const inner = inModule(folder);
    const names = tree.listAll(folder);
    if (inner !== "") return names;
    return [...new Set([...(names ?? []), ...(list(folder) ?? [])])];
  }

  /** A file that is generated is named where Terragrunt writes it, in the unit's folder. */
  function shown(path: string): string {
    const inner = inModule(path);
    return display(inner !== undefined && written.has(inner) ? joined(unit, inner) : realPath(path));
  }

  return { tree: { read, list, listAll }, display: shown };
}

/** Terragrunt's own files, and hidden ones, stay where they are. */
function isNotCopied(path: string): boolean {
  return /(^|\/)(\.|terragrunt\.hcl(\.json)?$)/.test(path);
}

function joined(folder: string, name: string): string {
  return folder === "" || name === "" ? folder + name : `${folder}/${name}`;
}

/** The files of `generate` blocks that Terraform would read. */
export function generatedFiles(generates: ReadonlyMap<string, Value>): Generated {
  const files: GeneratedFile[] = [];
  const unknowns = new Map<string, string>();
  for (const [label, block] of generates) {
    if (isUnknown(block)) unknowns.set(label, readableText(block.because));
    if (!isMap(block) || block.disable === true) continue;
    const { path = null, contents = null } = block;
    const name = typeof path === "string" ? pathInTree(path, "") : `${label}.tf`;
    if (name === undefined || !/^[^/]*\.((tf|tofu)(\.json)?|auto\.tfvars(\.json)?)$/.test(name)) continue;
    if (typeof contents === "string") files.push({ name, text: contents, isWeak: block.if_exists === "skip" });
    else if (isUnknown(contents) && mayHoldResources(contents.pieces))
      unknowns.set(label, readableText(contents.because));
  }
  return { files, unknown: unknowns };
}

/** Whether a text that is known in part may declare more than a provider, a backend and the like. */
function mayHoldResources(pieces: readonly string[] | undefined): boolean {
  if (pieces === undefined) return true;
  const { body, errors } = parseHcl(pieces.join("unknown"));
  return errors.length > 0 || body.blocks.some(({ type }) => !steersOnly.has(type));
}

const steersOnly = new Set(["provider", "terraform", "variable", "output"]);
