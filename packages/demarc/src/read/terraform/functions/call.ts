/** Calls one of Terraform's functions by name. One file a chapter of Terraform's function reference. */
import { isUnknown, unknown, type Value } from "../../../model/value.js";
import type { ModuleNames } from "../evaluate/scope.js";
import { EvaluationError, mergeUnknowns, unknownsIn } from "../evaluate/value-tools.js";
import { collections } from "./collections.js";
import { dates } from "./dates.js";
import { encodings } from "./encodings.js";
import { files } from "./files.js";
import { hashes } from "./hashes.js";
import { networks } from "./networks.js";
import { numbers } from "./numbers.js";
import { sets } from "./sets.js";
import { strings } from "./strings.js";
import { types } from "./types.js";

export interface TerraformFunction {
  /** Which unknowns it bears: none anywhere in its arguments, none as an argument itself, or any. */
  readonly needs: "all" | "arguments" | "nothing";
  readonly least: number;
  readonly most: number;
  readonly run: (args: readonly Value[], module: ModuleNames) => Value;
}

export type FunctionTable = Readonly<Record<string, TerraformFunction>>;

const table: ReadonlyMap<string, TerraformFunction> = new Map(
  [collections, dates, encodings, files, hashes, networks, numbers, sets, strings, types].flatMap((part) =>
    Object.entries(part),
  ),
);

/** The names of all functions, for tests and docs. */
export const functionNames: readonly string[] = [...table.keys()].sort();

/** @throws EvaluationError for wrong arguments. A function that is not known here gives an unknown. */
export function callFunction(name: string, args: readonly Value[], module: ModuleNames): Value {
  const entry = table.get(name.startsWith("core::") ? name.slice("core::".length) : name);
  if (entry === undefined)
    return unknown(`the function ${name}() is not known to demarc`, args.flatMap(unknownReferences));
  if (args.length < entry.least || args.length > entry.most)
    throw new EvaluationError(`${name}() does not take ${args.length} arguments`);
  if (entry.needs !== "nothing") {
    const unknowns = entry.needs === "all" ? args.flatMap((arg) => unknownsIn(arg)) : args.filter(isUnknown);
    if (unknowns.length > 0) return mergeUnknowns(unknowns);
  }
  return entry.run(args, module);
}

function unknownReferences(value: Value): readonly { readonly address: string }[] {
  return unknownsIn(value).flatMap((item) => item.references);
}
