/** `npx tsx catalog/src/try-examples.ts [file…]`: runs the examples and prints what comes out otherwise than they say. */
import { relative, resolve } from "node:path";
import { catalogFromFiles, runExample } from "./examples.js";
import { catalogRoot } from "./source-files.js";

const wanted = process.argv.slice(2).map((path) => relative(catalogRoot, resolve(path)).replaceAll("\\", "/"));
const { catalog, files, broken } = catalogFromFiles();
for (const path of broken)
  if (wanted.length === 0 || wanted.includes(path)) console.error(`${path}: does not load; see catalog:check`);
let run = 0;
let failed = 0;
for (const [path, file] of files) {
  if (wanted.length > 0 && !wanted.includes(path)) continue;
  for (const example of file.examples ?? []) {
    for (const { format, failures } of runExample(catalog, file, example)) {
      run += 1;
      if (failures.length === 0) continue;
      failed += 1;
      console.error(`${path}: ${example.name} (${format})`);
      for (const failure of failures) console.error(`    ${failure}`);
    }
  }
}
console.log(`${run} examples run: ${failed === 0 ? "all as they say" : `${failed} otherwise`}`);
process.exitCode = failed === 0 ? 0 : 1;
