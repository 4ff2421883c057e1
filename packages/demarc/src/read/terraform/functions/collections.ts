/** Terraform's functions on lists and maps. */
import { isList, isUnknown, unknown, type Value } from "../../../model/value.js";
import { itemOf } from "../evaluate/expression.js";
import {
  booleanOf,
  compareText,
  containsUnknown,
  EvaluationError,
  equals,
  mapOf,
  mergeUnknowns,
  numberOf,
  sortedKeys,
  textOf,
  unknownsIn,
} from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { any, asList, asMap, outer, whole } from "./define.js";

const many = Number.POSITIVE_INFINITY;

export const collections: FunctionTable = {
  alltrue: outer(1, 1, ([list]) => quantify(asList(list), false)),
  anytrue: outer(1, 1, ([list]) => quantify(asList(list), true)),
  chunklist: outer(2, 2, ([list, size]) => chunks(asList(list), numberOf(size as Value))),
  coalesce: any(1, many, coalesce),
  coalescelist: any(1, many, (args) => firstOf(args, (value) => isList(value) && value.length > 0)),
  compact: outer(1, 1, ([list]) => compact(asList(list))),
  concat: outer(1, many, (lists) => lists.flatMap((list) => asList(list))),
  contains: outer(2, 2, ([list, value]) => contains(asList(list), value as Value)),
  distinct: outer(1, 1, ([list]) => distinct(asList(list))),
  element: outer(2, 2, ([list, index]) => element(asList(list), numberOf(index as Value))),
  flatten: outer(1, 1, ([list]) => flatten(asList(list))),
  index: whole(2, 2, ([list, value]) => indexOf(list as Value, value as Value)),
  keys: outer(1, 1, ([map]) => [...sortedKeys(asMap(map))]),
  length: outer(1, 1, ([value]) => lengthOf(value as Value)),
  list: any(0, many, (items) => [...items]),
  lookup: any(2, 3, ([map, key, fallback]) => lookup(map as Value, key as Value, fallback)),
  map: any(0, many, (args) => mapOf(pairs(args).map(([key, value]): [string, Value] => [textOf(key), value]))),
  matchkeys: whole(3, 3, ([values, keys, search]) =>
    asList(values).filter((_, at) => asList(search).some((item) => equals(item, asList(keys)[at] as Value) === true)),
  ),
  merge: any(0, many, merge),
  one: outer(1, 1, ([list]) => one(asList(list))),
  range: whole(1, 3, (args) => range(args.map((arg) => numberOf(arg)))),
  reverse: outer(1, 1, ([list]) => [...asList(list)].reverse()),
  slice: outer(3, 3, ([list, from, to]) => slice(asList(list), numberOf(from as Value), numberOf(to as Value))),
  sort: whole(1, 1, ([list]) => asList(list).map(textOf).sort(compareText)),
  sum: whole(1, 1, ([list]) => asList(list).reduce<number>((total, item) => total + numberOf(item), 0)),
  transpose: whole(1, 1, ([map]) => transpose(asMap(map))),
  values: outer(1, 1, ([map]) => sortedKeys(asMap(map)).map((key) => asMap(map)[key] as Value)),
  zipmap: outer(2, 2, ([keys, values]) => zipmap(asList(keys), asList(values))),
};

function quantify(items: readonly Value[], deciding: boolean): Value {
  if (items.some((item) => !isUnknown(item) && item !== null && booleanOf(item) === deciding)) return deciding;
  const unknowns = items.filter(isUnknown);
  return unknowns.length > 0 ? mergeUnknowns(unknowns) : !deciding;
}

function chunks(list: readonly Value[], size: number): Value {
  if (size < 1) return list.length === 0 ? [] : [list];
  const result: Value[] = [];
  for (let at = 0; at < list.length; at += size) result.push(list.slice(at, at + size));
  return result;
}

function coalesce(args: readonly Value[]): Value {
  return firstOf(args, (value) => value !== null && value !== "");
}

/** The first that fits; an unknown before it may be the one, so then the result is unknown. */
function firstOf(args: readonly Value[], fits: (value: Value) => boolean): Value {
  for (const arg of args) {
    if (isUnknown(arg)) return mergeUnknowns(args.flatMap((value) => unknownsIn(value)));
    if (fits(arg)) return arg;
  }
  throw new EvaluationError("no argument is set");
}

function compact(list: readonly Value[]): Value {
  const unknowns = list.filter(isUnknown);
  // An unknown text may be empty, but its reference must not be lost: it stays in the list.
  return [...list.filter((item) => !isUnknown(item) && item !== null && item !== ""), ...unknowns];
}

function contains(list: readonly Value[], value: Value): Value {
  const results = list.map((item) => equals(item, value));
  if (results.includes(true)) return true;
  return results.includes(undefined) ? mergeUnknowns([...list, value].flatMap((item) => unknownsIn(item))) : false;
}

function distinct(list: readonly Value[]): Value {
  const result: Value[] = [];
  const seen = new Set<string>();
  for (const item of list) {
    if (containsUnknown(item)) {
      result.push(item);
      continue;
    }
    const key = JSON.stringify(item);
    if (seen.has(key)) continue;
    seen.add(key);
    result.push(item);
  }
  return result;
}

function element(list: readonly Value[], index: number): Value {
  if (list.length === 0) throw new EvaluationError("element() of an empty list");
  return list[((index % list.length) + list.length) % list.length] as Value;
}

function flatten(list: readonly Value[]): Value {
  const result: Value[] = [];
  for (const item of list) {
    // How many items an unknown stands for is not known.
    if (isUnknown(item)) return mergeUnknowns(unknownsIn(list));
    if (isList(item)) {
      const inner = flatten(item);
      if (isUnknown(inner)) return inner;
      result.push(...asList(inner));
    } else result.push(item);
  }
  return result;
}

function indexOf(list: Value, value: Value): Value {
  const at = asList(list).findIndex((item) => equals(item, value) === true);
  if (at < 0) throw new EvaluationError("index(): the value is not in the list");
  return at;
}

function lengthOf(value: Value): Value {
  if (typeof value === "string")
    return [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(value)].length;
  if (isList(value)) return value.length;
  return Object.keys(asMap(value)).length;
}

function lookup(map: Value, key: Value, fallback: Value | undefined): Value {
  if (isUnknown(map) || isUnknown(key))
    return mergeUnknowns([map, key, fallback ?? null].flatMap((value) => unknownsIn(value)));
  const name = textOf(key);
  const known = asMap(map);
  if (Object.hasOwn(known, name)) return known[name] as Value;
  if (fallback === undefined) throw new EvaluationError(`lookup(): there is no key ${JSON.stringify(name)}`);
  return fallback;
}

function pairs(args: readonly Value[]): readonly (readonly [Value, Value])[] {
  const result: (readonly [Value, Value])[] = [];
  for (let at = 0; at + 1 < args.length; at += 2) result.push([args[at] as Value, args[at + 1] as Value]);
  return result;
}

function merge(args: readonly Value[]): Value {
  const unknowns = args.filter(isUnknown);
  if (unknowns.length > 0) return mergeUnknowns(args.flatMap((arg) => unknownsIn(arg)));
  return mapOf(args.filter((arg) => arg !== null).flatMap((arg) => Object.entries(asMap(arg))));
}

function one(list: readonly Value[]): Value {
  if (list.length === 0) return null;
  if (list.length > 1) throw new EvaluationError("one() of a list with more than one item");
  return itemOf(list, 0);
}

const longestRange = 1024;

function range(args: readonly number[]): Value {
  const [start, limit] = args.length === 1 ? [0, args[0] as number] : [args[0] as number, args[1] as number];
  const step = args[2] ?? (start <= limit ? 1 : -1);
  if (step === 0) throw new EvaluationError("range() with a step of 0");
  const result: number[] = [];
  for (let at = start; step > 0 ? at < limit : at > limit; at += step) {
    if (result.length >= longestRange) throw new EvaluationError(`range() of more than ${longestRange} numbers`);
    result.push(at);
  }
  return result;
}

function slice(list: readonly Value[], from: number, to: number): Value {
  if (from < 0 || to > list.length || from > to) throw new EvaluationError("slice() outside of the list");
  return list.slice(from, to);
}

function transpose(map: { readonly [key: string]: Value }): Value {
  const result = new Map<string, Value[]>();
  for (const key of sortedKeys(map)) {
    for (const value of asList(map[key])) {
      const text = textOf(value);
      const list = result.get(text);
      if (list === undefined) result.set(text, [key]);
      else list.push(key);
    }
  }
  return mapOf([...result].sort(([a], [b]) => compareText(a, b)));
}

function zipmap(keys: readonly Value[], values: readonly Value[]): Value {
  if (keys.length !== values.length) throw new EvaluationError("zipmap() of lists of different length");
  const unknownKey = keys.find(isUnknown);
  if (unknownKey !== undefined && isUnknown(unknownKey)) return unknown(unknownKey.because, unknownKey.references);
  return mapOf(keys.map((key, at): [string, Value] => [textOf(key), values[at] as Value]));
}
