/** What the checks of one service file need to know of the rest. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogRoot, type ModelsFile, type ProductFile, readYaml, type ServiceFile } from "../source-files.js";
import type { Area, Pattern } from "../types.js";

export interface CatalogContext {
  readonly areas: readonly Area[];
  readonly models: ModelsFile;
  readonly patterns: readonly Pattern[];
  readonly domains: Readonly<Record<string, readonly string[]>>;
  readonly products: ReadonlyMap<string, ProductFile>;
  readonly services: ReadonlyMap<string, ServiceFile>;
  readonly known: (list: string) => ReadonlySet<string>;
}

export function loadContext(
  services: ReadonlyMap<string, ServiceFile>,
  products: ReadonlyMap<string, ProductFile>,
): CatalogContext {
  const lists = new Map<string, ReadonlySet<string>>();
  const { providers, standards } = readYaml("providers.yaml") as {
    providers: Record<string, { domains: string[] }>;
    standards: string[];
  };
  return {
    areas: (readYaml("areas.yaml") as { areas: Area[] }).areas,
    models: readYaml("models.yaml") as ModelsFile,
    patterns: (readYaml("patterns.yaml") as { patterns: Pattern[] }).patterns,
    domains: Object.fromEntries(
      Object.entries(providers).map(([id, provider]) => [id, [...provider.domains, ...standards]]),
    ),
    products,
    services,
    known(list) {
      let set = lists.get(list);
      if (set === undefined) {
        const text = readFileSync(join(catalogRoot, "known", `${list}.txt`), "utf8");
        set = new Set(text.split("\n").filter((line) => line !== "" && !line.startsWith("#")));
        lists.set(list, set);
      }
      return set;
    },
  };
}
