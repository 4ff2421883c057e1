// Start-up and a whole scan, as ratios to the floor that Node itself sets (`node -e ''`), in one run.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { configuration } from "./generate.mjs";

const runs = Number(process.env.RUNS ?? 9);
const demarc = fileURLToPath(new URL("../packages/demarc/bin/demarc.cjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "demarc-bench-"));
const files = configuration(100);
let bytes = 0;
for (const [name, text] of Object.entries(files)) {
  bytes += Buffer.byteLength(text);
  writeFileSync(join(folder, name), text);
}

const commands = {
  "node -e ''": ["-e", ""],
  "demarc --version": [demarc, "--version"],
  "demarc --help": [demarc, "--help"],
  "demarc scan (2,000 resources)": [demarc, "scan", folder],
  "demarc scan --format json": [demarc, "scan", folder, "--format", "json"],
};
const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
for (let run = 0; run < runs + 1; run += 1) {
  // In turn, so that a slow moment of the machine meets all alike. The first round warms the disk and is not counted.
  for (const [name, args] of Object.entries(commands)) {
    const start = process.hrtime.bigint();
    const result = spawnSync(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 30 });
    const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    if (result.status !== 0) throw new Error(`${name} ended with ${result.status}: ${result.stderr}`);
    if (run > 0) times[name].push(milliseconds);
  }
}
const measured = spawnSync("/usr/bin/time", ["-f", "%M", process.execPath, demarc, "scan", folder], {
  encoding: "utf8",
});
const peak =
  measured.error === undefined
    ? `${(Number(measured.stderr.trim().split("\n").at(-1)) / 1024).toFixed(0)} MB`
    : "not measured: there is no /usr/bin/time";
rmSync(folder, { recursive: true });

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const floor = median(times["node -e ''"]);
console.log(
  `${Object.keys(files).length} files, ${(bytes / 1e6).toFixed(2)} MB, 2,000 resources; medians of ${runs} runs in turn\n`,
);
for (const [name, list] of Object.entries(times)) {
  console.log(
    `${name.padEnd(32)} ${median(list).toFixed(0).padStart(6)} ms   ${(median(list) / floor).toFixed(2).padStart(6)} × node`,
  );
}
console.log(`\npeak memory of scan: ${peak}`);
