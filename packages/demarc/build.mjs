// Bundles the command line to dist/: one chunk a command, so that each loads only what it needs.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { build, context } from "esbuild";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
rmSync("dist", { recursive: true, force: true });

const options = {
  entryPoints: { main: "src/cli/main.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  chunkNames: "chunk-[name]-[hash]",
  external: ["@demarc/catalog", "ignore"],
  // Some dependencies are CommonJS and call require().
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  legalComments: "none",
  logLevel: "warning",
};

if (process.argv.includes("--watch")) await (await context(options)).watch();
else await build(options);
writeFileSync("dist/version.js", `export const version = ${JSON.stringify(version)};\n`);
