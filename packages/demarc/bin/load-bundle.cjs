// Loads dist/demarc.cjs through vm.Script, which takes code that was compiled before (a code cache).
"use strict";
const { readFileSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");
const { Script } = require("node:vm");

const folder = join(__dirname, "..", "dist");
const bundle = join(folder, "demarc.cjs");
const cache = join(folder, "demarc.cache");

/** The bundle's exports, and a function that writes down what was compiled so far. */
exports.loadBundle = () => {
  const script = new Script(Module.wrap(readFileSync(bundle, "utf8")), {
    filename: bundle,
    cachedData: compiledBefore(),
  });
  const module = { exports: {} };
  script.runInThisContext().call(module.exports, module.exports, Module.createRequire(bundle), module, bundle, folder);
  return { ...module.exports, keep: () => writeFileSync(cache, script.createCachedData()) };
};

function compiledBefore() {
  try {
    return readFileSync(cache);
  } catch {
    return undefined;
  }
}
