/** Versions of the formats: which are known, and what to say of one that is not. */
import type { Problem } from "../../../model/inventory.js";

/** What was read of the file's head. */
export interface Head {
  readonly formatVersion?: unknown;
  readonly terraformVersion?: unknown;
  readonly stateVersion?: unknown;
  readonly serial?: unknown;
  readonly lineage?: unknown;
  readonly errored?: unknown;
  readonly complete?: unknown;
  /** Top-level keys, in the order of the file. */
  readonly keys: readonly string[];
}

/** Major version of the format of `show -json` up to which this was written. */
const knownMajor = 1;
const knownStates = [3, 4];

export function versionProblems(head: Head, file: string): readonly Problem[] {
  const has = (key: string): boolean => head.keys.includes(key);
  if (!contentKeys.some(has)) {
    // Without resources there may be nothing but the version.
    const isEmpty = (has("format_version") || has("lineage")) && head.keys.every((key) => headKeys.has(key));
    return isEmpty ? [] : [neither(file)];
  }
  return has("resources") || has("modules") ? stateProblems(head, file) : showProblems(head, file);
}

/** What may stand in a state that has nothing in it. Other commands write a format_version, too: validate, providers schema. */
const headKeys: ReadonlySet<string> = new Set([
  "check_results",
  "checks",
  "format_version",
  "lineage",
  "outputs",
  "serial",
  "terraform_version",
  "version",
]);
const contentKeys = ["planned_values", "prior_state", "resource_changes", "values", "resources", "modules"];

function showProblems({ formatVersion, errored }: Head, file: string): readonly Problem[] {
  const problems: Problem[] = [];
  if (formatVersion !== undefined && typeof formatVersion !== "string") {
    problems.push(warning(file, `format_version is ${kindOf(formatVersion)}, where a text such as "1.2" is expected.`));
  } else if (formatVersion !== undefined && !(Number.parseInt(formatVersion, 10) <= knownMajor)) {
    problems.push(
      warning(
        file,
        `The format's version is ${JSON.stringify(formatVersion)}; demarc knows it up to ${knownMajor}.x and reads what it recognises.`,
        "Look for a newer demarc.",
      ),
    );
  }
  if (errored === true) {
    problems.push(
      warning(file, "This plan is of a run that failed: what comes after the failure is not in it.", "Make it anew."),
    );
  }
  return problems;
}

function stateProblems({ stateVersion, serial, lineage }: Head, file: string): readonly Problem[] {
  const problems: Problem[] = [];
  if (typeof stateVersion === "number" && !knownStates.includes(stateVersion)) {
    const hint = "Let Terraform write it: terraform show -json > state.json";
    if (stateVersion < 3)
      return [
        {
          severity: "error",
          file,
          message: `This is a state of version ${stateVersion}, of a Terraform before 0.7.`,
          hint,
        },
      ];
    problems.push(
      warning(
        file,
        `This is a state of version ${stateVersion}; demarc knows versions 3 and 4 and reads what it recognises.`,
        hint,
      ),
    );
  } else if (stateVersion !== undefined && typeof stateVersion !== "number") {
    problems.push(warning(file, `version is ${kindOf(stateVersion)}, where a number is expected.`));
  }
  if (serial !== undefined && typeof serial !== "number")
    problems.push(
      warning(file, `serial is ${kindOf(serial)}, where a number is expected: Terraform did not write this.`),
    );
  if (lineage !== undefined && typeof lineage !== "string")
    problems.push(
      warning(file, `lineage is ${kindOf(lineage)}, where a text is expected: Terraform did not write this.`),
    );
  return problems;
}

function neither(file: string): Problem {
  return {
    severity: "error",
    file,
    message: "This JSON is neither a plan nor a state of Terraform.",
    hint: "A plan is made by: terraform show -json tfplan > plan.json",
  };
}

function warning(file: string, message: string, hint?: string): Problem {
  return hint === undefined ? { severity: "warning", file, message } : { severity: "warning", file, message, hint };
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return (
    { string: "a text", number: "a number", boolean: "true or false", object: "an object" }[typeof value as "string"] ??
    "something else"
  );
}
