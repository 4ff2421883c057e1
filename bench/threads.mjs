// Whether reading in threads pays: trees of many root modules that share modules, read by 0, 2, 4 and 8 threads, to a
// thread for each core of the machine. Only reading is measured, not assessing and printing. The build must be fresh.
// `node bench/threads.mjs [--roots 25,100,400] [--runs 3] [--json FILE]`
// Exit 0: measured, whatever the figures; 1: could not measure.
import { copyFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
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
  writeTree,
} from "./harness.mjs";
import { rootModules } from "./shapes.mjs";

const options = optionsOf({ roots: "25,100,400", runs: "3" });
const folder = workFolder("threads");
// Threads start from bin/thread.cjs beside the bundle, so the bundle lies in dist/ while it is measured.
const bundle = fileURLToPath(new URL(`../packages/demarc/dist/bench-${process.pid}.cjs`, import.meta.url));

try {
  copyFileSync(await bundled("cli/inputs.ts", folder), bundle);
  const script = program(
    join(folder, "run.cjs"),
    `const { readInputs } = require(${JSON.stringify(bundle)});
     const before = process.cpuUsage();
     const start = performance.now();
     const inventory = await readInputs([process.argv[2]], {}, {});
     const time = performance.now() - start;
     const { user, system } = process.cpuUsage(before);
     const peak = process.resourceUsage().maxRSS * 1024;
     return { time, cpu: (user + system) / 1000, peak, resources: inventory.resources.length };`,
  );
  const counts = [0, ...[2, 4, 8].filter((count) => count <= Math.max(2, availableParallelism()))];
  const results = options.roots.split(",").map((roots) => {
    const tree = join(folder, roots);
    const files = rootModules(Number(roots));
    const bytes = writeTree(tree, files);
    const runs = Array.from({ length: Number(options.runs) }, () =>
      counts.map((count) => {
        process.env.DEMARC_THREADS = String(count);
        return { count, ...runProgram(script, [tree]) };
      }),
    ).flat();
    const byCount = counts.map((count) => {
      const of = (figure) => median(runs.filter((run) => run.count === count).map((run) => run[figure]));
      return { threads: count, time: of("time"), cpu: of("cpu"), peak: of("peak"), resources: of("resources") };
    });
    return { roots: Number(roots), files: Object.keys(files).length, bytes, byCount };
  });
  table([
    ["root modules", "files", "size", "resources", "threads", "time", "of one thread", "CPU", "peak memory"],
    ...results.flatMap(({ roots, files, bytes, byCount }) =>
      byCount.map(({ threads, time, cpu, peak, resources }) => [
        String(roots),
        String(files),
        `${(bytes / 1e6).toFixed(1)} MB`,
        String(resources),
        threads === 0 ? "none" : String(threads),
        milliseconds(time),
        (time / byCount[0].time).toFixed(2),
        milliseconds(cpu),
        `${(peak / 1e6).toFixed(0)} MB`,
      ]),
    ),
  ]);
  output(options, { bench: "threads", cores: availableParallelism(), results });
} catch (error) {
  console.error(`bench/threads: could not measure: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
  rmSync(bundle, { force: true });
}
