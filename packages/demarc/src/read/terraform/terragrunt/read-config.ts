/** Reads Terragrunt configurations, each merged with what it includes. */
import type { Problem } from "../../../model/inventory.js";
import { type Unknown, unknown, type Value } from "../../../model/value.js";
import type { SourceTree } from "../../source-tree.js";
import { startRun } from "../evaluate/limits.js";
import { moduleWithout, type Scope } from "../evaluate/scope.js";
import { mapOf } from "../evaluate/value-tools.js";
import { fromJson } from "../functions/json.js";
import type { BlockTypes } from "../json-syntax.js";
import { valueOfExpression } from "../module/body.js";
import type { SourceFile } from "../module/declarations.js";
import { createFolderReader } from "../module/folder.js";
import { type Config, inDoubt, merged } from "./config.js";
import { type Caller, type EvaluatedFile, evaluateFile, type Sources } from "./evaluate-file.js";
import { folderOf } from "./paths.js";

/** What there is to read, for all configurations of a run. */
export interface Surroundings {
  readonly tree: SourceTree;
  readonly display: (path: string) => string;
  /** The top of the repository that a folder of the tree lies in; undefined where none is in sight. */
  readonly repositoryOf: (folder: string) => string | undefined;
}

export interface UnitConfig extends Config {
  /** The tree's path of its file. */
  readonly path: string;
  readonly file: SourceFile;
  /** The tree's paths of what it includes. */
  readonly includes: readonly string[];
  /** Set where it, or something that it includes, could not be read as a whole. */
  readonly doubt: Unknown | undefined;
  readonly problems: readonly Problem[];
}

export interface ConfigReader {
  /** @param values what a stack gives to the unit; else what lies beside the file */
  readonly read: (path: string, values?: Value) => UnitConfig;
}

export function createConfigReader(around: Surroundings): ConfigReader {
  const { tree } = around;
  const problems = new Map<string, readonly Problem[]>();
  const parsed = new Map<string, SourceFile | undefined>();
  const collected: Problem[] = [];
  const configValues = new Map<string, Value>();
  const folders = createFolderReader(tree, around.display, collected, jsonBlocks);

  const sources: Sources = {
    tree,
    repositoryOf: around.repositoryOf,
    parse,
    problemAt: (file, offset, message, hint) => folders.problemAt(file, offset, message, "error", hint),
    configValue,
    variables,
  };

  function parse(path: string): SourceFile | undefined {
    if (parsed.has(path)) return parsed.get(path);
    const text = tree.read(path);
    const from = collected.length;
    const file = text === undefined ? undefined : folders.parse(path, text);
    parsed.set(path, file);
    problems.set(path, collected.slice(from));
    return file;
  }

  function read(path: string, values?: Value): UnitConfig {
    // Each unit has its own bounds, and its own view of the configurations that it reads.
    startRun();
    configValues.clear();
    const folder = folderOf(path);
    const given = values ?? variables(inFolder(folder, "terragrunt.values.hcl"));
    return unitConfig(path, { folder, originalFolder: folder, values: given, open: [] }).config;
  }

  /** What stands lower in a file wins over what stands above it, and the file itself over all that it includes. */
  function unitConfig(path: string, caller: Caller): { readonly config: UnitConfig; readonly file: EvaluatedFile } {
    const file = evaluateFile(path, caller, false, sources);
    let config = file.config;
    const found = [...(problems.get(path) ?? [])];
    let doubt = found.length > 0 ? mistaken(path) : undefined;
    for (const include of [...file.includes].reverse()) {
      const parent = include.file();
      if (include.problem !== undefined) found.push(include.problem);
      const own = include.path === undefined ? [] : (problems.get(include.path) ?? []);
      found.push(...own);
      if (parent === undefined) doubt ??= include.missing;
      if (own.length > 0) doubt ??= mistaken(include.path as string);
      if (parent === undefined) continue;
      if (include.strategy !== "no_merge") config = merged(parent.config, config, include.strategy);
    }
    return {
      file,
      config: {
        ...(doubt === undefined ? config : inDoubt(config, doubt)),
        path,
        file: parse(path) as SourceFile,
        includes: file.includes.flatMap((include) => include.path ?? []),
        doubt,
        problems: found,
      },
    };
  }

  function mistaken(path: string): Unknown {
    return unknown(`${around.display(path)} has mistakes`);
  }

  function configValue(path: string, caller: Caller): Value {
    if (caller.open.includes(path) || caller.open.length > deepestReads)
      return unknown(`the configuration ${around.display(path)} reads itself`);
    if (/terragrunt\.values\.hcl$/.test(path)) return variables(path) ?? null;
    const known = configValues.get(path);
    if (known !== undefined) return known;
    const { config, file } = unitConfig(path, { ...caller, folder: folderOf(path), values: undefined });
    const value = file.asValue(config);
    configValues.set(path, value);
    return value;
  }

  /** The constants of a file of variables, as a map; undefined where there is none. */
  function variables(path: string): Value | undefined {
    const text = tree.read(path);
    if (text === undefined) return undefined;
    if (path.endsWith(".json")) return jsonVariables(text);
    const { attributes } = (parse(path) as SourceFile).body;
    return mapOf(attributes.map(({ name, value }): [string, Value] => [name, valueOfExpression(value, constants)]));
  }

  return { read };
}

/** Blocks of `terragrunt.hcl.json`, with the number of their labels. */
const jsonBlocks: BlockTypes = {
  dependencies: 0,
  dependency: 1,
  exclude: 0,
  feature: 1,
  generate: 1,
  include: 1,
  locals: 0,
  remote_state: 0,
  terraform: 0,
};

/** Configurations that read configurations: so many in a row do not occur. */
const deepestReads = 24;

const constants: Scope = {
  module: moduleWithout(() => unknown("a file of variables holds constants only")),
  names: undefined,
};

function jsonVariables(text: string): Value {
  try {
    return fromJson(JSON.parse(text));
  } catch {
    return unknown("a file of variables is no JSON");
  }
}

function inFolder(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** The tree's path of a unit's configuration in a folder; undefined where there is none. */
export function configIn(folder: string, tree: SourceTree): string | undefined {
  const names = tree.list(folder) ?? [];
  const name = ["terragrunt.hcl", "terragrunt.hcl.json"].find((one) => names.includes(one));
  return name === undefined ? undefined : inFolder(folder, name);
}
