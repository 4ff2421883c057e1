/** What the catalog knows of modules whose code is not at hand, as the reader of Terraform asks for it. */
import type { ModuleFacts } from "@demarc/catalog/types";
import { attributesRead } from "../assess/reads.js";
import type { Catalog } from "../catalog/catalog.js";
import type { KnownModules } from "../read/terraform/known/choose.js";

/** The catalog's files of well-known modules, which are loaded when the first call is met that is not on disk. */
export function knownModules(catalog: Catalog): KnownModules {
  let byName: ReadonlyMap<string, readonly ModuleFacts[]> | undefined;
  return {
    find(module) {
      byName ??= factsByName(catalog.modules());
      return byName.get(module) ?? [];
    },
    reads: attributesRead(catalog, "terraform"),
  };
}

function factsByName(modules: readonly ModuleFacts[]): ReadonlyMap<string, readonly ModuleFacts[]> {
  const byName = new Map<string, ModuleFacts[]>();
  for (const facts of modules) {
    const name = facts.module.toLowerCase();
    byName.set(name, [...(byName.get(name) ?? []), facts]);
  }
  return byName;
}
