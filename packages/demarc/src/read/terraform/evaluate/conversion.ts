/** Terraform's conversions between kinds of collections: items of one type, sets without repeats. */
import { isList, isMap, isUnknown, type Unknown, unknown, type Value, type ValueMap } from "../../../model/value.js";
import { raiseDoubt } from "./doubt.js";
import { setOf } from "./sets.js";
import { isDisordered, isSetValue, isTyped, itemTypeOf, markDisordered, markSet, markTyped } from "./typed.js";
import { type Type, unifiedType } from "./types.js";
import { describe, EvaluationError, mapOf, mergeUnknowns, textOf, Undecided, unknownsIn } from "./value-tools.js";
import { convertedTo, isComplete, itemTypeFor, mismatch, typeOf } from "./value-types.js";

/** @throws EvaluationError for what is no list, set or tuple, or has items of types that do not go together. */
export function toTypedList(value: Value): Value {
  if (!isList(value)) throw new EvaluationError(`a list was expected, not ${describe(value)}`);
  const { items, of } = inOneType(value);
  const list = markTyped([...items], of);
  return isDisordered(value) ? markDisordered(list) : list;
}

/** @throws EvaluationError */
export function toTypedMap(value: Value): Value {
  if (!isMap(value)) throw new EvaluationError(`a map was expected, not ${describe(value)}`);
  const keys = Object.keys(value);
  const values = keys.map((key) => value[key] as Value);
  const { items, of } = inOneType(values, itemTypeOf(value) ?? itemTypeFor(values, "map"));
  return markTyped(mapOf(keys.map((key, at): [string, Value] => [key, items[at] as Value])), of);
}

/** A set is unknown where an item may turn out to be the same as another, so that their number is not known. */
export function toSet(items: readonly Value[]): Value {
  const { items: alike, of } = inOneType(items);
  return setOf(alike, of);
}

/** The items of a list, set or map, in one type, with that type. A list of a type has it already. */
export function inOneType(
  items: readonly Value[],
  known: Type | undefined = itemTypeOf(items),
): { readonly items: readonly Value[]; readonly of: Type | undefined } {
  if (known !== undefined) return { items: items.map((item) => convertedTo(item, known)), of: known };
  const of = itemTypeFor(items, "list");
  if (of === undefined) return { items: unified(items), of };
  return { items: items.map((item) => convertedTo(item, of)), of };
}

/** @throws EvaluationError */
function commonType(types: readonly Type[]): Type {
  const type = unifiedType(types);
  if (type === undefined) throw mismatch();
  return type;
}

/**
 * One of several values that share a type, such as a side of a condition; the others need not be convertible.
 * @throws EvaluationError where no type fits all.
 */
export function unifiedAt(items: readonly Value[], at: number): Value {
  const types = items.map(typeOf);
  return isComplete(types) ? convertedTo(items[at] as Value, commonType(types)) : (unified(items)[at] as Value);
}

/**
 * Items brought to one type: numbers and booleans among texts become texts, part by part of lists and maps.
 * @throws EvaluationError where no type fits all.
 */
export function unified(items: readonly Value[]): readonly Value[] {
  if (items.length < 2) return items;
  const types = items.map(typeOf);
  if (isComplete(types)) {
    const type = commonType(types);
    return items.map((item) => convertedTo(item, type));
  }
  // What is unknown may be of a type that goes with none of the others.
  if (items.some((item) => isUnknown(item) && typeOf(item) === undefined)) raiseDoubt();
  const known = items.filter((item) => item !== null && !isUnknown(item));
  if (known.length === 0) return items;
  if (known.every(isList) || known.every(isMap)) {
    // Beside a null, tuples and objects stay what they are.
    if (items.includes(null)) {
      const [open] = unknownsIn(items);
      const areOpen =
        known.some((item) => isTyped(item as object)) ||
        items.some((item) => isUnknown(item) && typeOf(item) === undefined);
      return areOpen && open !== undefined ? items.map((item) => withOpenLeaves(item, open)) : items;
    }
    // Beside a set, a list becomes one, in an order that its unknown parts decide.
    if (known.some(isSetValue) && !known.every(isSetValue)) return items.map(() => mergeUnknowns(unknownsIn(items)));
    const open = items.find((item) => isUnknown(item) && typeOf(item) === undefined);
    if (open !== undefined) return items.map((item) => withOpenLeaves(item, open as Unknown));
    return known.every(isList) ? unifiedLists(items, known) : unifiedMaps(items, known as readonly ValueMap[]);
  }
  if (known.some((item) => typeof item === "object")) {
    // A null goes with anything and makes all go together.
    const isOpen = items.some((item) => item === null || (isUnknown(item) && typeOf(item) === undefined));
    throw isOpen ? new Undecided("what is unknown decides the type") : mismatch();
  }
  return unifiedPrimitives(items, known);
}

/** Beside what is unknown, every number and boolean inside may become a text, a tuple a list and an object a map. */
function withOpenLeaves(value: Value, open: Unknown): Value {
  if (typeof value === "number" || typeof value === "boolean") return unknown(open.because);
  if (isList(value)) {
    const items = value.map((item) => withOpenLeaves(item, open));
    if (isSetValue(value)) return setOf(items, undefined);
    // It may even become a set, which has an order of its own.
    if (items.length > 1) markDisordered(items);
    return markTyped(items, undefined);
  }
  if (!isMap(value)) return value;
  return markTyped(mapOf(Object.entries(value).map(([key, item]) => [key, withOpenLeaves(item, open)])), undefined);
}

function unifiedPrimitives(items: readonly Value[], known: readonly Value[]): readonly Value[] {
  const types = new Set(known.map((item) => typeof item));
  if (types.has("string") || items.some((item) => isUnknown(item) && typeOf(item)?.kind === "string")) {
    return types.size === 1 && types.has("string")
      ? items
      : items.map((item) => (item === null || isUnknown(item) ? item : textOf(item)));
  }
  // An unknown may be a text, which would make texts of the others.
  const doubtful = items.find(isUnknown);
  if (doubtful !== undefined)
    return items.map((item) => (item === null || isUnknown(item) ? item : unknown(doubtful.because)));
  if (types.size > 1) throw mismatch();
  return items;
}

function unifiedLists(items: readonly Value[], known: readonly (readonly Value[])[]): readonly Value[] {
  const length = known[0]?.length ?? 0;
  if (known.every((list) => list.length === length && !isTyped(list))) {
    const columns = Array.from({ length }, (_, at) => unified(known.map((list) => list[at] as Value)));
    return replaced(items, known, (row) => columns.map((column) => column[row] as Value));
  }
  const all = unified(known.flat());
  let next = 0;
  return replaced(items, known, (row) => {
    const from = next;
    next += (known[row] as readonly Value[]).length;
    return markTyped(all.slice(from, next), undefined);
  });
}

function unifiedMaps(items: readonly Value[], known: readonly ValueMap[]): readonly Value[] {
  const [first = {}] = known;
  const names = Object.keys(first);
  const areAlike = known.every(
    (map) =>
      !isTyped(map) && Object.keys(map).length === names.length && names.every((name) => Object.hasOwn(map, name)),
  );
  if (!areAlike) return unifiedAsMaps(items, known);
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

/** Objects that differ in their names become maps, all values of one type. */
function unifiedAsMaps(items: readonly Value[], known: readonly ValueMap[]): readonly Value[] {
  const all = unified(known.flatMap((map) => Object.values(map)));
  let next = 0;
  return replaced(items, known, (row) => {
    const keys = Object.keys(known[row] as ValueMap);
    const from = next;
    next += keys.length;
    return markTyped(mapOf(keys.map((key, at): [string, Value] => [key, all[from + at] as Value])), undefined);
  });
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
  if (isList(to)) return isSetValue(from) ? markSet(to, undefined) : to;
  return to;
}
