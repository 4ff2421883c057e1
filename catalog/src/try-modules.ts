/**
 * `npx tsx catalog/src/try-modules.ts FILE CHECKOUT`: compares a file of catalog/modules/ with the real code of
 * its module, of whatever version that is. Each of the module's examples, and each of the file's, is read twice: with the real code, and with the call's
 * source replaced by the registry's, so that the file answers. The file's examples are also read with every yes-or-no input turned.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Inventory, Resource } from "../../packages/demarc/src/model/inventory.js";
import type { SourceTree } from "../../packages/demarc/src/read/source-tree.js";
import type { KnownModules } from "../../packages/demarc/src/read/terraform/known/choose.js";
import { intersection, isEmpty, versionRange } from "../../packages/demarc/src/read/terraform/known/versions.js";
import { createFolderReader } from "../../packages/demarc/src/read/terraform/module/folder.js";
import { readTerraform } from "../../packages/demarc/src/read/terraform/read.js";
import { compareInventories } from "./compare-inventories.js";
import type { ModuleExample } from "./compile-module.js";
import { callText, knownModules, moduleFiles, readsOfCatalog } from "./module-files.js";
import { inputFaults } from "./module-inputs.js";
import { catalogRoot } from "./source-files.js";

const [path = "", checkout = ""] = process.argv.slice(2);
const files = moduleFiles();
const file = files.get(relative(catalogRoot, resolve(path)).replaceAll("\\", "/"));
if (file === undefined || !existsSync(checkout)) {
  console.error("Usage: npx tsx catalog/src/try-modules.ts catalog/modules/NAMESPACE/NAME.yaml CHECKOUT");
  process.exit(2);
}
const reads = readsOfCatalog();
// Under another name this file answers, whatever the version; under the module's own name none does.
const [root = "", submodule = ""] = file.module.split("//");
const alias = "the-file/under/test";
const others = [...files.values()].filter((other) => other.module !== file.module);
const elsewhere = knownModules(others, reads);
const renamed = { ...file, module: file.module.replace(root, alias), versions: ">= 0" };
// Of the module's other files those of the same versions: its submodules, or what it is a submodule of.
const siblings = others.filter(({ module, versions }) => module.split("//")[0] === root && isOfSame(versions));
const modules = knownModules(
  [...others, renamed, ...siblings.map((other) => ({ ...other, module: other.module.replace(root, alias) }))],
  reads,
);
const disk = diskTree(checkout);
const totals = { calls: 0, same: 0, missing: 0, extra: 0, faults: 0, beyond: 0, losses: 0, silent: 0 };
const told = new Map<string, number>();

const { variables: declared } = createFolderReader(disk, (name) => name, []).declarations(submodule);
for (const text of inputFaults(file, disk, submodule)) say(`inputs: ${text}`);
for (const folder of exampleFolders(checkout)) compareFolder(folder);
const examples = (file.examples ?? []).map((example) => ({
  ...example,
  // An older version does not have all of the inputs.
  inputs: Object.fromEntries(Object.entries(example.inputs ?? {}).filter(([name]) => declared.has(name))),
}));
for (const example of examples) compareCall(`example "${example.name}"`, example);
for (const example of examples) {
  for (const [name, value] of Object.entries(file.variables ?? {})) {
    if (typeof value !== "boolean" || !declared.has(name)) continue;
    const given = example.inputs[name];
    const turned = !(typeof given === "boolean" ? given : value);
    compareCall(`example "${example.name}" with ${name} = ${turned}`, {
      ...example,
      inputs: { ...example.inputs, [name]: turned },
    });
  }
}
for (const [text, times] of told) console.log(times === 1 ? text : `${text}  (and ${times - 1} times more)`);
console.log(
  `${file.module}: ${totals.calls} readings compared, ${totals.same} attributes the same; ` +
    `${totals.missing} resources missing, ${totals.extra} extra, ${totals.faults} faults, ${totals.silent} set in silence; ${totals.losses} losses, ${totals.beyond} told beyond the code`,
);
process.exitCode = totals.missing + totals.extra + totals.faults + totals.silent > 0 ? 1 : 0;

function compareFolder(folder: string): void {
  const real = readTerraform({ folder, tree: disk, modules: elsewhere });
  const asRegistry: SourceTree = {
    ...disk,
    read: (name) => (name.startsWith(`${folder}/`) ? withRegistrySource(disk.read(name), folder) : disk.read(name)),
  };
  const replaced = readTerraform({ folder, tree: asRegistry, modules });
  compare(folder, real, replaced);
}

function isOfSame(versions: string): boolean {
  const [ours, theirs] = [versionRange(file?.versions ?? ""), versionRange(versions)];
  return ours !== undefined && theirs !== undefined && !isEmpty(intersection(ours, theirs));
}

/** One call, at the place where the module's own examples are. */
function compareCall(what: string, example: Pick<ModuleExample, "inputs" | "given">): void {
  const folder = "examples/of-the-catalog";
  const reading = (text: string, known: KnownModules): Inventory =>
    readTerraform({
      folder,
      tree: {
        ...disk,
        read: (name) => (name === `${folder}/main.tf` ? text : disk.read(name)),
        list: (name) => (name === folder ? ["main.tf"] : disk.list(name)),
      },
      modules: known,
    });
  const local = submodule === "" ? "../../" : `../../${submodule}`;
  compare(
    what,
    reading(callText(local, undefined, example), elsewhere),
    reading(callText(renamed.module, undefined, example), modules),
  );
}

function compare(what: string, real: Inventory, replaced: Inventory): void {
  totals.calls += 1;
  const isAsked = (type: string, name: string): boolean => {
    const asked = reads(type);
    return asked === "all" || asked.has(name);
  };
  const result = compareInventories(real, replaced, isAsked, isUntold);
  totals.same += result.same;
  for (const kind of ["missing", "extra", "faults", "silent", "beyond", "losses"] as const) {
    totals[kind] += result[kind].length;
    for (const text of result[kind]) say(`${kind}: ${alike(text)}`, `  in ${what}`);
  }
  for (const { message } of replaced.problems)
    if (!real.problems.some((problem) => problem.message === message)) say(`problem: ${message}`, `  in ${what}`);
}

/** Without the keys of copies and the names of calls. */
function alike(text: string): string {
  return text
    .replace(/\[(?:\d+|\\?"[^"\\]*\\?")\]/g, "[…]")
    .replace(/\bmodule\.[\w-]+(\[…\])?/g, "module.…")
    .replaceAll(alias, root);
}

/** The same of many readings is told once. */
function say(text: string, where = ""): void {
  const known = [...told.keys()].find((line) => line.startsWith(`${text}  in `) || line === text);
  told.set(known ?? text + where, (told.get(known ?? text + where) ?? 0) + 1);
}

function isUntold(resource: Resource, name: string): boolean {
  const [facts] = modules.find(resource.via?.module.toLowerCase() ?? "");
  if (facts === undefined) return false;
  const key = resource.address
    .replace(/\[[^\]]*\]$/, "")
    .split(".")
    .slice(-2)
    .join(".");
  const { untold = [], unset = [] } = facts.resources[key] ?? {};
  return facts.untold.includes(name) || untold.includes(name) || (unset !== "rest" && !unset.includes(name));
}

/** `source = "../../"` is the module itself, `"../../modules/x"` a submodule; of these only those that the catalog knows. */
function withRegistrySource(text: string | undefined, folder: string): string | undefined {
  const up = folder
    .split("/")
    .map(() => "\\.\\.")
    .join("/");
  return text?.replace(
    new RegExp(`(source\\s*=\\s*)"${up}/?([\\w/.-]*)"`, "g"),
    (whole, head: string, path: string) => {
      const inner = path.replace(/\/+$/, "");
      const name = inner === "" ? alias : `${alias}//${inner}`;
      if (modules.find(name.toLowerCase()).length === 0) return whole;
      return `${head}${JSON.stringify(name)}`;
    },
  );
}

function exampleFolders(of: string): readonly string[] {
  const folders: string[] = [];
  const visit = (folder: string): void => {
    const entries = existsSync(join(of, folder)) ? readdirSync(join(of, folder), { withFileTypes: true }) : [];
    if (entries.some((entry) => entry.name.endsWith(".tf"))) folders.push(folder);
    for (const entry of entries) if (entry.isDirectory()) visit(`${folder}/${entry.name}`);
  };
  visit("examples");
  return folders;
}

function diskTree(of: string): SourceTree {
  const filesIn = (folder: string): readonly string[] | undefined =>
    existsSync(join(of, folder))
      ? readdirSync(join(of, folder), { withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => entry.name)
      : undefined;
  return {
    read: (name) =>
      existsSync(join(of, name)) && statSync(join(of, name)).isFile()
        ? readFileSync(join(of, name), "utf8")
        : undefined,
    list: filesIn,
    listAll: (folder) =>
      existsSync(join(of, folder))
        ? readdirSync(join(of, folder), { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/"))
        : undefined,
  };
}
