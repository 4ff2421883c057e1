// Whether the evaluator of Terraform is linear: time and memory of reading 1,000, 10,000 and 100,000 resources, flat, in
// modules and by count and for_each. Every run is a process of its own, which makes the configuration in memory and does
// not count that. `node bench/evaluate.mjs [--sizes 1000,10000] [--json FILE]`.
// Time is the CPU time of all threads, so that it counts work and not waiting for a core.
// Exit 0: measured, whatever the figures; 1: could not measure.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  bundled,
  median,
  milliseconds,
  optionsOf,
  output,
  program,
  runProgram,
  table,
  workFolder,
} from "./harness.mjs";

const options = optionsOf({ sizes: "1000,10000,100000", runs: "3" });
const sizes = options.sizes.split(",").map(Number);
const shapes = ["flat", "modules", "copies"];
const folder = workFolder("evaluate");

try {
  const reader = await bundled("read/terraform/read.ts", folder);
  const shapesModule = fileURLToPath(new URL("shapes.mjs", import.meta.url));
  const script = program(
    join(folder, "run.cjs"),
    `const { readTerraform } = require(${JSON.stringify(reader)});
     const { shapes, treeOf } = await import(${JSON.stringify(shapesModule)});
     const [shape, resources] = [process.argv[2], Number(process.argv[3])];
     const tree = treeOf(shapes[shape](resources));
     globalThis.gc();
     const floor = process.memoryUsage().rss;
     const before = process.cpuUsage();
     const inventory = readTerraform({ folder: "", tree });
     const { user, system } = process.cpuUsage(before);
     const peak = process.resourceUsage().maxRSS * 1024 - floor;
     globalThis.gc();
     const kept = process.memoryUsage().heapUsed;
     const wanted = inventory.resources.filter(({ mode, number }) => mode === "managed" && number === undefined).length;
     if (wanted !== resources) throw new Error(shape + ": " + wanted + " resources instead of " + resources);
     if (inventory.problems.length > 0) throw new Error(inventory.problems[0].message);
     return { cpu: (user + system) / 1000, peak, kept };`,
  );
  const results = [];
  for (const shape of shapes) {
    for (const size of sizes) {
      // A single run of the largest is long enough to even out.
      const runs = size > 20_000 ? 1 : Number(options.runs);
      const all = Array.from({ length: runs }, () => runProgram(script, [shape, String(size)], ["--expose-gc"]));
      const of = (figure) => median(all.map((run) => run[figure]));
      results.push({ shape, resources: size, cpu: of("cpu"), peak: of("peak"), kept: of("kept") });
    }
  }
  const growth = (result, figure) => {
    const smaller = results.find((other) => other.shape === result.shape && other.resources * 10 === result.resources);
    return smaller === undefined ? "" : (result[figure] / smaller[figure] / 10).toFixed(2);
  };
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
  table([
    ["resources", "", "CPU", "of proportional", "peak memory", "of proportional", "kept a resource"],
    ...results.map((result) => [
      result.shape,
      String(result.resources),
      milliseconds(result.cpu),
      growth(result, "cpu"),
      megabytes(result.peak),
      growth(result, "peak"),
      `${(result.kept / result.resources / 1000).toFixed(1)} kB`,
    ]),
  ]);
  output(options, { bench: "evaluate", results });
} catch (error) {
  console.error(`bench/evaluate: could not measure: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
