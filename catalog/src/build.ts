/** Writes dist/: core.json, heads.json, services.jsonl (a line a service), lenses.json, modules.json. Run by `npm run build`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileLens, type LensFile } from "./compile-lens.js";
import { compileModule, type ModuleFile } from "./compile-module.js";
import { compileAll } from "./read-catalog.js";
import { catalogRoot, lensFilePaths, moduleFilePaths, readYaml } from "./source-files.js";
import type { Claim, CompiledCore, Core } from "./types.js";

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
const { claims, services: heads, ...rest } = core;
writeFileSync(
  join(out, "core.json"),
  JSON.stringify({ ...rest, ...writtenClaims(claims), places } satisfies CompiledCore),
);
writeFileSync(join(out, "heads.json"), JSON.stringify(heads));
writeFileSync(join(out, "services.jsonl"), Buffer.concat(lines));
writeFileSync(
  join(out, "lenses.json"),
  JSON.stringify(lensFilePaths().map((path) => compileLens(readYaml(path) as LensFile))),
);
writeFileSync(
  join(out, "modules.json"),
  JSON.stringify(moduleFilePaths().map((path) => compileModule(readYaml(path) as ModuleFile))),
);

/** The same claim is made on many types; the order of a type's claims stays. */
function writtenClaims(byType: Core["claims"]): Pick<CompiledCore, "claims" | "claimed"> {
  const claims: Claim[] = [];
  const numbers = new Map<string, number>();
  const lines = Object.entries(byType).map(([type, ofType]) => {
    const own = ofType.map((claim) => {
      const key = JSON.stringify(claim);
      const number = numbers.get(key) ?? claims.push(claim) - 1;
      numbers.set(key, number);
      return number;
    });
    return `${type} ${own.join(" ")}\n`;
  });
  return { claims, claimed: `\n${lines.join("")}` };
}
