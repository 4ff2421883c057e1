// Runs the benchmarks one after the other, and draws the chart of what they measured: `npm run bench`. What is given is
// handed to bench/peers.mjs: folders with configuration. Results lie in dist/bench/.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const results = join(here, "../dist/bench");
mkdirSync(results, { recursive: true });

const benches = [
  ["scan"],
  ["hcl"],
  ["evaluate"],
  ["plan"],
  ["threads"],
  ["catalog"],
  ["peers", ...process.argv.slice(2)],
];
for (const [name, ...args] of benches) {
  console.log(`\n── ${name} ──`);
  const { status } = spawnSync(
    process.execPath,
    [join(here, `${name}.mjs`), ...args, "--json", join(results, `${name}.json`)],
    { stdio: "inherit" },
  );
  if (status !== 0) process.exitCode = 1;
}
const written = benches.map(([name]) => join(results, `${name}.json`)).filter((file) => existsSync(file));
spawnSync(process.execPath, [join(here, "chart.mjs"), ...written, "-o", join(here, "../docs/benchmarks.svg")], {
  stdio: "inherit",
});
