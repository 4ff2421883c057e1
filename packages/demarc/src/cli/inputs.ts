/** Paths, or standard input, to one inventory: finds what there is to read, and says what could not be read. */
import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { Inventory, NotRead, Problem, Resource } from "../model/inventory.js";
import type { CloudFormationInventory } from "../read/cloudformation/read.js";
import type { SourceTree } from "../read/source-tree.js";
import { decode, diskTree, readText } from "./disk-tree.js";
import { readStandardInput } from "./io.js";
import { UsageError } from "./usage-error.js";
import { walkFiles } from "./walk.js";

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

/** @throws UsageError where there is nothing to read. */
export async function readInputs(paths: readonly string[], options: InputOptions): Promise<Inventory> {
  const units: Unit[] = [];
  const problems: Problem[] = [];
  const readers = createReaders(options);
  for (const path of paths) {
    if (path === "-") units.push(standardInput(readers));
    else if (!existsSync(path))
      throw new UsageError(
        `There is no file or folder ${path}.`,
        "Check the path; it is taken from the folder you are in.",
      );
    else if (statSync(path).isDirectory()) units.push(...(await folderUnits(path, readers, problems)));
    else units.push(await fileUnit(path, readers));
  }
  if (units.length === 0) {
    throw new UsageError(
      `No Terraform configuration or CloudFormation template was found in ${paths.join(", ")}.`,
      "demarc reads *.tf, *.tofu and *.tf.json files, and CloudFormation or SAM templates in YAML or JSON. Git-ignored files are skipped.",
    );
  }
  const inventories: Inventory[] = [];
  for (const unit of units) {
    const inventory = await unit.read();
    inventories.push(units.length > 1 && unit.label !== "" ? labelled(inventory, unit.label) : inventory);
  }
  return {
    resources: inventories.flatMap((inventory) => inventory.resources),
    notRead: inventories.flatMap((inventory) => inventory.notRead),
    problems: [...problems, ...distinct(inventories.flatMap((inventory) => inventory.problems))],
  };
}

/** A called module is parsed once for each root that calls it; its problems are told once. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [
    ...new Map(
      problems.map((problem) => [`${problem.file} ${problem.line} ${problem.column} ${problem.message}`, problem]),
    ).values(),
  ];
}

/** The readers with the user's variables, each loaded when it is first needed. */
interface Readers {
  readonly terraform: (folder: string, tree: SourceTree, display: (path: string) => string) => Promise<Inventory>;
  readonly cloudFormation: (
    file: string,
    text: string,
    readFile: (path: string) => string | undefined,
  ) => Promise<CloudFormationInventory>;
}

function createReaders(options: InputOptions): Readers {
  const variables = assignments(options.var ?? [], "--var");
  const parameters = assignments(options.parameter ?? [], "--parameter");
  const variableFiles = (options.varFile ?? []).map((path) => {
    const text = existsSync(path) ? readText(path) : undefined;
    if (text === undefined) throw new UsageError(`The file of variables ${path} cannot be read.`);
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

const terraformName = /\.(tf|tofu)(\.json)?$/;
const templateName = /\.(ya?ml|json|template|cfn)$/;

async function folderUnits(path: string, readers: Readers, problems: Problem[]): Promise<readonly Unit[]> {
  const given = realpathSync(path);
  const { files, isCut } = walkFiles(given);
  if (isCut) {
    problems.push({
      severity: "error",
      file: path,
      message: "There are too many files in this folder; the rest was not looked at.",
      hint: "Give the folders that hold the configuration.",
    });
  }
  const root = treeRoot(given);
  const tree = diskTree(root);
  const prefix = relative(root, given).split(sep).join("/");
  const inTree = (name: string): string => [prefix, name].filter((part) => part !== "").join("/");
  const display = (name: string): string => displayed(path, given, join(root, name));
  return [
    ...(await terraformUnits(files, inTree, tree, display, readers, prefix)),
    ...(await templateUnits(files, inTree, tree, display, readers)),
  ];
}

/** Root modules: the given folder, and every folder that no other one calls as a local module. */
async function terraformUnits(
  files: readonly string[],
  inTree: (name: string) => string,
  tree: SourceTree,
  display: (name: string) => string,
  readers: Readers,
  prefix: string,
): Promise<readonly Unit[]> {
  const folders = [...new Set(files.filter((name) => terraformName.test(name)).map((name) => inTree(folderOf(name))))];
  if (folders.length === 0) return [];
  const [{ localCalls }, { createFolderReader }] = await Promise.all([
    import("../read/terraform/read.js"),
    import("../read/terraform/module/folder.js"),
  ]);
  const called = new Set<string>();
  if (folders.length > 1) {
    const reader = createFolderReader(tree, display, []);
    for (const folder of folders) for (const target of localCalls(folder, reader)) called.add(target);
  }
  return folders
    .filter((folder) => folder === prefix || !called.has(folder))
    .map((folder) => ({
      label: prefix === "" ? folder : folder.slice(prefix.length + 1),
      read: () => readers.terraform(folder, tree, display),
    }));
}

async function templateUnits(
  files: readonly string[],
  inTree: (name: string) => string,
  tree: SourceTree,
  display: (name: string) => string,
  readers: Readers,
): Promise<readonly Unit[]> {
  const candidates = files.filter((name) => templateName.test(name) && !terraformName.test(name));
  if (candidates.length === 0) return [];
  const { looksLikeCloudFormation } = await import("../read/cloudformation/detect.js");
  const read = new Map<string, CloudFormationInventory>();
  const nested = new Set<string>();
  for (const name of candidates) {
    const path = inTree(name);
    const text = tree.read(path);
    if (text === undefined || !looksLikeCloudFormation(text)) continue;
    const inventory = await readers.cloudFormation(path, text, tree.read);
    read.set(name, inventory);
    for (const file of inventory.nestedFiles) nested.add(file);
  }
  return [...read]
    .filter(([name]) => !nested.has(inTree(name)))
    .map(([name, inventory]) => ({ label: name, read: async () => withDisplayedFiles(inventory, display) }));
}

async function fileUnit(path: string, readers: Readers): Promise<Unit> {
  const text = readText(path);
  if (text === undefined) throw new UsageError(`The file ${path} cannot be read as text.`);
  return unitOfText(path, text, readers);
}

function standardInput(readers: Readers): Unit {
  return { label: "-", read: async () => (await unitOfText("-", decode(readStandardInput()), readers)).read() };
}

/** A single file, told by its content; its name only breaks ties. */
async function unitOfText(path: string, text: string, readers: Readers): Promise<Unit> {
  if (text.includes("\u0000")) {
    throw new UsageError(
      `${path} is a binary file, not a configuration.`,
      "Give a Terraform file, a CloudFormation template, or a folder with them.",
    );
  }
  const { looksLikeCloudFormation } = await import("../read/cloudformation/detect.js");
  if (looksLikeCloudFormation(text)) {
    const folder = path === "-" ? undefined : diskTree(dirname(resolve(path)));
    const name = path === "-" ? "-" : basename(path);
    return {
      label: path,
      read: async () => {
        const inventory = await readers.cloudFormation(name, text, (inner) => folder?.read(inner));
        return withDisplayedFiles(inventory, (inner) => (path === "-" ? "-" : join(dirname(path), inner)));
      },
    };
  }
  const isJson = /^\s*[{[]/.test(text.replace(/^\uFEFF/, ""));
  if (isJson && !path.endsWith(".tf.json")) {
    if (/"(terraform_version|planned_values|format_version)"\s*:/.test(text.slice(0, 4000))) {
      throw new UsageError(
        `${path} is a Terraform plan or state, which demarc does not read yet.`,
        "Give the folder with the Terraform configuration.",
      );
    }
    throw new UsageError(
      `${path} is JSON, but no CloudFormation template: it has no map "Resources" whose entries have a "Type".`,
    );
  }
  if (/\.ya?ml$/.test(path)) {
    throw new UsageError(
      `${path} is no CloudFormation template: it has no map "Resources" whose entries have a "Type".`,
    );
  }
  if (path !== "-" && !terraformName.test(path) && !looksLikeHcl(text)) {
    throw new UsageError(
      `${path} is neither a Terraform file nor a CloudFormation template.`,
      "demarc reads *.tf, *.tofu and *.tf.json files, and CloudFormation or SAM templates in YAML or JSON.",
    );
  }
  return { label: path, read: () => readers.terraform("", singleFile(path, text), () => path) };
}

function looksLikeHcl(text: string): boolean {
  return /^\s*(resource|data|module|variable|output|locals|terraform|provider)\b[^\n]*\{/m.test(text);
}

/** One file alone: what lies beside it was not given. */
function singleFile(path: string, text: string): SourceTree {
  const name = path === "-" ? "main.tf" : terraformName.test(path) ? basename(path) : `${basename(path)}.tf`;
  return {
    read: (wanted) => (wanted === name ? text : undefined),
    list: (folder) => (folder === "" ? [name] : undefined),
    listAll: () => undefined,
  };
}

/**
 * Local modules may lie beside the given folder (`../modules/vpc`): the tree begins at the repository, else at the
 * folder you are in where that holds the given one, else at the given folder itself.
 */
function treeRoot(given: string): string {
  for (let at = given; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) break;
  }
  const here = realpathSync(process.cwd());
  return given === here || given.startsWith(here + sep) ? here : given;
}

/** A file as the user would name it: below the path that was given, else relative to the folder they are in. */
function displayed(path: string, given: string, full: string): string {
  const below = relative(given, full);
  const shown = below.startsWith("..") ? relative(process.cwd(), full) : join(path, below);
  return shown.split(sep).join("/");
}

function folderOf(name: string): string {
  const at = name.lastIndexOf("/");
  return at < 0 ? "" : name.slice(0, at);
}

function withDisplayedFiles(inventory: Inventory, display: (name: string) => string): Inventory {
  return {
    resources: inventory.resources.map((resource) => ({ ...resource, file: display(resource.file) })),
    notRead: inventory.notRead.map((entry) => ({ ...entry, file: display(entry.file) })),
    problems: inventory.problems.map((problem) => ({ ...problem, file: display(problem.file) })),
  };
}

/** Addresses of one unit among several: `envs/prod//aws_vpc.main`. */
function labelled(inventory: Inventory, label: string): Inventory {
  const named = (address: string): string => `${label}//${address}`;
  const resources = inventory.resources.map(
    (resource): Resource => ({
      ...resource,
      address: named(resource.address),
      references: Object.fromEntries(
        Object.entries(resource.references).map(([path, references]) => [
          path,
          references.map((reference) => ({ ...reference, address: named(reference.address) })),
        ]),
      ),
    }),
  );
  const notRead = inventory.notRead.map((entry): NotRead => ({ ...entry, address: named(entry.address) }));
  return { resources, notRead, problems: inventory.problems };
}
