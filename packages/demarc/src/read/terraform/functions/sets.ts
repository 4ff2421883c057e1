/** Terraform's functions on sets. A set is a list here: sorted where its items are texts, without repeats. */
import { isList, isUnknown, type Value } from "../../../model/value.js";
import { compareText, containsUnknown, mergeUnknowns, unknownsIn } from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { asList, outer, whole } from "./define.js";

const many = Number.POSITIVE_INFINITY;

export const sets: FunctionTable = {
  setintersection: whole(1, many, (args) => {
    const [first, ...rest] = args.map((arg) => keysOf(arg));
    return toSet(
      [...(first as Map<string, Value>)].filter(([key]) => rest.every((set) => set.has(key))).map(([, value]) => value),
    );
  }),
  setproduct: outer(1, many, (args) => product(args.map((arg) => asList(arg)))),
  setsubtract: whole(2, 2, ([from, without]) => {
    const drop = keysOf(without as Value);
    return toSet([...keysOf(from as Value)].filter(([key]) => !drop.has(key)).map(([, value]) => value));
  }),
  setunion: outer(1, many, (args) => toSet(args.flatMap((arg) => asList(arg)))),
  toset: outer(1, 1, ([value]) => (value === null ? null : toSet(asList(value)))),
};

/** A list without repeats, texts in order. Items that are unknown are kept. */
export function toSet(items: readonly Value[]): Value {
  const seen = new Map<string, Value>();
  const unknowns: Value[] = [];
  for (const item of items) {
    if (containsUnknown(item)) unknowns.push(item);
    else seen.set(JSON.stringify(item), item);
  }
  const known = [...seen.values()];
  const sorted = known.every((item) => typeof item === "string") ? (known as string[]).sort(compareText) : known;
  return [...sorted, ...unknowns];
}

function keysOf(value: Value): Map<string, Value> {
  return new Map(asList(value).map((item) => [JSON.stringify(item), item]));
}

function product(lists: readonly (readonly Value[])[]): Value {
  const unknowns = lists.flat().filter(isUnknown);
  if (lists.length === 0) return unknowns.length > 0 ? mergeUnknowns(unknownsIn(unknowns)) : [];
  let result: readonly (readonly Value[])[] = [[]];
  for (const list of lists) result = result.flatMap((row) => list.map((item) => [...row, item]));
  return result.filter(isList);
}
