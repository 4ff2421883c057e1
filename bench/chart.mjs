// Draws docs/benchmarks.svg from the results that the benchmarks wrote with --json: bars of ratios, a panel a benchmark.
// `node bench/chart.mjs FILE... [-o docs/benchmarks.svg]`. A benchmark joins by an entry in `panels`.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  options: { output: { type: "string", short: "o", default: "docs/benchmarks.svg" } },
  allowPositionals: true,
});

/** By benchmark: a title, and bars with a label, a number and how it is written. `mark` is the aim. */
const panels = {
  hcl: ({ results }) => ({
    title: "Parsing HCL: times as fast as HashiCorp's parser in WASM",
    bars: results.flatMap(({ megabytes, ratios }) => [
      { label: `${megabytes} MB, parsing`, number: ratios.parse, text: `${ratios.parse.toFixed(0)} ×` },
      { label: `${megabytes} MB, whole process`, number: ratios.process, text: `${ratios.process.toFixed(0)} ×` },
    ]),
  }),
  evaluate: ({ results }) => ({
    title: "Evaluating Terraform: time a resource, from 1,000 to 100,000 resources",
    bars: results.map(({ shape, resources, cpu }) => ({
      label: `${shape}, ${resources.toLocaleString("en")}`,
      number: cpu / resources,
      text: `${((cpu / resources) * 1000).toFixed(0)} µs`,
    })),
  }),
  threads: ({ results }) => ({
    title: "Reading many root modules: time, of that without threads",
    bars: results.flatMap(({ roots, byCount }) =>
      byCount.slice(1).map(({ threads, time }) => ({
        label: `${roots} roots, ${threads} threads`,
        number: time / byCount[0].time,
        text: (time / byCount[0].time).toFixed(2),
      })),
    ),
  }),
  peers: ({ results }) => ({
    title: "Whole scans: CPU time, as a multiple of demarc's",
    bars: results.flatMap(({ tree, tools: { demarc, ...others } }) =>
      Object.entries(others).map(([tool, { cpu }]) => ({
        label: `${tool}: ${tree}`,
        number: cpu / demarc.cpu,
        text: `${(cpu / demarc.cpu).toFixed(1)} ×`,
      })),
    ),
  }),
  plan: ({ shapes }) => ({
    title: "Plans as JSON: time, of JSON.parse's on the same file",
    bars: shapes.flatMap(({ shape, bytes, results }) =>
      results.slice(1).map(({ name, ratio }) => ({
        label: `${name}, ${(bytes / 1e6).toFixed(0)} MB ${shape}`,
        number: ratio,
        text: `${ratio.toFixed(2)} ×`,
      })),
    ),
  }),
  scan: ({ results }) => ({
    title: "Start-up and a scan of 2,000 resources: time, of Node's own start",
    bars: results.map(({ name, ratio }) => ({ label: name, number: ratio, text: `${ratio.toFixed(1)} ×` })),
  }),
};

const drawn = positionals
  .map((file) => JSON.parse(readFileSync(file, "utf8")))
  .filter(({ bench }) => bench in panels)
  .map((result) => panels[result.bench](result));
writeFileSync(values.output, svg(drawn));

/** Panels under each other; the longest bar of a panel fills the width. */
function svg(list) {
  const [width, labels, figures, line, head] = [720, 300, 60, 20, 44];
  let top = 0;
  const parts = list.map(({ title, bars }) => {
    const longest = Math.max(...bars.map(({ number }) => number));
    const rows = bars.map(({ label, number, text }, at) => {
      const y = top + head + at * line;
      const length = Math.max(1, (number / longest) * (width - labels - figures));
      return [
        `<text x="${labels - 8}" y="${y + 12}" text-anchor="end">${escaped(label)}</text>`,
        `<rect x="${labels}" y="${y + 2}" width="${length.toFixed(1)}" height="13" rx="2"/>`,
        `<text x="${(labels + length + 6).toFixed(1)}" y="${y + 12}">${escaped(text)}</text>`,
      ].join("");
    });
    const heading = `<text class="title" x="8" y="${top + head - 12}">${escaped(title)}</text>`;
    top += head + bars.length * line;
    return [heading, ...rows].join("\n");
  });
  const height = top + 16;
  const names = list.map(({ title }) => title).join("; ");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(names)}">
<style>svg{background:#fff}text{font:12px system-ui,sans-serif;fill:#222}.title{font-weight:600}rect{fill:#3b6ea5}</style>
${parts.join("\n")}
</svg>
`;
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
