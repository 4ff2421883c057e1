/** The whole catalog from its files, compiled. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CatalogFiles, compileCatalog } from "./compile.js";
import {
  catalogRoot,
  type ModelsFile,
  productFiles,
  readYaml,
  type ServiceFile,
  serviceFilePaths,
} from "./source-files.js";
import type { Area, Core, Pattern, Provider } from "./types.js";

/** All that is not said of one service. */
export function commonFiles(): Omit<CatalogFiles, "services"> {
  const { version } = JSON.parse(readFileSync(join(catalogRoot, "package.json"), "utf8")) as { version: string };
  return {
    version,
    areas: (readYaml("areas.yaml") as { areas: Area[] }).areas,
    models: readYaml("models.yaml") as ModelsFile,
    patterns: (readYaml("patterns.yaml") as { patterns: Pattern[] }).patterns,
    providers: (readYaml("providers.yaml") as { providers: Record<string, Provider> }).providers,
    utility: (readYaml("utility-types.yaml") as { utility: Core["utility"] }).utility,
    products: productFiles(),
  };
}

/** @throws where a file does not load or does not compile. */
export function compileAll(): ReturnType<typeof compileCatalog> {
  const common = commonFiles();
  const services = serviceFilePaths(Object.keys(common.providers)).map((path) => readYaml(path) as ServiceFile);
  return compileCatalog({ ...common, services });
}
