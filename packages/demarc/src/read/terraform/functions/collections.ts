/** Terraform's functions on lists and maps. */
import { isList, isUnknown, perhaps, type Unknown, type Value } from "../../../model/value.js";
import { inOneType, toTypedList, unified, unifiedAt } from "../evaluate/conversion.js";
import { sumOf } from "../evaluate/decimals.js";
import { raiseDoubt } from "../evaluate/doubt.js";
import { isIdentity } from "../evaluate/objects.js";
import { withoutRepeats } from "../evaluate/sets.js";
import { isSetValue, isTyped, itemTypeOf, markTyped } from "../evaluate/typed.js";
import { isConvertible, number, type Type, text, typeText, unifiedType } from "../evaluate/types.js";
import {
  booleanOf,
  compareText,
  EvaluationError,
  equals,
  exactNumber,
  mapOf,
  mergeUnknowns,
  numberOf,
  sortedKeys,
  textOf,
  unknownsIn,
} from "../evaluate/value-tools.js";
import { convertedTo, typeOf } from "../evaluate/value-types.js";
import type { FunctionTable } from "./call.js";
import { asInteger, asList, asMap, asSequence, itemsOfUnknown, outer, tolerant, whole } from "./define.js";
import { graphemes } from "./strings.js";

const many = Number.POSITIVE_INFINITY;

export const collections: FunctionTable = {
  alltrue: outer(1, 1, ([list]) => quantify(asList(list), false)),
  anytrue: outer(1, 1, ([list]) => quantify(asList(list), true)),
  chunklist: outer(2, 2, ([list, size]) => chunks(list as Value, asInteger(size))),
  coalesce: tolerant(1, many, coalesce),
  coalescelist: tolerant(1, many, coalesceList),
  compact: outer(1, 1, ([list]) => compact(asList(list))),
  concat: outer(1, many, concat),
  contains: outer(2, 2, ([list, value]) => contains(asList(list), notNull(value))),
  distinct: outer(1, 1, ([list]) => distinct(list as Value)),
  element: outer(2, 2, ([list, index]) => element(asSequence(list), asInteger(index))),
  flatten: outer(1, 1, ([list]) => flatten(asList(list))),
  index: whole(2, 2, ([list, value]) => indexOf(asSequence(list), notNull(value))),
  keys: outer(1, 1, ([map]) => likeItsSource([...sortedKeys(asMap(map))], map, text)),
  length: outer(1, 1, ([value]) => lengthOf(value as Value)),
  list: tolerant(0, many, (items) => [...items]),
  lookup: tolerant(2, 3, ([map, key, fallback]) => lookup(map as Value, key as Value, fallback)),
  map: tolerant(0, many, (args) => mapOfPairs(pairs(args))),
  matchkeys: whole(3, 3, ([values, keys, search]) => matchKeys(values as Value, keys as Value, search as Value)),
  merge: tolerant(0, many, merge),
  one: outer(1, 1, ([list]) => one(list as Value)),
  range: whole(1, 3, (args) => range(args.map((arg) => numberOf(arg)))),
  reverse: outer(1, 1, ([list]) => likeItsSource([...asList(list)].reverse(), list)),
  slice: tolerant(3, 3, ([list, from, to]) => slice(list as Value, from as Value, to as Value)),
  sort: whole(1, 1, ([list]) => markTyped(asList(list).map(textOf).sort(compareText), text)),
  sum: whole(1, 1, ([list]) => sum(asList(list))),
  transpose: whole(1, 1, ([map]) => transpose(asMap(map))),
  values: outer(1, 1, ([map]) =>
    likeItsSource(
      sortedKeys(asMap(map)).map((key) => asMap(map)[key] as Value),
      map,
    ),
  ),
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

/** @throws EvaluationError for null */
function notNull(value: Value | undefined): Value {
  if (value === null || value === undefined) throw new EvaluationError("null is not allowed here");
  return value;
}

/** A list where it was made of a list, set or map; a tuple where it was made of a tuple or object. */
function likeItsSource(
  items: readonly Value[],
  source: Value | undefined,
  of: Type | undefined = itemTypeOf(source as object),
): Value {
  return isTyped(source as object) ? markTyped(items, of) : items;
}

function chunks(list: Value, size: number): Value {
  const { items, of } = inOneType(asList(list));
  if (size < 0) throw new EvaluationError("chunklist() with a negative size");
  const result: Value[] = [];
  if (size === 0 && items.length > 0) result.push(markTyped([...items], of));
  else for (let at = 0; at < items.length; at += size) result.push(markTyped(items.slice(at, at + size), of));
  return markTyped(result, of && { kind: "list", of });
}

function distinct(list: Value): Value {
  const { items, of } = inOneType(asList(list));
  const found = withoutRepeats(items);
  return isUnknown(found) ? found : markTyped(found, of);
}

/** The first that is neither null nor empty, as the one type of all; an unknown before it may be the one. */
function coalesce(args: readonly Value[]): Value {
  const at = args.findIndex((arg) => isUnknown(arg) || (arg !== null && arg !== ""));
  const found = args[at];
  if (found === undefined) throw new EvaluationError("no argument of coalesce() is set");
  if (isUnknown(found))
    return isIdentity(found) ? found : perhaps(mergeUnknowns(args.flatMap((value) => unknownsIn(value))));
  return unifiedAt(args, at);
}

/** Its arguments keep their types. @throws EvaluationError */
function coalesceList(args: readonly Value[]): Value {
  const unknowns = args.filter(isUnknown);
  if (unknowns.length === 0 && args.some((arg) => !isList(arg) || isSetValue(arg)))
    throw new EvaluationError("coalescelist() takes lists");
  if (unknowns.length > 0) raiseDoubt();
  for (const arg of args) {
    if (isUnknown(arg)) return perhaps(mergeUnknowns(args.flatMap((value) => unknownsIn(value))));
    if (arg !== null && asList(arg).length > 0) return arg;
  }
  throw new EvaluationError("no argument of coalescelist() has an item");
}

/** How many stay is not known where an unknown may be empty or null. */
function compact(list: readonly Value[]): Value {
  const unknowns = list.filter(isUnknown);
  if (unknowns.some((item) => !isIdentity(item))) return mergeUnknowns(unknowns);
  const kept = list.filter((item) => item !== null && item !== "");
  return markTyped(
    kept.map((item) => (isUnknown(item) ? item : textOf(item))),
    text,
  );
}

function concat(lists: readonly Value[]): Value {
  const items = lists.flatMap((list) => [...asSequence(list)]);
  if (!lists.every((list) => isList(list) && isTyped(list))) return items;
  const types = lists.map(typeOf);
  if (types.includes(undefined)) return toTypedList(items);
  // Lists of types that do not go together make a tuple.
  const type = unifiedType(types as readonly Type[]);
  return type === undefined ? items : convertedTo(items, type);
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
  if (Object.hasOwn(known, name)) {
    if (fallback !== undefined) asItemOf(known, fallback);
    return known[name] as Value;
  }
  if (fallback === undefined) throw new EvaluationError("lookup(): there is no such key");
  return asItemOf(known, fallback);
}

/** The fallback for an item of a map has the type of its items; for an attribute of an object it may be anything. */
function asItemOf(map: Value, fallback: Value): Value {
  const of = itemTypeOf(map as object);
  if (of === undefined) return fallback;
  const type = typeOf(fallback);
  if (type === undefined) {
    raiseDoubt();
    return of.kind === "string" || !isUnknown(fallback) ? fallback : mergeUnknowns([fallback]);
  }
  if (!isConvertible(type, of))
    throw new EvaluationError("lookup(): the default is of another type than the map's items");
  return convertedTo(fallback, of);
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
  const merged = mapOf(args.filter((arg) => arg !== null).flatMap((arg) => Object.entries(asMap(arg))));
  // Maps of one type make another of it; anything else makes an object.
  const types = args.map((arg) => (arg === null ? undefined : itemTypeOf(asMap(arg))));
  const [first] = types;
  const isMapType =
    first !== undefined && types.every((type) => type !== undefined && typeText(type) === typeText(first));
  return isMapType ? markTyped(merged, first) : merged;
}

function matchKeys(values: Value, keys: Value, search: Value): Value {
  const { items, of } = inOneType(asList(values));
  const [own, sought] = unified([toTypedList(keys), toTypedList(search)]).map(asList) as [Items, Items];
  if (items.length !== own.length) throw new EvaluationError("matchkeys() of lists of different length");
  return markTyped(
    items.filter((_, at) => sought.some((item) => equals(item, own[at] as Value) === true)),
    of,
  );
}

type Items = readonly Value[];

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
  for (let at = start; step > 0 ? at < limit : at > limit; at = sumOf(at, step)) {
    if (result.length >= longestRange) throw new EvaluationError(`range() of more than ${longestRange} numbers`);
    result.push(at);
  }
  return markTyped(result, number);
}

/** Of an unknown list too, the number of items is known: the first three availability zones are three. */
function slice(list: Value, from: Value, to: Value): Value {
  if (isUnknown(from) || isUnknown(to)) return mergeUnknowns([list, from, to].flatMap((arg) => unknownsIn(arg)));
  const [start, end] = [asInteger(from), asInteger(to)];
  if (start < 0 || start > end) throw new EvaluationError("slice() outside of the list");
  if (isUnknown(list)) {
    raiseDoubt();
    return markTyped(itemsOfUnknown(list, end - start), undefined);
  }
  const known = asSequence(list);
  if (end > known.length) throw new EvaluationError("slice() outside of the list");
  return likeItsSource(known.slice(start, end), list);
}

function sum(list: readonly Value[]): Value {
  if (list.length === 0) throw new EvaluationError("sum() of an empty list");
  return exactNumber(list.reduce<number>((total, item) => sumOf(total, numberOf(item)), 0));
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
  const lists = [...result].sort(([a], [b]) => compareText(a, b));
  return markTyped(mapOf(lists.map(([key, list]) => [key, markTyped(list, text)])), { kind: "list", of: text });
}

function zipmap(keys: Value, values: Value): Value {
  if (isUnknown(keys)) return mergeUnknowns([keys, ...unknownsIn(values)]);
  const names = asList(keys);
  if (names.some(isUnknown)) return mergeUnknowns(names);
  if (isUnknown(values)) raiseDoubt();
  const items = isUnknown(values) ? itemsOfUnknown(values, names.length) : asSequence(values);
  if (names.length !== items.length) throw new EvaluationError("zipmap() of lists of different length");
  const map = mapOf(names.map((key, at): [string, Value] => [textOf(key), items[at] as Value]));
  if (isUnknown(values)) return markTyped(map, undefined);
  return isTyped(values as object) ? markTyped(map, itemTypeOf(values as object)) : map;
}
