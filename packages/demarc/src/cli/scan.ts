/** `demarc scan`: the grid of components and areas. */
import { basename, resolve } from "node:path";
import { loadCatalog } from "../catalog/load.js";
import type { Assessment } from "../model/assessment.js";
import { jsonPieces } from "../render/json.js";
import { scanCsv } from "../render/scan-csv.js";
import { scanMarkdown } from "../render/scan-markdown.js";
import { scanTable } from "../render/scan-table.js";
import { assessInputs, exitCodeFor } from "./assess-inputs.js";
import type { CommandRun } from "./command.js";
import { deliver, type Result, warn } from "./io.js";
import { type CommandOptions, contextFor } from "./options.js";
import { UsageError } from "./usage-error.js";

export const run: CommandRun = async (paths, options) => {
  const gates = gatesOf(options.failOn);
  const catalog = loadCatalog();
  const assessment = await assessInputs(paths, options, catalog);
  await deliver(render(assessment, paths, options, contextFor(catalog, options)), options);
  const exitCode = exitCodeFor(assessment, options);
  return exitCode === 0 ? gateCode(assessment, gates) : exitCode;
};

function render(
  assessment: Assessment,
  paths: readonly string[],
  options: CommandOptions,
  context: ReturnType<typeof contextFor>,
): Result {
  switch (options.format) {
    case "json":
      return jsonPieces(assessment);
    case "csv":
      return scanCsv(assessment, context);
    case "markdown":
      return scanMarkdown(assessment, nameOf(paths), context);
    default:
      return scanTable(assessment, { name: nameOf(paths), isExpanded: options.expand === true }, context);
  }
}

function nameOf(paths: readonly string[]): string {
  const first = paths[0] ?? ".";
  if (first === "-") return "standard input";
  return paths.length > 1 ? paths.join(", ") : basename(resolve(first));
}

const gates = ["unmet", "unknown", "unclassified"] as const;
type Gate = (typeof gates)[number];

function gatesOf(text: string | undefined): readonly Gate[] {
  if (text === undefined) return [];
  return text.split(",").map((name) => {
    const gate = gates.find((candidate) => candidate === name.trim());
    if (gate === undefined) throw new UsageError(`--fail-on knows ${gates.join(", ")}, not ${JSON.stringify(name)}.`);
    return gate;
  });
}

/** 1 where a gate is hit, with a line on standard error that says which and how often. */
function gateCode(assessment: Assessment, wanted: readonly Gate[]): number {
  const counts: Readonly<Record<Gate, number>> = {
    unmet: assessment.summary.duties.unmet,
    unknown: assessment.summary.cells.unknown,
    unclassified: assessment.summary.unclassified,
  };
  const words: Readonly<Record<Gate, string>> = {
    unmet: "duties are unmet",
    unknown: "cells are not known",
    unclassified: "resources are of types not known",
  };
  const hit = wanted.filter((gate) => counts[gate] > 0);
  for (const gate of hit) warn(`--fail-on ${gate}: ${counts[gate]} ${words[gate]}`);
  return hit.length > 0 ? 1 : 0;
}
