/** Calls one of Terraform's functions by name. One file a chapter of Terraform's function reference. */
import { isUnknown, type Reference, unknown, type Value } from "../../../model/value.js";
import { raiseDoubt } from "../evaluate/doubt.js";
import type { ModuleNames } from "../evaluate/scope.js";
import { isDisordered } from "../evaluate/typed.js";
import {
  containsUnknown,
  EvaluationError,
  mergeUnknowns,
  orderOf,
  Undecided,
  unknownsIn,
} from "../evaluate/value-tools.js";
import { collections } from "./collections.js";
import { dates } from "./dates.js";
import { encodings } from "./encodings.js";
import { files } from "./files.js";
import { hashes } from "./hashes.js";
import { networks } from "./networks.js";
import { numbers } from "./numbers.js";
import { provider } from "./provider.js";
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
  [collections, dates, encodings, files, hashes, networks, numbers, provider, sets, strings, types].flatMap((part) =>
    Object.entries(part),
  ),
);

/** The names of all functions, for tests and docs. */
export const functionNames: readonly string[] = [...table.keys()].sort();

/**
 * @example callFunction("upper", ["a"], module) // "A"
 * @throws EvaluationError for wrong arguments. A function that is not known here gives an unknown.
 */
export function callFunction(name: string, args: readonly Value[], module: ModuleNames): Value {
  const own = module.functions?.get(name);
  if (own !== undefined) return doubted(own(args));
  const entry = table.get(name.startsWith("core::") ? name.slice("core::".length) : name);
  if (entry === undefined) {
    raiseDoubt();
    return unknown(`the function ${name}() is not known to demarc`, args.flatMap(referencesIn));
  }
  if (args.length < entry.least || args.length > entry.most)
    throw new EvaluationError(`${name}() does not take ${args.length} arguments`);
  return doubted(unlessUnknown(name, entry, args) ?? attempt(name, entry, args, module));
}

function doubted(result: Value): Value {
  if (isUnknown(result)) raiseDoubt();
  return result;
}

/** What these give does not hang on the order of the items. */
const orderFree =
  /^(?:length|contains|one|to(?:list|set)|set(?:union|subtract|intersection)|anytrue|alltrue|sum|sort)$/;

function unlessUnknown(name: string, entry: TerraformFunction, args: readonly Value[]): Value | undefined {
  if (args.some(isDisordered) && !orderFree.test(name)) return orderOf(args);
  if (entry.needs === "nothing") return undefined;
  const isShort = entry.needs === "arguments" ? !args.some(isUnknown) : !args.some(containsUnknown);
  return isShort ? undefined : mergeUnknowns(args.flatMap((arg) => unknownsIn(arg)));
}

/** What demarc cannot compute is unknown; only Terraform's own errors are errors. */
function attempt(name: string, entry: TerraformFunction, args: readonly Value[], module: ModuleNames): Value {
  try {
    return entry.run(args, module);
  } catch (error) {
    if (error instanceof Undecided) return unknown(`${name}(): ${error.message}`, args.flatMap(referencesIn));
    if (error instanceof RangeError) return unknown(`${name}(): the result is too large`, args.flatMap(referencesIn));
    throw error;
  }
}

function referencesIn(value: Value): readonly Reference[] {
  return unknownsIn(value).flatMap((item) => item.references);
}
