#!/usr/bin/env node
// The version is answered at once. For all else the bundle is loaded with V8's compiled form of it, where that fits.
import { version } from "../dist/version.js";

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) process.stdout.write(`${version}\n`);
else {
  const { loadBundle } = await import("./load-bundle.js");
  const { main, keep } = loadBundle();
  process.exitCode = await main(argv, version);
  if (process.env.DEMARC_WRITE_CODE_CACHE === "1") keep();
}
