/** Terraform's functions on sets. A set is a list here: in order, without repeats, and marked as a set. */
import { isUnknown, type Value } from "../../../model/value.js";
import { inOneType, toSet, unified } from "../evaluate/conversion.js";
import { keyOf, setOf } from "../evaluate/sets.js";
import { isSetValue, itemTypeOf, markTyped } from "../evaluate/typed.js";
import type { Type } from "../evaluate/types.js";
import { EvaluationError, mergeUnknowns, Undecided } from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { asList, outer, whole } from "./define.js";

const many = Number.POSITIVE_INFINITY;

export const sets: FunctionTable = {
  setintersection: whole(1, many, (args) => intersection(alike(args))),
  setproduct: outer(2, many, (args) => product(args)),
  setsubtract: whole(2, 2, (args) => subtraction(alike(args))),
  setunion: outer(1, many, (args) => union(alike(args))),
  toset: outer(1, 1, ([value]) => (value === null ? null : toSet(asList(value)))),
};

interface Alike {
  readonly sets: readonly (readonly Value[])[];
  readonly of: Type | undefined;
}

/** Several sets with items of one type. One that is empty goes with any. */
function alike(args: readonly Value[]): Alike {
  const sets = args.map((arg) => toSet(asList(arg)));
  const unsure = sets.filter(isUnknown);
  if (unsure.length > 0) throw new Undecided(mergeUnknowns(unsure).because);
  const filled = sets.filter((set) => asList(set).length > 0 || itemTypeOf(set as object)?.kind !== "dynamic");
  const converted = unified(filled);
  const of = itemTypeOf((converted[0] ?? sets[0]) as object);
  if (of?.kind === "dynamic" && filled.some((set) => itemTypeOf(set as object)?.kind !== "dynamic"))
    throw new EvaluationError("the sets are of types that do not go together");
  let next = 0;
  return { sets: sets.map((set) => asList(filled.includes(set) ? converted[next++] : set)), of };
}

function subtraction({ sets: [from = [], without = []], of }: Alike): Value {
  const drop = new Set(without.map(keyOf));
  const kept = from.filter((item) => !drop.has(keyOf(item)));
  return setOf(kept, of);
}

function intersection({ sets: [first = [], ...rest], of }: Alike): Value {
  const others = rest.map((list) => new Set(list.map(keyOf)));
  const kept = first.filter((item) => others.every((other) => other.has(keyOf(item))));
  return setOf(kept, of);
}

function union({ sets, of }: Alike): Value {
  return setOf(sets.flat(), of);
}

const mostRows = 100_000;

/** A list of rows, or a set of them where a set is among the arguments. */
function product(args: readonly Value[]): Value {
  const lists = args.map((arg) => inOneType(asList(arg)));
  const size = lists.reduce((rows, { items }) => rows * items.length, 1);
  if (size * lists.length > mostRows) throw new Undecided("setproduct() of so many rows");
  let rows: readonly (readonly Value[])[] = [[]];
  for (const { items } of lists) rows = rows.flatMap((row) => items.map((item) => [...row, item]));
  const types = lists.map(({ of }) => of);
  const of: Type | undefined = types.every((type) => type !== undefined) ? { kind: "tuple", items: types } : undefined;
  return args.some(isSetValue) ? setOf(rows, of) : markTyped(rows, of);
}
