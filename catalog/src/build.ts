/** Writes dist/: core.json, one shard a provider, lenses.json. Run by `npm run build`. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileCatalog } from "./compile.js";
import { compileLens, type LensFile } from "./compile-lens.js";
import { compileModule, type ModuleFile } from "./compile-module.js";
import {
  catalogRoot,
  lensFilePaths,
  type ModelsFile,
  moduleFilePaths,
  productFiles,
  readYaml,
  type ServiceFile,
  serviceFilePaths,
} from "./source-files.js";
import type { Area, Core, Pattern, Provider } from "./types.js";

const out = join(catalogRoot, "dist");
mkdirSync(out, { recursive: true });
const { version } = JSON.parse(readFileSync(join(catalogRoot, "package.json"), "utf8")) as { version: string };
const { providers } = readYaml("providers.yaml") as { providers: Record<string, Provider> };

const { core, shards } = compileCatalog({
  version,
  areas: (readYaml("areas.yaml") as { areas: Area[] }).areas,
  models: readYaml("models.yaml") as ModelsFile,
  patterns: (readYaml("patterns.yaml") as { patterns: Pattern[] }).patterns,
  providers,
  utility: (readYaml("utility-types.yaml") as { utility: Core["utility"] }).utility,
  services: serviceFilePaths(Object.keys(providers)).map((path) => readYaml(path) as ServiceFile),
  products: productFiles(),
});
writeFileSync(join(out, "core.json"), JSON.stringify(core));
for (const [provider, shard] of Object.entries(shards))
  writeFileSync(join(out, `${provider}.json`), JSON.stringify(shard));
writeFileSync(
  join(out, "lenses.json"),
  JSON.stringify(lensFilePaths().map((path) => compileLens(readYaml(path) as LensFile))),
);
writeFileSync(
  join(out, "modules.json"),
  JSON.stringify(moduleFilePaths().map((path) => compileModule(readYaml(path) as ModuleFile))),
);
