/** The type of a value, and values as another type. */
import { isList, isMap, isUnknown, type Unknown, type Value } from "../../../model/value.js";
import { isIdentity } from "./objects.js";
import { setOf } from "./sets.js";
import { isSetValue, isTyped, itemTypeOf, markTyped, typeOfUnknown } from "./typed.js";
import { bool, dynamic, number, type Type, text, typeText, unifiedType } from "./types.js";
import { booleanOf, describe, EvaluationError, mapOf, numberOf, textOf } from "./value-tools.js";

/** Undefined where a part is unknown and may be of any type. */
export function typeOf(value: Value): Type | undefined {
  switch (typeof value) {
    case "string":
      return text;
    case "number":
      return number;
    case "boolean":
      return bool;
  }
  if (value === null) return dynamic;
  if (isUnknown(value)) return typeOfPart(value);
  const of = itemTypeOf(value);
  if (isTyped(value) && of === undefined) return undefined;
  if (isList(value)) {
    if (of !== undefined) return { kind: isSetValue(value) ? "set" : "list", of };
    const items = value.map(typeOf);
    return isComplete(items) ? { kind: "tuple", items } : undefined;
  }
  if (!isMap(value)) return undefined;
  if (of !== undefined) return { kind: "map", of };
  const fields = new Map<string, Type>();
  for (const key of Object.keys(value)) {
    const type = typeOf(value[key] as Value);
    if (type === undefined) return undefined;
    fields.set(key, type);
  }
  return { kind: "object", fields };
}

function typeOfPart(value: Unknown): Type | undefined {
  const isText = value.pieces !== undefined || value.encoded !== undefined || isIdentity(value);
  return isText ? text : typeOfUnknown(value);
}

export function isComplete(types: (Type | undefined)[]): types is Type[] {
  return !types.includes(undefined);
}

export function mismatch(): EvaluationError {
  return new EvaluationError("the items are of types that do not go together");
}

/**
 * The one type for the items of a list, set or map, or undefined where a part of unknown type leaves it open.
 * @throws EvaluationError where no type fits all. Beside a list or map, a null can stand in a map only.
 */
export function itemTypeFor(items: readonly Value[], kind: "list" | "set" | "map"): Type | undefined {
  const types = items.map(typeOf);
  if (!isComplete(types)) return undefined;
  const of = unifiedType(types);
  if (of === undefined) throw mismatch();
  const others = types.filter((type) => type.kind !== "dynamic");
  if (of.kind !== "dynamic" || others.length === 0) return of;
  if (kind !== "map" || new Set(others.map(typeText)).size > 1) throw mismatch();
  return others[0];
}

/**
 * The value as the type, which is one that its own can be converted to.
 * @throws EvaluationError for a text that is no number or boolean.
 */
export function convertedTo(value: Value, type: Type): Value {
  if (value === null || type.kind === "dynamic" || isUnknown(value)) return value;
  switch (type.kind) {
    case "string":
      return textOf(value);
    case "number":
      return numberOf(value);
    case "bool":
      return booleanOf(value);
    case "list":
    case "set": {
      const items = listOf(value);
      const of = itemType(type, items);
      const converted = items.map((item) => convertedTo(item, of));
      return type.kind === "set" ? setOf(converted, of) : markTyped(converted, of);
    }
    case "map": {
      const entries = entriesOf(value);
      const of = itemType(
        type,
        entries.map(([, item]) => item),
      );
      return markTyped(mapOf(entries.map(([key, item]): [string, Value] => [key, convertedTo(item, of)])), of);
    }
    case "tuple":
      return listOf(value).map((item, at) => convertedTo(item, type.items[at] ?? dynamic));
    case "object": {
      const entries = new Map(entriesOf(value));
      return mapOf(
        [...type.fields].map(([name, of]): [string, Value] => [name, convertedTo(entries.get(name) ?? null, of)]),
      );
    }
  }
}

/** Items that may be of any type get one of their own. */
function itemType(type: Type & { readonly kind: "list" | "set" | "map" }, items: readonly Value[]): Type {
  return type.of.kind === "dynamic" ? (itemTypeFor(items, type.kind) ?? dynamic) : type.of;
}

function listOf(value: Value): readonly Value[] {
  if (isList(value)) return value;
  throw new EvaluationError(`a list was expected, not ${describe(value)}`);
}

function entriesOf(value: Value): readonly (readonly [string, Value])[] {
  if (isMap(value)) return Object.keys(value).map((key) => [key, value[key] as Value] as const);
  throw new EvaluationError(`a map was expected, not ${describe(value)}`);
}
