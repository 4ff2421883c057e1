// What a large catalog costs a scan that meets three services: loading it and reading these three, in a cold process, against a
// catalog cut down to 40 services. `node bench/catalog.mjs [--runs 21] [--json FILE]`
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundled, median, optionsOf, output, program, runProgram, table, workFolder } from "./harness.mjs";

const options = optionsOf({ runs: "21" });
const folder = workFolder("catalog");
const dist = fileURLToPath(new URL("../catalog/dist", import.meta.url));
const met = ["aws/s3", "aws/lambda", "aws/dynamodb"];
const core = JSON.parse(readFileSync(join(dist, "core.json"), "utf8"));
const heads = JSON.parse(readFileSync(join(dist, "heads.json"), "utf8"));

/** The three that are met, and the most used of the rest are as good as any. */
const kept = new Set([...met, ...heads.map(({ id }) => id).filter((id) => !met.includes(id))].slice(0, 40));

try {
  const load = await bundled("catalog/load.ts", folder);
  const catalogs = { [`${heads.length} services`]: dist, "40 services": smallCatalog(join(folder, "small")) };
  const file = program(
    join(folder, "load.cjs"),
    `const start = performance.now();
    const { loadCatalog } = require(${JSON.stringify(load)});
    const loaded = performance.now();
    const catalog = loadCatalog(process.argv[2]);
    for (const id of ${JSON.stringify(met)}) if (catalog.service(id) === undefined) throw new Error(id);
    return { time: performance.now() - loaded };`,
  );
  const runs = Object.fromEntries(Object.keys(catalogs).map((name) => [name, []]));
  for (let run = 0; run <= Number(options.runs); run += 1) {
    for (const [name, path] of Object.entries(catalogs)) {
      const { time } = runProgram(file, [path]);
      if (run > 0) runs[name].push(time);
    }
  }
  const small = median(runs["40 services"]);
  const results = Object.entries(runs).map(([name, all]) => ({ name, time: median(all), ratio: median(all) / small }));
  console.log(`loading the catalog and three services of it; medians of ${options.runs} cold processes in turn`);
  table([
    ["", "time", "more than with 40", "ratio"],
    ...results.map(({ name, time, ratio }) => [
      name,
      `${time.toFixed(1)} ms`,
      `${(time - small).toFixed(1)} ms`,
      `${ratio.toFixed(2)} ×`,
    ]),
  ]);
  output(options, { bench: "catalog", results });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The lines of types that a service which is kept claims. */
function claimedOf({ claims, claimed }) {
  const isKept = (line) =>
    line
      .split(" ")
      .slice(1)
      .some((number) => kept.has(claims[number].service));
  return `\n${claimed
    .split("\n")
    .filter((line) => line !== "" && isKept(line))
    .join("\n")}\n`;
}

/** The compiled catalog as it would be with 40 services. */
function smallCatalog(path) {
  mkdirSync(path, { recursive: true });
  const bytes = readFileSync(join(dist, "services.jsonl"));
  const lines = [];
  const places = {};
  let offset = 0;
  for (const [id, [from, length]] of Object.entries(core.places)) {
    if (!kept.has(id)) continue;
    lines.push(bytes.subarray(from, from + length));
    places[id] = [offset, length];
    offset += length;
  }
  const ofKept = (entries) => Object.fromEntries(Object.entries(entries).filter(([, value]) => isKept(value)));
  const isKept = (value) => value.some((id) => kept.has(id));
  const small = {
    ...core,
    claimed: claimedOf(core),
    namespaces: ofKept(core.namespaces),
    pointedAtBy: ofKept(core.pointedAtBy),
    places,
  };
  writeFileSync(join(path, "core.json"), JSON.stringify(small));
  writeFileSync(join(path, "heads.json"), JSON.stringify(heads.filter(({ id }) => kept.has(id))));
  writeFileSync(join(path, "services.jsonl"), Buffer.concat(lines));
  return path;
}
