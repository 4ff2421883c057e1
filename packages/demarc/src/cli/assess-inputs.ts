/** From paths to an assessment: what scan, explain, who and matrix have in common. */
import { assess } from "../assess/assess.js";
import type { Catalog } from "../catalog/catalog.js";
import type { Assessment } from "../model/assessment.js";
import { colorsFor } from "../text/colors.js";
import { asOfOrToday } from "./dates.js";
import { readInputs } from "./inputs.js";
import { wantsColor, warn } from "./io.js";
import { problemText } from "./problems.js";
import type { InputOptions } from "./readers.js";

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
  const inputs = inputsOf(paths);
  const inventory = await readInputs(inputs, options, catalog);
  const assessment = assess(inventory, catalog, { asOf: asOfOrToday(options.asOf), inputs });
  warnOfProblems(assessment, options);
  return assessment;
}

/** The paths that are read: those that are given, else the folder at hand. */
export function inputsOf(paths: readonly string[]): readonly string[] {
  return paths.length === 0 ? ["."] : paths;
}

export function warnOfProblems(assessment: Assessment, options: AssessInputOptions): void {
  const shown =
    options.quiet === true
      ? assessment.problems.filter((problem) => problem.severity === "error")
      : assessment.problems;
  if (shown.length > 0) warn(problemText(shown, colorsFor(wantsColor({ color: options.color }, process.stderr))));
}

/** 2 where something could not be read, unless the user allows it. */
export function exitCodeFor(assessment: Assessment, options: AssessInputOptions): number {
  const hasErrors = assessment.problems.some((problem) => problem.severity === "error");
  return hasErrors && options.allowErrors !== true ? 2 : 0;
}
