/** Terragrunt's own functions. Nothing is run and nothing is asked of the machine: what would need that is unknown. */
import { surelySet, unknown, type Value } from "../../../model/value.js";
import { mapOf, mergeUnknowns, textOf, unknownsIn } from "../evaluate/value-tools.js";
import { jsonText } from "../functions/json.js";
import { deepMerged } from "./merge.js";
import { absolutePath, pathInTree, readableText, relativePath } from "./paths.js";

type OwnFunction = (args: readonly Value[]) => Value;

/** What a function may ask of the configuration that calls it. Paths and folders are the tree's. */
export interface FunctionContext {
  /** The folder of the unit, or of the configuration that read_terragrunt_config reads. */
  readonly folder: string;
  /** The folder of the unit for which all of this is read. */
  readonly originalFolder: string;
  /** The folder of the file that calls, which Terraform's functions on files are relative to. */
  readonly ownFolder: string;
  /** The folder of the included configuration that stands against `folder`: by its label, if there are several. */
  readonly includedFolder: (label: string | undefined) => string | undefined;
  /** The top of the repository; undefined where there is none in sight. */
  readonly repository: () => string | undefined;
  readonly isFile: (path: string) => boolean;
  readonly isFolder: (path: string) => boolean;
  /** Whether there is a file of variables or a configuration, and what it holds. */
  readonly readConfig: (path: string) => Value;
  readonly readVariables: (path: string) => Value | undefined;
}

export function terragruntFunctions(context: FunctionContext): ReadonlyMap<string, OwnFunction> {
  const { folder } = context;

  function findInParentFolders(name: Value, fallback: Value | undefined): Value {
    for (let at = parentOf(folder); at !== undefined; at = parentOf(at)) {
      for (const candidate of name === null || name === "" ? configNames : [textOf(name)]) {
        const path = pathInTree(candidate, at);
        if (path !== undefined && (context.isFile(path) || context.isFolder(path))) return absolutePath(path);
      }
    }
    const wanted = name === null || name === "" ? "terragrunt.hcl" : textOf(name);
    // Above the tree there may be one, unless the tree is a whole repository.
    if (fallback === undefined || context.repository() === undefined)
      return unknown(`there is no ${wanted} in a folder above`);
    return fallback;
  }

  function included(label: Value | undefined): string | undefined {
    return context.includedFolder(typeof label === "string" ? label : undefined);
  }

  function inRepository(value: (top: string) => string): Value {
    const top = context.repository();
    return top === undefined ? surelySet(unknown("the top of the repository is not known")) : value(top);
  }

  function readConfig(path: Value, fallback: Value | undefined): Value {
    let inTree = pathInTree(textOf(path), folder);
    if (inTree === undefined) return unknown("a Terragrunt configuration that lies elsewhere is not read");
    if (!context.isFile(inTree)) {
      inTree = configNames.map((name) => pathInTree(name, inTree as string) as string).find(context.isFile);
    }
    if (inTree !== undefined) return context.readConfig(inTree);
    if (fallback !== undefined) return fallback;
    return unknown(`the Terragrunt configuration ${readableText(textOf(path))} is not there`);
  }

  function readVariables(path: Value): Value {
    const inTree = pathInTree(textOf(path), folder);
    const values = inTree === undefined ? undefined : context.readVariables(inTree);
    if (values === undefined) return unknown("a file of variables that is not there");
    const unknowns = unknownsIn(values);
    return unknowns.length > 0 ? mergeUnknowns(unknowns) : jsonText(values);
  }

  /** Terragrunt runs where its configuration lies: what is not there is not made before. */
  function fileExists(path: string): Value {
    const inTree = pathInTree(path, context.ownFolder);
    return inTree === undefined ? unknown("whether a file that lies elsewhere exists") : context.isFile(inTree);
  }

  const table: Readonly<Record<string, OwnFunction>> = {
    find_in_parent_folders: ([name = null, fallback]) => findInParentFolders(name, fallback),
    path_relative_to_include: ([label]) => relativePath(included(label) ?? folder, folder),
    path_relative_from_include: ([label]) => relativePath(folder, included(label) ?? folder),
    get_parent_terragrunt_dir: ([label]) => absolutePath(included(label) ?? folder),
    get_terragrunt_dir: () => absolutePath(folder),
    get_original_terragrunt_dir: () => absolutePath(context.originalFolder),
    get_repo_root: () => inRepository(absolutePath),
    get_path_from_repo_root: () => inRepository((top) => relativePath(top, folder)),
    get_path_to_repo_root: () => inRepository((top) => relativePath(folder, top)),
    get_env: ([name = null, fallback]) =>
      fallback ?? unknown(`the environment variable ${typeof name === "string" ? name : ""} is not read`),
    read_terragrunt_config: ([path = null, fallback]) => readConfig(path, fallback),
    fileexists: ([path = null]) => fileExists(textOf(path)),
    read_tfvars_file: ([path = null]) => readVariables(path),
    deep_merge: (maps) => maps.reduce((base, over) => deepMerged(base, over), mapOf([])),
    mark_as_read: ([path = null]) => path,
    mark_glob_as_read: () => unknown("the files of a pattern"),
    get_terraform_commands_that_need_vars: () => commandsThatNeedVars,
    get_terraform_commands_that_need_input: () => ["apply", "import", "init", "plan", "refresh"],
    get_terraform_commands_that_need_locking: () => commandsThatNeedLocking,
    get_terraform_commands_that_need_parallelism: () => ["apply", "plan", "destroy"],
    ...Object.fromEntries(notAsked.map((name) => [name, () => surelySet(unknown(`${name}() is not run`))])),
  };
  return new Map(Object.entries(table).map(([name, run]) => [name, guarded(name, run)]));
}

/** Functions that run a program, ask the machine or the cloud, or decrypt. */
const notAsked = [
  "run_cmd",
  "sops_decrypt_file",
  "get_aws_account_id",
  "get_aws_account_alias",
  "get_aws_caller_identity_arn",
  "get_aws_caller_identity_user_id",
  "get_platform",
  "get_terraform_command",
  "get_terraform_cli_args",
  "get_terragrunt_source_cli_flag",
  "get_default_retryable_errors",
  "get_working_dir",
  "constraint_check",
];

/** An unknown among the arguments makes the result unknown, but for those that can be handed through. */
function guarded(name: string, run: OwnFunction): OwnFunction {
  const most = bearsUnknown.get(name) ?? Number.POSITIVE_INFINITY;
  return (args) => {
    const needed = args.slice(0, most).flatMap((arg) => unknownsIn(arg));
    return needed.length > 0 ? mergeUnknowns(needed) : run(args);
  };
}

/** How many arguments must be known; the one after them is a value to fall back on. */
const bearsUnknown: ReadonlyMap<string, number> = new Map([
  ["find_in_parent_folders", 1],
  ["read_terragrunt_config", 1],
  ["get_env", 1],
  ["deep_merge", 0],
  ...notAsked.map((name): [string, number] => [name, 0]),
]);

const configNames: readonly string[] = ["terragrunt.hcl", "terragrunt.hcl.json"];

const commandsThatNeedVars = ["apply", "console", "destroy", "import", "plan", "push", "refresh"];
const commandsThatNeedLocking = ["apply", "destroy", "import", "plan", "refresh", "taint", "untaint"];

function parentOf(folder: string): string | undefined {
  if (folder === "") return undefined;
  const at = folder.lastIndexOf("/");
  return at < 0 ? "" : folder.slice(0, at);
}
