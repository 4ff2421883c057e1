/** What the checks of one service file need to know of the rest. */
import { type ModelsFile, type ProductFile, readYaml, type ServiceFile } from "../source-files.js";
import { knownEntries } from "../type-lists.js";
import type { Area, CatalogFormat, Pattern } from "../types.js";

export interface CatalogContext {
  readonly areas: readonly Area[];
  readonly models: ModelsFile;
  readonly patterns: readonly Pattern[];
  readonly domains: Readonly<Record<string, readonly string[]>>;
  readonly products: ReadonlyMap<string, ProductFile>;
  readonly services: ReadonlyMap<string, ServiceFile>;
  readonly known: (list: string) => ReadonlySet<string>;
  /** Type → the names of its attributes, those of its blocks among them. */
  readonly attributes: (format: CatalogFormat) => ReadonlyMap<string, readonly string[]>;
}

export function loadContext(
  services: ReadonlyMap<string, ServiceFile>,
  products: ReadonlyMap<string, ProductFile>,
): CatalogContext {
  const attributes = new Map<CatalogFormat, ReadonlyMap<string, readonly string[]>>();
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
    attributes(format) {
      let byType = attributes.get(format);
      if (byType === undefined) {
        const list = format === "terraform" ? "attributes-terraform-aws" : "attributes-cloudformation";
        byType = new Map(
          knownEntries(list).map((line) => {
            const [type = "", ...names] = line.split(" ");
            return [type, names];
          }),
        );
        attributes.set(format, byType);
      }
      return byType;
    },
    known(list) {
      let set = lists.get(list);
      if (set === undefined) {
        set = new Set(knownEntries(list));
        lists.set(list, set);
      }
      return set;
    },
  };
}
