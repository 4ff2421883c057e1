/** From paths to an assessment: what scan, explain, who and matrix have in common. */
import { assess } from "../assess/assess.js";
import type { Catalog } from "../catalog/catalog.js";
import type { Assessment } from "../model/assessment.js";
import { colorsFor } from "../text/colors.js";
import { readInputs } from "./inputs.js";
import { today, wantsColor, warn } from "./io.js";
import { problemText } from "./problems.js";
import type { InputOptions } from "./readers.js";
import { UsageError } from "./usage-error.js";

export interface AssessInputOptions extends InputOptions {
  readonly asOf?: string;
  readonly allowErrors?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

/** Reads and assesses; problems go to standard error, so that standard output carries the result alone. */
export async function assessInputs(
  paths: readonly string[],
  options: AssessInputOptions,
  catalog: Catalog,
): Promise<Assessment> {
  const inputs = paths.length === 0 ? ["."] : paths;
  const asOf = dateOf(options.asOf);
  const inventory = await readInputs(inputs, options, catalog);
  const assessment = assess(inventory, catalog, { asOf, inputs });
  const shown =
    options.quiet === true
      ? assessment.problems.filter((problem) => problem.severity === "error")
      : assessment.problems;
  if (shown.length > 0) warn(problemText(shown, colorsFor(wantsColor({ color: options.color }, process.stderr))));
  return assessment;
}

/** 2 where something could not be read, unless the user allows it. */
export function exitCodeFor(assessment: Assessment, options: AssessInputOptions): number {
  const hasErrors = assessment.problems.some((problem) => problem.severity === "error");
  return hasErrors && options.allowErrors !== true ? 2 : 0;
}

function dateOf(text: string | undefined): string {
  if (text === undefined) return today();
  const isDate =
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
    new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
  if (!isDate) throw new UsageError(`--as-of takes a date such as 2026-11-24, not ${JSON.stringify(text)}.`);
  return text;
}
