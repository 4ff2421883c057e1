/** The readers with the user's variables and parameters, each loaded when it is first needed. */
import { attributesRead } from "../assess/reads.js";
import type { Catalog } from "../catalog/catalog.js";
import { nearest } from "../catalog/find.js";
import type { Inventory, Problem } from "../model/inventory.js";
import type { CloudFormationInventory } from "../read/cloudformation/read.js";
import type { ByteSource } from "../read/json/byte-source.js";
import type { SourceTree } from "../read/source-tree.js";
import type { KeptFolders } from "../read/terraform/module/kept-folders.js";
import type { Surroundings } from "../read/terraform/terragrunt/read-config.js";
import type { TerragruntUnit } from "../read/terraform/terragrunt/unit.js";
import { readText } from "./disk-tree.js";
import { knownModules } from "./known-modules.js";
import type { GivenVariables, Reading, Task } from "./threads/task.js";
import { UsageError } from "./usage-error.js";

export interface InputOptions {
  readonly var?: readonly string[];
  readonly varFile?: readonly string[];
  readonly parameter?: readonly string[];
  /** Of a plan, what there was before it. */
  readonly before?: boolean;
}

/** One thing that is read as a whole: a Terraform root module, a unit of Terragrunt, or a CloudFormation template. */
export interface Unit {
  /** Distinguishes equal addresses where there are several units; "" for the given folder itself. */
  readonly label: string;
  readonly read: () => Promise<Inventory>;
  /** For a unit that another thread can find and read. */
  readonly elsewhere?: {
    readonly task: Task;
    /** Characters of its own files. */
    readonly size: number;
    /** To be told what that thread found besides the inventory. */
    readonly received: (reading: Reading) => void;
  };
}

export interface Readers {
  /** A plan or a state of Terraform, in pieces. */
  readonly terraformJson: (file: string, source: ByteSource) => Promise<Inventory>;
  /** Names given by --var and --parameter that nothing that was read declares: most likely misspelt. */
  readonly undeclared: () => readonly Problem[];
  readonly terraform: (
    folder: string,
    tree: SourceTree,
    display: (path: string) => string,
    kept?: KeptFolders,
  ) => Promise<Inventory>;
  /** What a thread needs to read as `terraform` does. */
  readonly variables: GivenVariables;
  /** Names of variables that a root module declares, which another thread read. */
  readonly declares: (names: readonly string[]) => void;
  readonly terragrunt: (unit: TerragruntUnit, around: Surroundings) => Promise<Inventory>;
  readonly cloudFormation: (
    file: string,
    text: string,
    readFile: (path: string) => string | undefined,
  ) => Promise<CloudFormationInventory>;
}

export function createReaders(options: InputOptions, catalog: Catalog): Readers {
  const variables = assignments(options.var ?? [], "--var");
  const parameters = assignments(options.parameter ?? [], "--parameter");
  const variableFiles = (options.varFile ?? []).map((path) => {
    const { text, reason } = readText(path);
    if (text === undefined) throw new UsageError(`The file of variables ${path} cannot be read: ${reason}.`);
    return { path, text };
  });
  const modules = knownModules(catalog);
  const declaredVariables = new Set<string>();
  const declaredParameters = new Set<string>();
  const declares = (names: readonly string[]): void => {
    for (const name of names) declaredVariables.add(name);
  };
  return {
    undeclared: () => [
      ...undeclaredAmong(Object.keys(variables), declaredVariables, "--var", "variable of a root module"),
      // Pseudo parameters (AWS::Region) may be given, and are not declared.
      ...undeclaredAmong(
        Object.keys(parameters).filter((name) => !name.startsWith("AWS::")),
        declaredParameters,
        "--parameter",
        "parameter of a template",
      ),
    ],
    variables: { variables, variableFiles },
    declares,
    async terraform(folder, tree, display, kept) {
      const { readTerraform } = await import("../read/terraform/read.js");
      const inventory = readTerraform({ folder, tree, display, variables, variableFiles, modules, kept });
      declares(inventory.variableNames);
      return inventory;
    },
    async terragrunt(unit, around) {
      const { readTerragruntUnit } = await import("../read/terraform/terragrunt/read.js");
      const inventory = readTerragruntUnit({ unit, around, modules, variables, variableFiles });
      declares(inventory.variableNames);
      return inventory;
    },
    async terraformJson(file, source) {
      const { readTerraformJson } = await import("../read/terraform/plan/read.js");
      const reads = attributesRead(catalog, "terraform");
      return readTerraformJson({ file, source, reads, side: options.before === true ? "before" : "after" });
    },
    async cloudFormation(file, text, readFile) {
      const { readCloudFormation } = await import("../read/cloudformation/read.js");
      const inventory = readCloudFormation({ file, text, parameters, readFile });
      for (const name of inventory.parameterNames) declaredParameters.add(name);
      return inventory;
    },
  };
}

function undeclaredAmong(
  names: readonly string[],
  declared: ReadonlySet<string>,
  option: string,
  what: string,
): readonly Problem[] {
  return names
    .filter((name) => !declared.has(name))
    .map((name) => {
      const near = nearest(name, [...declared]);
      return {
        severity: "error",
        file: option,
        message: `There is no ${what} called ${JSON.stringify(name)} here.`,
        hint: near.length > 0 ? `Did you mean ${near.join(" or ")}?` : undefined,
      };
    });
}

function assignments(texts: readonly string[], option: string): Readonly<Record<string, string>> {
  const result: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const text of texts) {
    const at = text.indexOf("=");
    if (at <= 0)
      throw new UsageError(
        `${option} takes NAME=VALUE, with the name first.`,
        "What was given is not shown, as it may be a secret.",
      );
    result[text.slice(0, at)] = text.slice(at + 1);
  }
  return result;
}

/** Files as the user would name them. */
export function withDisplayedFiles(inventory: Inventory, display: (name: string) => string): Inventory {
  return {
    resources: inventory.resources.map((resource) => ({ ...resource, file: display(resource.file) })),
    notRead: inventory.notRead.map((entry) => ({ ...entry, file: display(entry.file) })),
    problems: inventory.problems.map((problem) => ({ ...problem, file: display(problem.file) })),
  };
}
