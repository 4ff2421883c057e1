/** Files of well-known modules as the reader of Terraform takes them; and calls of them, for their examples and for comparison. */
import { attributesRead, type Reads } from "../../packages/demarc/src/assess/reads.js";
import type { Inventory } from "../../packages/demarc/src/model/inventory.js";
import type { KnownModules } from "../../packages/demarc/src/read/terraform/known/choose.js";
import { readTerraform } from "../../packages/demarc/src/read/terraform/read.js";
import { compileModule, type ModuleExample, type ModuleFile } from "./compile-module.js";
import { catalogFromFiles } from "./examples.js";
import { moduleFilePaths, readYaml } from "./source-files.js";
import type { ModuleExpression, ModuleFacts } from "./types.js";

export function moduleFiles(): ReadonlyMap<string, ModuleFile> {
  return new Map(moduleFilePaths().map((path) => [path, readYaml(path) as ModuleFile]));
}

export function knownModules(files: Iterable<ModuleFile>, reads = readsOfCatalog()): KnownModules {
  const all: readonly ModuleFacts[] = [...files].map(compileModule);
  return { find: (module) => all.filter((facts) => facts.module.toLowerCase() === module), reads };
}

export function readsOfCatalog(): (type: string) => Reads {
  return attributesRead(catalogFromFiles().catalog, "terraform");
}

/** A configuration that calls a module `this` with an example's inputs. */
export function callText(
  source: string,
  version: string | undefined,
  { inputs = {}, given = "" }: Pick<ModuleExample, "inputs" | "given">,
): string {
  const lines = Object.entries(inputs).map(([name, value]) => `  ${name} = ${textOf(value)}`);
  const pinned = version === undefined ? [] : [`  version = ${JSON.stringify(version)}`];
  return [given, 'module "this" {', `  source = ${JSON.stringify(source)}`, ...pinned, ...lines, "}", ""].join("\n");
}

function textOf(value: ModuleExpression): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function readText(text: string, modules: KnownModules): Inventory {
  return readTerraform({
    folder: "",
    tree: {
      read: (path) => (path === "main.tf" ? text : undefined),
      list: (folder) => (folder === "" ? ["main.tf"] : undefined),
      listAll: () => undefined,
    },
    modules,
  });
}
