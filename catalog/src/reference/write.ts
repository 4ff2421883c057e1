/**
 * `npm run docs`: writes the reference pages, docs/catalog/services/. `npm run docs -- --check` writes nothing, and exits 1
 * where a page is not what the catalog says.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { catalogFromFiles } from "../examples.js";
import { catalogRoot } from "../source-files.js";
import { indexPage, modelsPage } from "./index-page.js";
import { servicePage } from "./service-page.js";

const folder = join(catalogRoot, "../docs/catalog/services");
const { catalog, files, broken } = catalogFromFiles();
if (broken.length > 0) throw new Error(`not compiled: ${broken.join(", ")}`);

const pages = new Map<string, string>([
  ["README.md", indexPage(catalog)],
  ["models.md", modelsPage(catalog)],
]);
for (const file of files.values()) {
  const service = catalog.service(file.service);
  if (service !== undefined) pages.set(`${file.service}.md`, servicePage(catalog, service, file));
}
const onDisk = new Set(pagesIn(folder));
const stale = [...pages.keys()].filter(
  (name) => !onDisk.has(name) || readFileSync(join(folder, name), "utf8") !== pages.get(name),
);
const gone = [...onDisk].filter((name) => !pages.has(name));
if (process.argv.includes("--check")) {
  if (stale.length + gone.length > 0) {
    console.error(`${[...stale, ...gone].join(", ")}: not what the catalog says; run npm run docs`);
    process.exitCode = 1;
  } else console.log(`${pages.size} reference pages are what the catalog says`);
} else {
  for (const name of stale) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), pages.get(name) ?? "");
  }
  for (const name of gone) rmSync(join(folder, name));
  console.log(`${pages.size} pages: ${stale.length} written, ${gone.length} removed`);
}

function pagesIn(path: string): readonly string[] {
  try {
    return readdirSync(path, { recursive: true, encoding: "utf8" })
      .map((name) => name.replaceAll("\\", "/"))
      .filter((name) => name.endsWith(".md"));
  } catch {
    return [];
  }
}
