/** `demarc forecast`: what moves when. */
import { loadCatalog } from "../catalog/load.js";
import { type Forecast, forecastOf } from "../compare/forecast.js";
import { forecastText } from "../render/forecast.js";
import { counted } from "../render/summary.js";
import { exitCodeFor, inputsOf, warnOfProblems } from "./assess-inputs.js";
import type { CommandRun } from "./command.js";
import { asOfOrToday, yearAfter } from "./dates.js";
import { readInputs } from "./inputs.js";
import { deliver, warn } from "./io.js";
import { contextFor } from "./options.js";
import { UsageError } from "./usage-error.js";

export const run: CommandRun = async (paths, options) => {
  const gates = gatesOf(options.failOn);
  const asOf = asOfOrToday(options.asOf);
  const until = options.until ?? yearAfter(asOf);
  if (until <= asOf) throw new UsageError(`--until takes a date after ${asOf}, not ${until}.`);
  const catalog = loadCatalog();
  const inputs = inputsOf(paths);
  const inventory = await readInputs(inputs, options, catalog);
  const { forecast, assessment } = forecastOf(inventory, catalog, { asOf, until, inputs });
  warnOfProblems(assessment, options);
  await deliver(forecastText(forecast, options.format, contextFor(catalog, options)), options);
  const exitCode = exitCodeFor(assessment, options);
  return exitCode === 0 ? gateCode(forecast, gates) : exitCode;
};

const gateNames = ["moved", "overdue"] as const;
type Gate = (typeof gateNames)[number];

function gatesOf(text: string | undefined): readonly Gate[] {
  if (text === undefined) return [];
  return text.split(",").map((name) => {
    const gate = gateNames.find((candidate) => candidate === name.trim());
    if (gate === undefined)
      throw new UsageError(`--fail-on knows ${gateNames.join(", ")} here, not ${JSON.stringify(name)}.`);
    return gate;
  });
}

/** 1 where a gate is hit, with a line on standard error that says which and how often. */
function gateCode({ dates, past, until }: Forecast, wanted: readonly Gate[]): number {
  const counts: Readonly<Record<Gate, number>> = {
    moved: dates.reduce((sum, { moves, due }) => sum + moves.length + due.length, 0),
    overdue: past.length,
  };
  const words: Readonly<Record<Gate, string>> = {
    moved: `${counted(counts.moved, "cell or duty changes", "cells and duties change")} until ${until}`,
    overdue: counted(counts.overdue, "duty is past its date", "duties are past their date"),
  };
  const hit = wanted.filter((gate) => counts[gate] > 0);
  for (const gate of hit) warn(`--fail-on ${gate}: ${words[gate]}`);
  return hit.length > 0 ? 1 : 0;
}
