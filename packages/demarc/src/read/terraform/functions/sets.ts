/** Terraform's functions on sets. A set is a list here: in order, without repeats, and marked as a set. */
import type { Value } from "../../../model/value.js";
import { keyOf, toSet, unified } from "../evaluate/conversion.js";
import { isSetValue } from "../evaluate/typed.js";
import { Undecided } from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { asList, outer, whole } from "./define.js";

const many = Number.POSITIVE_INFINITY;

export const sets: FunctionTable = {
  setintersection: whole(1, many, (args) => intersection(alike(args))),
  setproduct: outer(2, many, (args) => product(args.map(asList), args.some(isSetValue))),
  setsubtract: whole(2, 2, (args) => {
    const [from = [], without = []] = alike(args);
    const drop = new Set(without.map(keyOf));
    return toSet(from.filter((item) => !drop.has(keyOf(item))));
  }),
  setunion: outer(1, many, (args) => toSet(args.flatMap((arg) => asList(arg)))),
  toset: outer(1, 1, ([value]) => (value === null ? null : toSet(asList(value)))),
};

/** Several sets with items of one type. */
function alike(args: readonly Value[]): readonly (readonly Value[])[] {
  const lists = args.map(asList);
  const all = unified(lists.flat());
  let next = 0;
  return lists.map((list) => {
    const from = next;
    next += list.length;
    return all.slice(from, next);
  });
}

function intersection([first = [], ...rest]: readonly (readonly Value[])[]): Value {
  const others = rest.map((list) => new Set(list.map(keyOf)));
  return toSet(first.filter((item) => others.every((other) => other.has(keyOf(item)))));
}

const mostRows = 100_000;

/** A list of rows, or a set of them where a set is among the arguments. */
function product(lists: readonly (readonly Value[])[], isSet: boolean): Value {
  const size = lists.reduce((rows, list) => rows * list.length, 1);
  if (size * lists.length > mostRows) throw new Undecided("setproduct() of so many rows");
  let rows: readonly (readonly Value[])[] = [[]];
  for (const list of lists) rows = rows.flatMap((row) => list.map((item) => [...row, item]));
  return isSet ? toSet(rows) : rows;
}
