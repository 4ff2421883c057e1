#!/usr/bin/env node
// CommonJS, because that starts fastest. The version is answered at once; for all else the bundle is loaded.
"use strict";
const { version } = require("../package.json");

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) process.stdout.write(`${version}\n`);
else {
  const { main, keep } = require("./load-bundle.cjs").loadBundle();
  main(argv, version).then((exitCode) => {
    process.exitCode = exitCode;
    if (process.env.DEMARC_WRITE_CODE_CACHE === "1") keep();
  });
}
