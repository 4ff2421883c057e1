// demarc beside Checkov and Trivy on the same trees, in one run. They answer other questions; what they share with demarc is
// that they read all of a configuration and judge it. Peers are taken from PATH and are no dependencies: those that are
// missing are said to be. Nothing is fetched: Trivy uses the checks that it carries, Checkov downloads no modules.
// `node bench/peers.mjs [--runs 3] [--json FILE] [FOLDER...]`: two generated trees, and the folders that are given.
// Exit 0: measured, whatever the figures; 1: could not measure.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
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
import { rootModules, shapes } from "./shapes.mjs";

const options = optionsOf({ runs: "3" });
const folder = workFolder("peers");

/** How each is asked for all that it finds, as JSON, without the network. */
const tools = {
  demarc: {
    version: [process.execPath, demarc, "--version"],
    on: (tree) => [process.execPath, demarc, "scan", tree, "--format", "json", "--allow-errors"],
  },
  Trivy: {
    version: ["trivy", "--version"],
    on: (tree) => [
      "trivy",
      "config",
      "--quiet",
      "--skip-check-update",
      "--skip-version-check",
      "--misconfig-scanners",
      "terraform,cloudformation",
      "--format",
      "json",
      "--cache-dir",
      join(folder, "trivy"),
      tree,
    ],
  },
  Checkov: {
    version: ["checkov", "--version"],
    on: (tree) => [
      "checkov",
      "--directory",
      tree,
      "--framework",
      "terraform",
      "cloudformation",
      "--quiet",
      "--compact",
      "--soft-fail",
      "--skip-download",
      "--output",
      "json",
    ],
  },
};

try {
  const present = Object.entries(tools).filter(([name, { version }]) => {
    const { status, stdout } = spawnSync(version[0], version.slice(1), { encoding: "utf8" });
    console.log(
      status === 0 ? `${name} ${/\d+\.\d+\.\d+|dev/.exec(stdout)?.[0]}` : `${name} is not on PATH, and left out`,
    );
    return status === 0;
  });
  const generated = { "generated, 2,000 resources": shapes.flat(2000), "generated, 25 root modules": rootModules(25) };
  const trees = [
    ...Object.entries(generated).map(([name, files], at) => {
      writeTree(join(folder, `tree${at}`), files);
      return [name, join(folder, `tree${at}`)];
    }),
    ...options.paths.map((path) => [basename(resolve(path)), resolve(path)]),
  ];
  const results = trees.map(([name, tree]) => {
    const runs = Object.fromEntries(present.map(([tool]) => [tool, []]));
    for (let run = 0; run < Number(options.runs); run += 1) {
      for (const [tool, { on }] of present) {
        const figures = runCommand(on(tree));
        if (figures.status !== 0) throw new Error(`${tool} ended with ${figures.status} on ${name}: ${figures.stderr}`);
        runs[tool].push(figures);
      }
    }
    const tools = Object.fromEntries(
      Object.entries(runs).map(([tool, all]) => [
        tool,
        {
          time: median(all.map(({ time }) => time)),
          cpu: median(all.map(({ cpu }) => cpu)),
          peak: median(all.map(({ peak }) => peak)),
        },
      ]),
    );
    return { tree: name, tools };
  });
  console.log("");
  table([
    ["tree", "tool", "time", "ratio", "CPU", "ratio", "peak memory"],
    ...results.flatMap(({ tree, tools: { demarc: ours, ...others } }) =>
      Object.entries({ demarc: ours, ...others }).map(([tool, { time, cpu, peak }]) => [
        tree,
        tool,
        milliseconds(time),
        `${(time / ours.time).toFixed(1)} ×`,
        milliseconds(cpu),
        `${(cpu / ours.cpu).toFixed(1)} ×`,
        `${(peak / 1e6).toFixed(0)} MB`,
      ]),
    ),
  ]);
  output(options, { bench: "peers", results });
} catch (error) {
  console.error(`bench/peers: could not measure: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
