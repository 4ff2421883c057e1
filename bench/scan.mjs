// Start-up and a whole scan, as ratios to the floor that Node itself sets (`node -e ''`), in one run.
// `node bench/scan.mjs [--runs 9] [--json FILE]`
import { rmSync } from "node:fs";
import { configuration } from "./generate.mjs";
import {
  demarc,
  median,
  milliseconds,
  optionsOf,
  output,
  runCommand,
  table,
  workFolder,
  writeTree,
} from "./harness.mjs";

const options = optionsOf({ runs: "9" });
const folder = workFolder("scan");
const files = configuration(100);
const bytes = writeTree(folder, files);

const commands = {
  "node -e ''": ["-e", ""],
  "demarc --version": [demarc, "--version"],
  "demarc --help": [demarc, "--help"],
  "demarc scan (2,000 resources)": [demarc, "scan", folder],
  "demarc scan --format json": [demarc, "scan", folder, "--format", "json"],
};
try {
  const runs = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let run = 0; run < Number(options.runs) + 1; run += 1) {
    // In turn, so that a slow moment of the machine meets all alike. The first round warms the disk and is not counted.
    for (const [name, args] of Object.entries(commands)) {
      const figures = runCommand([process.execPath, ...args]);
      if (figures.status !== 0) throw new Error(`${name} ended with ${figures.status}: ${figures.stderr}`);
      if (run > 0) runs[name].push(figures);
    }
  }
  const floor = median(runs["node -e ''"].map(({ time }) => time));
  const results = Object.entries(runs).map(([name, all]) => ({
    name,
    time: median(all.map(({ time }) => time)),
    ratio: median(all.map(({ time }) => time)) / floor,
    peak: Math.max(...all.map(({ peak }) => peak)),
  }));
  console.log(
    `${Object.keys(files).length} files, ${(bytes / 1e6).toFixed(2)} MB, 2,000 resources; medians of ${options.runs} runs in turn`,
  );
  table([
    ["", "time", "ratio to node", "peak memory"],
    ...results.map(({ name, time, ratio, peak }) => [
      name,
      milliseconds(time),
      `${ratio.toFixed(2)} ×`,
      `${(peak / 1e6).toFixed(0)} MB`,
    ]),
  ]);
  output(options, { bench: "scan", results });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
