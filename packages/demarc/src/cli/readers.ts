/** The readers with the user's variables and parameters, each loaded when it is first needed. */
import type { Inventory } from "../model/inventory.js";
import type { CloudFormationInventory } from "../read/cloudformation/read.js";
import type { SourceTree } from "../read/source-tree.js";
import { readText } from "./disk-tree.js";
import { UsageError } from "./usage-error.js";

export interface InputOptions {
  readonly var?: readonly string[];
  readonly varFile?: readonly string[];
  readonly parameter?: readonly string[];
}

/** One thing that is read as a whole: a Terraform root module, or a CloudFormation template. */
export interface Unit {
  /** Distinguishes equal addresses where there are several units; "" for the given folder itself. */
  readonly label: string;
  readonly read: () => Promise<Inventory>;
}

export interface Readers {
  readonly terraform: (folder: string, tree: SourceTree, display: (path: string) => string) => Promise<Inventory>;
  readonly cloudFormation: (
    file: string,
    text: string,
    readFile: (path: string) => string | undefined,
  ) => Promise<CloudFormationInventory>;
}

export function createReaders(options: InputOptions): Readers {
  const variables = assignments(options.var ?? [], "--var");
  const parameters = assignments(options.parameter ?? [], "--parameter");
  const variableFiles = (options.varFile ?? []).map((path) => {
    const { text, reason } = readText(path);
    if (text === undefined) throw new UsageError(`The file of variables ${path} cannot be read: ${reason}.`);
    return { path, text };
  });
  return {
    async terraform(folder, tree, display) {
      const { readTerraform } = await import("../read/terraform/read.js");
      return readTerraform({ folder, tree, display, variables, variableFiles });
    },
    async cloudFormation(file, text, readFile) {
      const { readCloudFormation } = await import("../read/cloudformation/read.js");
      return readCloudFormation({ file, text, parameters, readFile });
    },
  };
}

function assignments(texts: readonly string[], option: string): Readonly<Record<string, string>> {
  const result: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const text of texts) {
    const at = text.indexOf("=");
    if (at <= 0) throw new UsageError(`${option} takes NAME=VALUE, not ${JSON.stringify(text)}.`);
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
