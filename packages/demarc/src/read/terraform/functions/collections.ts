/** Terraform's functions on lists and maps. */
import { isList, isMap, isUnknown, perhaps, type Unknown, type Value } from "../../../model/value.js";
import { toTypedList, unified, withoutRepeats } from "../evaluate/conversion.js";
import { raiseDoubt } from "../evaluate/doubt.js";
import { isIdentity } from "../evaluate/objects.js";
import { isTyped } from "../evaluate/typed.js";
import {
  asTextBeside,
  booleanOf,
  compareText,
  decimal,
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
import { asInteger, asList, asMap, asSequence, itemsOfUnknown, outer, tolerant, whole } from "./define.js";
import { graphemes } from "./strings.js";

const many = Number.POSITIVE_INFINITY;

export const collections: FunctionTable = {
  alltrue: outer(1, 1, ([list]) => quantify(asList(list), false)),
  anytrue: outer(1, 1, ([list]) => quantify(asList(list), true)),
  chunklist: outer(2, 2, ([list, size]) => chunks(asList(list), asInteger(size))),
  coalesce: tolerant(1, many, coalesce),
  coalescelist: tolerant(1, many, coalesceList),
  compact: outer(1, 1, ([list]) => compact(asList(list))),
  concat: outer(1, many, concat),
  contains: outer(2, 2, ([list, value]) => contains(asList(list), value as Value)),
  distinct: outer(1, 1, ([list]) => withoutRepeats(unified(asList(list)))),
  element: outer(2, 2, ([list, index]) => element(asSequence(list), asInteger(index))),
  flatten: outer(1, 1, ([list]) => flatten(asList(list))),
  index: whole(2, 2, ([list, value]) => indexOf(asSequence(list), value as Value)),
  keys: outer(1, 1, ([map]) => [...sortedKeys(asMap(map))]),
  length: outer(1, 1, ([value]) => lengthOf(value as Value)),
  list: tolerant(0, many, (items) => [...items]),
  lookup: tolerant(2, 3, ([map, key, fallback]) => lookup(map as Value, key as Value, fallback)),
  map: tolerant(0, many, (args) => mapOfPairs(pairs(args))),
  matchkeys: whole(3, 3, ([values, keys, search]) => matchKeys(asList(values), asList(keys), asList(search))),
  merge: tolerant(0, many, merge),
  one: outer(1, 1, ([list]) => one(list as Value)),
  range: whole(1, 3, (args) => range(args.map((arg) => numberOf(arg)))),
  reverse: outer(1, 1, ([list]) => [...asList(list)].reverse()),
  slice: tolerant(3, 3, ([list, from, to]) => slice(list as Value, from as Value, to as Value)),
  sort: whole(1, 1, ([list]) => asList(list).map(textOf).sort(compareText)),
  sum: whole(1, 1, ([list]) => sum(asList(list))),
  transpose: whole(1, 1, ([map]) => transpose(asMap(map))),
  values: outer(1, 1, ([map]) => sortedKeys(asMap(map)).map((key) => asMap(map)[key] as Value)),
  zipmap: tolerant(2, 2, ([keys, values]) => zipmap(keys as Value, values as Value)),
};

function quantify(items: readonly Value[], deciding: boolean): Value {
  const unknowns = items.filter(isUnknown);
  if (unknowns.length > 0) raiseDoubt();
  // A null counts as false. All are converted first, for any other value is an error wherever it stands.
  const known = items.filter((item) => !isUnknown(item)).map((item) => item !== null && booleanOf(item));
  if (known.includes(deciding)) return deciding;
  return unknowns.length > 0 ? mergeUnknowns(unknowns) : !deciding;
}

function chunks(list: readonly Value[], size: number): Value {
  if (size < 0) throw new EvaluationError("chunklist() with a negative size");
  if (size === 0) return list.length === 0 ? [] : [list];
  const result: Value[] = [];
  for (let at = 0; at < list.length; at += size) result.push(list.slice(at, at + size));
  return result;
}

/** The first that is neither null nor empty; an unknown before it may be the one. */
function coalesce(args: readonly Value[]): Value {
  const at = args.findIndex((arg) => isUnknown(arg) || (arg !== null && arg !== ""));
  const found = args[at];
  if (found === undefined) throw new EvaluationError("no argument of coalesce() is set");
  if (isUnknown(found))
    return isIdentity(found) ? found : perhaps(mergeUnknowns(args.flatMap((value) => unknownsIn(value))));
  const rest = args.slice(at + 1);
  if (rest.some(isUnknown)) raiseDoubt();
  // All arguments get one type, so a number beside a text is a text; an unknown may be one.
  if (args.some((arg) => typeof arg === "string")) return asTextBeside(found);
  return typeof found !== "string" && !isList(found) && !isMap(found) && rest.some(isUnknown)
    ? perhaps(mergeUnknowns(args.flatMap((value) => unknownsIn(value))))
    : found;
}

function coalesceList(args: readonly Value[]): Value {
  for (const arg of args) {
    if (isUnknown(arg)) return perhaps(mergeUnknowns(args.flatMap((value) => unknownsIn(value))));
    if (asList(arg).length > 0) return arg;
  }
  throw new EvaluationError("no argument of coalescelist() has an item");
}

/** How many stay is not known where an unknown may be empty or null. */
function compact(list: readonly Value[]): Value {
  const unknowns = list.filter(isUnknown);
  if (unknowns.some((item) => !isIdentity(item))) return mergeUnknowns(unknowns);
  return list.filter((item) => item !== null && item !== "").map((item) => (isUnknown(item) ? item : textOf(item)));
}

function concat(lists: readonly Value[]): Value {
  const items = lists.flatMap((list) => [...asSequence(list)]);
  return lists.every((list) => isList(list) && isTyped(list)) ? toTypedList(items) : items;
}

function contains(list: readonly Value[], value: Value): Value {
  const results = list.map((item) => equals(item, value));
  if (results.includes(true)) return true;
  return results.includes(undefined) ? mergeUnknowns([...list, value].flatMap((item) => unknownsIn(item))) : false;
}

function element(list: readonly Value[], index: number): Value {
  if (list.length === 0) throw new EvaluationError("element() of an empty list");
  return list[((index % list.length) + list.length) % list.length] as Value;
}

function flatten(list: readonly Value[]): Value {
  const result: Value[] = [];
  // How many items an unknown stands for is not known, but for an id, which is a text.
  const doubtful = addFlat(list, result);
  return doubtful === undefined ? result : mergeUnknowns(unknownsIn(list));
}

function addFlat(list: readonly Value[], result: Value[]): Unknown | undefined {
  for (const item of list) {
    if (isUnknown(item) && !isIdentity(item)) return item;
    if (isList(item)) {
      const doubtful = addFlat(item, result);
      if (doubtful !== undefined) return doubtful;
    } else result.push(item);
  }
  return undefined;
}

function indexOf(list: readonly Value[], value: Value): Value {
  const at = list.findIndex((item) => equals(item, value) === true);
  if (at < 0) throw new EvaluationError("index(): the value is not in the list");
  return at;
}

function lengthOf(value: Value): Value {
  if (typeof value === "string") return graphemes(value).length;
  if (isList(value)) return value.length;
  return Object.keys(asMap(value)).length;
}

function lookup(map: Value, key: Value, fallback: Value | undefined): Value {
  if (isUnknown(map) || isUnknown(key))
    return perhaps(mergeUnknowns([map, key, fallback ?? null].flatMap((value) => unknownsIn(value))));
  const name = textOf(key);
  const known = asMap(map);
  if (Object.hasOwn(known, name)) return known[name] as Value;
  if (fallback === undefined) throw new EvaluationError("lookup(): there is no such key");
  return fallback;
}

function pairs(args: readonly Value[]): readonly (readonly [Value, Value])[] {
  const result: (readonly [Value, Value])[] = [];
  for (let at = 0; at + 1 < args.length; at += 2) result.push([args[at] as Value, args[at + 1] as Value]);
  return result;
}

function mapOfPairs(entries: readonly (readonly [Value, Value])[]): Value {
  const keys = entries.map(([key]) => key);
  if (keys.some(isUnknown)) return mergeUnknowns(keys);
  return mapOf(entries.map(([key, value]): [string, Value] => [textOf(key), value]));
}

function merge(args: readonly Value[]): Value {
  const unknowns = args.filter(isUnknown);
  if (unknowns.length > 0) return mergeUnknowns(args.flatMap((arg) => unknownsIn(arg)));
  return mapOf(args.filter((arg) => arg !== null).flatMap((arg) => Object.entries(asMap(arg))));
}

function matchKeys(values: readonly Value[], keys: readonly Value[], search: readonly Value[]): Value {
  if (values.length !== keys.length) throw new EvaluationError("matchkeys() of lists of different length");
  return values.filter((_, at) => search.some((item) => equals(item, keys[at] as Value) === true));
}

function one(value: Value): Value {
  const list = asList(value);
  if (list.length > 1) throw new EvaluationError("one() of a list with more than one item");
  return list[0] ?? null;
}

const longestRange = 1024;

function range(args: readonly number[]): Value {
  const [start, limit] = args.length === 1 ? [0, args[0] as number] : [args[0] as number, args[1] as number];
  const step = args[2] ?? (start <= limit ? 1 : -1);
  if (step === 0 || (start !== limit && step > 0 !== start < limit)) {
    throw new EvaluationError("range() with a step that does not lead to its end");
  }
  const result: number[] = [];
  for (let at = start; step > 0 ? at < limit : at > limit; at += step) {
    if (result.length >= longestRange) throw new EvaluationError(`range() of more than ${longestRange} numbers`);
    result.push(Number(at.toPrecision(15)));
  }
  return result;
}

/** Of an unknown list too, the number of items is known: the first three availability zones are three. */
function slice(list: Value, from: Value, to: Value): Value {
  if (isUnknown(from) || isUnknown(to)) return mergeUnknowns([list, from, to].flatMap((arg) => unknownsIn(arg)));
  const [start, end] = [asInteger(from), asInteger(to)];
  if (start < 0 || start > end) throw new EvaluationError("slice() outside of the list");
  if (isUnknown(list)) {
    raiseDoubt();
    return itemsOfUnknown(list, end - start);
  }
  const known = asSequence(list);
  if (end > known.length) throw new EvaluationError("slice() outside of the list");
  return known.slice(start, end);
}

function sum(list: readonly Value[]): Value {
  if (list.length === 0) throw new EvaluationError("sum() of an empty list");
  return decimal(list.reduce<number>((total, item) => total + numberOf(item), 0));
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

function zipmap(keys: Value, values: Value): Value {
  if (isUnknown(keys)) return mergeUnknowns([keys, ...unknownsIn(values)]);
  const names = asList(keys);
  if (names.some(isUnknown)) return mergeUnknowns(names);
  if (isUnknown(values)) raiseDoubt();
  const items = isUnknown(values) ? itemsOfUnknown(values, names.length) : asList(values);
  if (names.length !== items.length) throw new EvaluationError("zipmap() of lists of different length");
  return mapOf(names.map((key, at): [string, Value] => [textOf(key), items[at] as Value]));
}
