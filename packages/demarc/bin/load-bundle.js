// Loads dist/demarc.cjs through vm.Script, which takes code that was compiled before (a code cache).
import { readFileSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

const bundle = fileURLToPath(new URL("../dist/demarc.cjs", import.meta.url));
const cache = fileURLToPath(new URL("../dist/demarc.cache", import.meta.url));

/** The bundle's exports, and a function that writes down what was compiled so far. */
export function loadBundle() {
  const script = new Script(Module.wrap(readFileSync(bundle, "utf8")), {
    filename: bundle,
    cachedData: compiledBefore(),
  });
  const module = { exports: {} };
  script
    .runInThisContext()
    .call(module.exports, module.exports, createRequire(bundle), module, bundle, dirname(bundle));
  return { ...module.exports, keep: () => writeFileSync(cache, script.createCachedData()) };
}

function compiledBefore() {
  try {
    return readFileSync(cache);
  } catch {
    return undefined;
  }
}
