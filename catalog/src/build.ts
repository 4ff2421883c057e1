/** Writes dist/: core.json, services.jsonl (a line a service), lenses.json, modules.json. Run by `npm run build`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileLens, type LensFile } from "./compile-lens.js";
import { compileModule, type ModuleFile } from "./compile-module.js";
import { compileAll } from "./read-catalog.js";
import { catalogRoot, lensFilePaths, moduleFilePaths, readYaml } from "./source-files.js";
import type { CompiledCore } from "./types.js";

const out = join(catalogRoot, "dist");
mkdirSync(out, { recursive: true });

const { core, compiled } = compileAll();
const lines = compiled.map((service) => Buffer.from(`${JSON.stringify(service)}\n`));
let offset = 0;
const places = Object.fromEntries(
  compiled.map(({ id }, at) => {
    const length = (lines[at] as Buffer).length;
    offset += length;
    return [id, [offset - length, length] as const];
  }),
);
writeFileSync(join(out, "core.json"), JSON.stringify({ ...core, places } satisfies CompiledCore));
writeFileSync(join(out, "services.jsonl"), Buffer.concat(lines));
writeFileSync(
  join(out, "lenses.json"),
  JSON.stringify(lensFilePaths().map((path) => compileLens(readYaml(path) as LensFile))),
);
writeFileSync(
  join(out, "modules.json"),
  JSON.stringify(moduleFilePaths().map((path) => compileModule(readYaml(path) as ModuleFile))),
);
