/** One file of Terragrunt, evaluated where a unit stands: its own configuration, and what it includes. */

import type { Problem } from "../../../model/inventory.js";
import { isMap, isUnknown, type Unknown, unknown, type Value } from "../../../model/value.js";
import { createLineIndex } from "../../line-index.js";
import type { SourceTree } from "../../source-tree.js";
import { attributeOf } from "../evaluate/expression.js";
import { partlyKnown } from "../evaluate/objects.js";
import { type ModuleNames, moduleWithout, type Scope } from "../evaluate/scope.js";
import { EvaluationError, mapOf } from "../evaluate/value-tools.js";
import type { Block, Body, Expression } from "../hcl/ast.js";
import { valueOfExpression } from "../module/body.js";
import type { SourceFile } from "../module/declarations.js";
import { type Config, configOf, valueIn } from "./config.js";
import { terragruntFunctions } from "./functions.js";
import type { MergeStrategy } from "./merge.js";
import { folderOf, pathInTree, readable } from "./paths.js";

/** Where a file is evaluated from. Paths and folders are the tree's. */
export interface Caller {
  /** The folder that the functions speak of: that of the unit, also inside of what it includes. */
  readonly folder: string;
  /** The folder of the unit for which all is read. */
  readonly originalFolder: string;
  /** What a stack gives to the unit, a map. */
  readonly values: Value | undefined;
  /** Files that are being evaluated: none of them is read again. */
  readonly open: readonly string[];
}

/** What a file may draw on. */
export interface Sources {
  readonly tree: SourceTree;
  readonly repositoryOf: (folder: string) => string | undefined;
  readonly parse: (path: string) => SourceFile | undefined;
  readonly problemAt: (file: SourceFile, offset: number, message: string, hint: string) => Problem;
  /** A configuration with all that it includes, as a value: `read_terragrunt_config`. */
  readonly configValue: (path: string, caller: Caller) => Value;
  readonly variables: (path: string) => Value | undefined;
}

export interface EvaluatedFile {
  readonly config: Config;
  readonly includes: readonly Include[];
  /** The file as other configurations see it; `config` may be merged with what it includes. */
  readonly asValue: (config: Config) => Value;
}

export interface Include {
  readonly label: string | undefined;
  /** The tree's path; undefined where it is not known or not there. */
  readonly path: string | undefined;
  readonly strategy: MergeStrategy;
  readonly isExposed: Value;
  /** Why it cannot be read, where it cannot. */
  readonly missing: Unknown;
  /** What is wrong with it. */
  readonly problem: Problem | undefined;
  readonly file: () => EvaluatedFile | undefined;
}

/** @param isIncluded whether another file includes this one, which then may not include further ones */
export function evaluateFile(path: string, caller: Caller, isIncluded: boolean, sources: Sources): EvaluatedFile {
  const { tree } = sources;
  const file = sources.parse(path) ?? { path, text: "", body: { attributes: [], blocks: [] }, ...createLineIndex("") };
  const { body } = file;
  const inner: Caller = { ...caller, open: [...caller.open, path] };
  const locals = localsIn(body);
  const memo = new Map<string, Value>();
  const running = new Set<string>();
  let allIncludes: readonly Include[] | undefined;

  const names: ModuleNames = {
    ...moduleWithout(() => unknown("Terragrunt has no such name")),
    local: (name) => once(`local.${name}`, () => localValue(name)),
    resource: (_, root, name) => once(`${root}.${name}`, () => rootValue(root, name)),
    readFile: (name) => fromTree(name, textAt),
    listFiles: (name) => fromTree(name, tree.listAll),
    functions: terragruntFunctions({
      folder: caller.folder,
      originalFolder: caller.originalFolder,
      includedFolder: (label) => (isIncluded ? folderOf(path) : includedFolder(label)),
      ownFolder: folderOf(path),
      repository: () => sources.repositoryOf(caller.folder),
      isFile: (name) => isFileIn(tree, name),
      isFolder: (name) => tree.list(name) !== undefined,
      readConfig: (name) => sources.configValue(name, inner),
      readVariables: sources.variables,
    }),
  };
  const scope: Scope = { module: names, names: undefined };

  /** Remembers a value, and finds what leads back to itself. */
  function once(key: string, compute: () => Value): Value {
    const known = memo.get(key);
    if (known !== undefined) return known;
    if (running.has(key)) return unknown(`${key} depends on itself`);
    running.add(key);
    try {
      const value = compute();
      memo.set(key, value);
      return value;
    } finally {
      running.delete(key);
    }
  }

  function localValue(name: string): Value {
    const expression = locals.get(name);
    return expression === undefined ? unknown(`local.${name} is not declared`) : valueOfExpression(expression, scope);
  }

  function rootValue(root: string, name: string): Value {
    switch (root) {
      case "include":
        return includedValue(name);
      case "dependency":
        return dependencyValue(name);
      case "feature":
        return featureValue(name);
      case "values":
        return isMap(caller.values) ? attributeOf(caller.values, name) : unknown(`values.${name} is given by a stack`);
      default:
        return unknown(`${root}.${name} is not known here`);
    }
  }

  function featureValue(name: string): Value {
    const block = body.blocks.find((one) => one.type === "feature" && one.labels[0] === name);
    const value = block === undefined ? undefined : valueIn(block.body, "default", scope);
    return mapOf([["value", value ?? unknown(`feature.${name} is given when Terragrunt runs`)]]);
  }

  /** `include.<label>`; a lone include without a label is `include` itself, of which this is the attribute. */
  function includedValue(name: string): Value {
    const [first] = includes();
    if (first !== undefined && first.label === undefined && includes().length === 1)
      return attributeOf(exposed(first), name);
    const include = includes().find(({ label }) => label === name);
    return include === undefined ? unknown(`include.${name} is not there`) : exposed(include);
  }

  function exposed(include: Include): Value {
    const included = include.file();
    if (included === undefined) return include.missing;
    const isExposed = include.isExposed === true;
    return isExposed ? included.asValue(included.config) : unknown(`include.${include.label ?? ""} is not exposed`);
  }

  function includedFolder(label: string | undefined): string | undefined {
    const include = label === undefined ? includes()[0] : includes().find((one) => one.label === label);
    return include?.path === undefined ? undefined : folderOf(include.path);
  }

  function includes(): readonly Include[] {
    allIncludes ??= isIncluded ? [] : body.blocks.filter(({ type }) => type === "include").map(includeOf);
    return allIncludes;
  }

  function includeOf(block: Block): Include {
    const value = valueIn(block.body, "path", scope) ?? null;
    const path = typeof value === "string" ? pathInTree(value, caller.folder) : undefined;
    const isThere = path !== undefined && !inner.open.includes(path) && sources.parse(path) !== undefined;
    const missing = isUnknown(value) ? readable(value) : unknown("what it includes is not among these files");
    const strategy = valueIn(block.body, "merge_strategy", scope);
    let included: EvaluatedFile | undefined;
    return {
      label: block.labels[0],
      path: isThere ? path : undefined,
      strategy: strategy === "no_merge" || strategy === "deep" ? strategy : "shallow",
      isExposed: valueIn(block.body, "expose", scope) ?? false,
      missing,
      problem: isThere ? undefined : missingInclude(block, missing),
      file() {
        if (isThere) included ??= evaluateFile(path, inner, true, sources);
        return included;
      },
    };
  }

  function missingInclude(block: Block, because: Unknown): Problem {
    const message = `What this file includes cannot be read: ${because.because}.`;
    return sources.problemAt(file, block.start, message, "Give the folder that holds the included file too.");
  }

  /** A file that Terraform's functions name is looked for beside the file that names it. */
  function fromTree<T>(name: string, get: (path: string) => T | undefined): T | undefined {
    const inTree = pathInTree(name, folderOf(path));
    return inTree === undefined ? undefined : get(inTree);
  }

  /** @throws EvaluationError for a file that is not there: Terragrunt runs here, and nothing makes it before. */
  function textAt(inTree: string): string | undefined {
    if (!isFileIn(tree, inTree)) throw new EvaluationError(`there is no file ${inTree}`);
    return tree.read(inTree);
  }

  function asValue(config: Config): Value {
    const known: Readonly<Record<string, () => Value>> = {
      locals: () => mapOf([...locals.keys()].map((name): [string, Value] => [name, names.local(name)])),
      inputs: () => config.inputs.rest ?? mapOf(config.inputs.entries),
      terraform: () => mapOf([["source", config.source?.value ?? null]]),
    };
    return partlyKnown(`the configuration ${file.path} is known only in part`, [], (name) =>
      Object.hasOwn(known, name)
        ? once(`value.${name}`, known[name] as () => Value)
        : unknown(`${name} of ${file.path} is not read`),
    );
  }

  return { config: configOf(file, scope), includes: includes(), asValue };
}

function localsIn(body: Body): ReadonlyMap<string, Expression> {
  const blocks = body.blocks.filter(({ type }) => type === "locals");
  return new Map(blocks.flatMap((block) => block.body.attributes.map(({ name, value }) => [name, value] as const)));
}

/** Without reading it: most of what is looked for is not there. */
function isFileIn(tree: SourceTree, path: string): boolean {
  const folder = folderOf(path);
  return tree.list(folder)?.includes(folder === "" ? path : path.slice(folder.length + 1)) === true;
}

/** The outputs of another unit exist only once that is applied; the mocks of a plan are not its outputs. */
function dependencyValue(name: string): Value {
  const address = `dependency.${name}`;
  const outputs = partlyKnown(`the outputs of ${address} are known only when Terragrunt runs`, [], (output) =>
    unknown(`${address}.outputs.${output} is known only when Terragrunt runs`),
  );
  return mapOf([["outputs", outputs]]);
}
