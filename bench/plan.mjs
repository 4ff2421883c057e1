// Plans as JSON: reading one into the inventory, and assessing it wholly, as ratios to the floor that JSON.parse of the whole
// file sets, in one run: `node bench/plan.mjs [--resources 60000] [--runs 5] [--large 1000]`. Each measurement has a process of
// its own; times are taken inside of it, after Node has started. `--large` is a plan of so many MB whose peak memory is taken
// (0: none).
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import {
  demarc,
  median,
  milliseconds,
  optionsOf,
  output,
  program,
  runCommand,
  runProgram,
  table,
  workFolder,
} from "./harness.mjs";
import { writePlan } from "./plan-file.mjs";

const options = optionsOf({ resources: "60000", runs: "5", large: "1000" });
const folder = workFolder("plan");
const sets = Math.round(Number(options.resources) / 20);

const entry = `
  export { attributesRead } from "./assess/reads.js";
  export { assess } from "./assess/assess.js";
  export { loadCatalog } from "./catalog/load.js";
  export { openBytes } from "./cli/byte-files.js";
  export { readTerraformJson } from "./read/terraform/plan/read.js";
`;
const bundle = join(folder, "demarc.cjs");
await build({
  stdin: {
    contents: entry,
    resolveDir: fileURLToPath(new URL("../packages/demarc/src", import.meta.url)),
    loader: "ts",
  },
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  outfile: bundle,
  logLevel: "error",
  external: ["@demarc/catalog", "ignore"],
  define: { "import.meta.url": "__bundleUrl" },
  banner: {
    js: `const __bundleUrl = ${JSON.stringify(new URL("../packages/demarc/src/x.ts", import.meta.url).href)};`,
  },
});

const timed = (work) => `
  const start = performance.now(), used = process.cpuUsage();
  ${work}
  const { user, system } = process.cpuUsage(used);
  return { time: performance.now() - start, cpu: (user + system) / 1000, count };
`;
const reading = `
  const { attributesRead, assess, loadCatalog, openBytes, readTerraformJson } = require(${JSON.stringify(bundle)});
  const catalog = loadCatalog();
  const { source } = openBytes(process.argv[2], 65536);
  const inventory = readTerraformJson({ file: "plan.json", source, reads: attributesRead(catalog, "terraform") });
`;
const programs = {
  "JSON.parse(readFileSync(file))": timed(
    `const count = JSON.parse(require("node:fs").readFileSync(process.argv[2])).resource_changes.length;`,
  ),
  "read into the inventory": timed(`${reading} const count = inventory.resources.length;`),
  "read and assessed": timed(
    `${reading} const count = assess(inventory, catalog, { asOf: "2026-11-24", inputs: [] }).summary.resources;`,
  ),
};
const measured = Object.entries(programs).map(([name, body], at) => ({
  name,
  file: program(join(folder, `${at}.cjs`), body),
}));
/** All that is to be created, and the same once it is there: then a plan says everything four times. */
const shapes = [
  { shape: "to create", isDeployed: false },
  { shape: "as it is", isDeployed: true },
].map(({ shape, isDeployed }) => {
  const file = join(folder, `${shape}.json`);
  const { resources, bytes } = writePlan(file, sets, isDeployed);
  return { shape, file, resources, bytes, results: measure(file, resources) };
});

function measure(file, resources) {
  const runs = measured.map(() => []);
  for (let run = 0; run < Number(options.runs); run += 1) {
    // In turn, so that a slow moment of the machine meets all alike.
    measured.forEach((one, at) => {
      const result = runProgram(one.file, [file]);
      if (result.count !== resources) throw new Error(`${one.name} found ${result.count} of ${resources} resources`);
      runs[at].push(result);
    });
  }
  const figures = runs.map((list) => ({
    time: median(list.map(({ time }) => time)),
    cpu: median(list.map(({ cpu }) => cpu)),
  }));
  return figures.map(({ time, cpu }, at) => ({
    name: measured[at].name,
    time,
    cpu,
    ratio: time / figures[0].time,
    cpuRatio: cpu / figures[0].cpu,
  }));
}

for (const { shape, resources, bytes, results } of shapes) {
  console.log(
    `${resources.toLocaleString("en")} resources ${shape}, ${(bytes / 1e6).toFixed(0)} MB; medians of ${options.runs} runs in turn\n`,
  );
  table([
    ["", "clock", "× JSON.parse", "CPU", "× JSON.parse"],
    ...results.map(({ name, time, cpu, ratio, cpuRatio }) => [
      name,
      milliseconds(time),
      ratio.toFixed(2),
      milliseconds(cpu),
      cpuRatio.toFixed(2),
    ]),
  ]);
  console.log();
}

const memory = shapes.map(({ shape, file, bytes }) => ({
  name: `demarc scan, ${(bytes / 1e6).toFixed(0)} MB ${shape}`,
  ...runCommand([process.execPath, demarc, "scan", file]),
}));
if (Number(options.large) > 0) {
  const large = join(folder, "large.json");
  const written = writePlan(large, Math.ceil((Number(options.large) * 1e6 * sets) / shapes[0].bytes));
  const name = `demarc scan, ${(written.bytes / 1e6).toFixed(0)} MB to create, ${written.resources.toLocaleString("en")} resources`;
  memory.push({ name, ...runCommand([process.execPath, demarc, "scan", large]) });
}
console.log();
table([
  ["whole command", "clock", "peak memory"],
  ...memory.map(({ name, time, peak }) => [name, milliseconds(time), `${(peak / 1e6).toFixed(0)} MB`]),
]);
for (const { name, status, stderr } of memory)
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
rmSync(folder, { recursive: true });
output(options, { bench: "plan", shapes: shapes.map(({ file: _, ...rest }) => rest), memory });
