// What the benchmarks have in common: options, a folder to work in, programs that run in processes of their own, tables.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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

/** Bundles a module of demarc's source into one file of CommonJS, which starts faster, and answers that file. */
export async function bundled(module, folder) {
  const outfile = join(folder, `${module.replaceAll(/[/.]/g, "-")}.cjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`../packages/demarc/src/${module}`, import.meta.url))],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    outfile,
    logLevel: "error",
    external: ["@demarc/catalog", "ignore"],
    define: { "import.meta.url": "__bundleUrl" },
    banner: { js: 'const __bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
  });
  return outfile;
}

/** A program of CommonJS, the body of an async function whose result it prints. Answers its file. */
export function program(file, body) {
  const print = "process.stdout.write(JSON.stringify(result), () => process.exit(0))";
  writeFileSync(file, `"use strict";\n(async () => {\n${body}\n})().then((result) => ${print});\n`);
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

/**
 * Runs a command to its end: milliseconds on the clock and of all cores, peak memory in bytes, exit code, and what it says
 * on standard error. What it prints is thrown away.
 */
export function runCommand([file, ...args]) {
  const start = performance.now();
  // GNU time writes its line last.
  const timed = ["-f", "%U %S %M", file, ...args];
  const { status, stderr, error } = spawnSync("/usr/bin/time", timed, {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 1 << 28,
  });
  const time = performance.now() - start;
  if (error !== undefined) throw new Error(`GNU time is needed as /usr/bin/time: ${error.message}`);
  const lines = stderr.trimEnd().split("\n");
  const [user = 0, system = 0, kilobytes = 0] = (lines.pop() ?? "").split(" ").map(Number);
  return { time, cpu: (user + system) * 1000, peak: kilobytes * 1024, status, stderr: lines.join("\n").slice(0, 2000) };
}

/** The built command line. */
export const demarc = fileURLToPath(new URL("../packages/demarc/bin/demarc.cjs", import.meta.url));

/** Writes files below a folder; answers their bytes. */
export function writeTree(folder, files) {
  let bytes = 0;
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    bytes += Buffer.byteLength(text);
  }
  return bytes;
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
