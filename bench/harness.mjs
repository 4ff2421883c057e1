// What the benchmarks have in common: options, a folder to work in, programs that run in processes of their own, tables.
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

/** `--name value` for each name, with its default; `--json FILE` always; what has no name is in `paths`. */
export function optionsOf(defaults) {
  const names = Object.entries(defaults).map(([name, fallback]) => [name, { type: "string", default: fallback }]);
  const { values, positionals } = parseArgs({
    options: { ...Object.fromEntries(names), json: { type: "string" } },
    allowPositionals: true,
  });
  return { ...values, paths: positionals };
}

/** Where `--json` says so, writes the results for `bench/chart.mjs` to draw. */
export function output({ json }, results) {
  if (json !== undefined) {
    const machine = { node: process.versions.node, date: new Date().toISOString().slice(0, 10) };
    writeFileSync(json, `${JSON.stringify({ ...results, machine }, undefined, 2)}\n`);
  }
}

export function workFolder(name) {
  return mkdtempSync(join(tmpdir(), `demarc-bench-${name}-`));
}

/** Bundles a module of demarc's source into one file, and answers that file. */
export async function bundled(module, folder) {
  const outfile = join(folder, `${module.replaceAll(/[/.]/g, "-")}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`../packages/demarc/src/${module}`, import.meta.url))],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    logLevel: "error",
  });
  return outfile;
}

/** A program of some imports and the body of an async function, whose result it prints. Answers its file. */
export function program(file, code) {
  const lines = code.split("\n").map((line) => line.trim());
  const imports = lines.filter((line) => line.startsWith("import "));
  const body = lines.filter((line) => !line.startsWith("import "));
  const main = `const result = await (async () => {\n${body.join("\n")}\n})();`;
  const print = "process.stdout.write(JSON.stringify(result), () => process.exit(0));";
  writeFileSync(file, [...imports, main, print].join("\n"));
  return file;
}

/** Runs it in a process of its own; answers its result, and the milliseconds of the whole process from start to end. */
export function runProgram(file, args = [], flags = []) {
  const start = performance.now();
  const printed = execFileSync(process.execPath, [...flags, file, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 1 << 28,
  });
  return { ...JSON.parse(printed), process: performance.now() - start };
}

export function median(figures) {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)];
}

export function milliseconds(figure) {
  return figure < 1000 ? `${figure.toFixed(0)} ms` : `${(figure / 1000).toFixed(1)} s`;
}

/** Prints rows in columns, the first one to the left and the rest to the right. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows)
    console.log(row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[at]))).join("   "));
}
