#!/usr/bin/env node
// Nothing but the version is answered here: what a command needs is loaded by the command.
const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
  const { version } = await import("../dist/version.js");
  process.stdout.write(`${version}\n`);
} else {
  const [{ main }, { version }] = await Promise.all([import("../dist/main.js"), import("../dist/version.js")]);
  process.exitCode = await main(argv, version);
}
