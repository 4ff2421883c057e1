/** Terraform's conversions between kinds of collections: items of one type, sets without repeats. */
import { isList, isMap, isUnknown, unknown, type Value, type ValueMap } from "../../../model/value.js";
import { raiseDoubt } from "./doubt.js";
import { isIdentity } from "./objects.js";
import { isSetValue, markSet, markTyped } from "./typed.js";
import {
  compareText,
  containsUnknown,
  describe,
  EvaluationError,
  equals,
  mapOf,
  mergeUnknowns,
  sortedKeys,
  textOf,
  unknownsIn,
} from "./value-tools.js";

/** @throws EvaluationError for what is no list, set or tuple, or has items of types that do not go together. */
export function toTypedList(value: Value): Value {
  if (!isList(value)) throw new EvaluationError(`a list was expected, not ${describe(value)}`);
  return markTyped([...unified(value)]);
}

/** @throws EvaluationError */
export function toTypedMap(value: Value): Value {
  if (!isMap(value)) throw new EvaluationError(`a map was expected, not ${describe(value)}`);
  const keys = Object.keys(value);
  const items = unified(keys.map((key) => value[key] as Value));
  return markTyped(mapOf(keys.map((key, at): [string, Value] => [key, items[at] as Value])));
}

/** A set is unknown where an item may turn out to be the same as another, so that their number is not known. */
export function toSet(items: readonly Value[]): Value {
  const distinct = withoutRepeats(unified(items));
  if (isUnknown(distinct)) return distinct;
  return markSet([...distinct].sort(compareItems));
}

/** The first of each of the items, or an unknown where that cannot be told. */
export function withoutRepeats(items: readonly Value[]): Value & (readonly Value[] | ReturnType<typeof unknown>) {
  const seen = new Set<string>();
  const known: Value[] = [];
  const partly: Value[] = [];
  const result: Value[] = [];
  for (const item of items) {
    if (containsUnknown(item)) {
      const same = partly.map((other) => equals(item, other));
      if (same.includes(true)) continue;
      if (partly.length > mostPartly || same.includes(undefined)) return mergeUnknowns(unknownsIn(items));
      partly.push(item);
    } else {
      const key = keyOf(item);
      if (seen.has(key)) continue;
      seen.add(key);
      known.push(item);
    }
    result.push(item);
  }
  const isCertain = partly.every((item) => known.every((other) => equals(item, other) === false));
  return isCertain ? result : mergeUnknowns(unknownsIn(items));
}

/** Items with unknown parts are compared each with each. */
const mostPartly = 300;

/** The same text for equal values, whatever the order of their keys. */
export function keyOf(item: Value): string {
  if (isList(item)) return `[${item.map(keyOf).join(",")}]`;
  if (isMap(item))
    return `{${sortedKeys(item)
      .map((key) => `${JSON.stringify(key)}:${keyOf(item[key] as Value)}`)
      .join(",")}}`;
  return JSON.stringify(item);
}

function compareItems(a: Value, b: Value): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  if (isUnknown(a) || isUnknown(b)) return 0;
  return containsUnknown(a) || containsUnknown(b) ? 0 : compareText(keyOf(a), keyOf(b));
}

function rankOf(value: Value): number {
  return value === null ? 1 : containsUnknown(value) ? 2 : 0;
}

/**
 * Items brought to one type: numbers and booleans among texts become texts, part by part of lists and maps.
 * @throws EvaluationError where no type fits all.
 */
export function unified(items: readonly Value[]): readonly Value[] {
  if (items.length < 2) return items;
  // What is unknown may be of a type that goes with none of the others.
  if (items.some((item) => isUnknown(item) && !isIdentity(item))) raiseDoubt();
  const known = items.filter((item) => item !== null && !isUnknown(item));
  if (known.length === 0) return items;
  if (known.every(isList)) return unifiedLists(items, known);
  if (known.every(isMap)) return unifiedMaps(items, known);
  if (known.some((item) => typeof item === "object"))
    throw new EvaluationError("the items are of types that do not go together");
  return unifiedPrimitives(items, known);
}

function unifiedPrimitives(items: readonly Value[], known: readonly Value[]): readonly Value[] {
  const types = new Set(known.map((item) => typeof item));
  if (types.has("string")) {
    return types.size === 1 ? items : items.map((item) => (item === null || isUnknown(item) ? item : textOf(item)));
  }
  // An unknown may be a text, which would make texts of the others.
  const doubtful = items.find(isUnknown);
  if (doubtful !== undefined)
    return items.map((item) => (item === null || isUnknown(item) ? item : unknown(doubtful.because)));
  if (types.size > 1) throw new EvaluationError("the items are of types that do not go together");
  return items;
}

function unifiedLists(items: readonly Value[], known: readonly (readonly Value[])[]): readonly Value[] {
  const length = known[0]?.length ?? 0;
  if (known.every((list) => list.length === length && !isSetValue(list))) {
    const columns = Array.from({ length }, (_, at) => unified(known.map((list) => list[at] as Value)));
    return replaced(items, known, (row) => columns.map((column) => column[row] as Value));
  }
  const all = unified(known.flat());
  let next = 0;
  return replaced(items, known, (row) => {
    const from = next;
    next += (known[row] as readonly Value[]).length;
    return all.slice(from, next);
  });
}

function unifiedMaps(items: readonly Value[], known: readonly ValueMap[]): readonly Value[] {
  const columns = new Map<string, { readonly rows: number[]; readonly values: Value[] }>();
  known.forEach((map, row) => {
    for (const key of Object.keys(map)) {
      const column = columns.get(key) ?? { rows: [], values: [] };
      columns.set(key, column);
      column.rows.push(row);
      column.values.push(map[key] as Value);
    }
  });
  const rows: [string, Value][][] = known.map(() => []);
  for (const [key, { rows: at, values }] of columns) {
    unified(values).forEach((value, position) => {
      rows[at[position] as number]?.push([key, value]);
    });
  }
  return replaced(items, known, (row) => mapOf(rows[row] as [string, Value][]));
}

/** Puts new values in the place of the known ones; those that are unchanged in type keep being what they were. */
function replaced(items: readonly Value[], known: readonly Value[], make: (row: number) => Value): readonly Value[] {
  let row = -1;
  return items.map((item) => {
    if (item === null || isUnknown(item)) return item;
    row += 1;
    return sameMarks(known[row] as Value, make(row));
  });
}

function sameMarks(from: Value, to: Value): Value {
  if (isList(to)) return isSetValue(from) ? markSet(to) : to;
  return to;
}
