/** The type of a value, and values as another type. */
import { isList, isMap, isUnknown, type Unknown, type Value } from "../../../model/value.js";
import { isIdentity } from "./objects.js";
import { setOf } from "./sets.js";
import { isSetValue, isTyped, itemTypeOf, markTyped, typeOfUnknown } from "./typed.js";
import { bool, dynamic, number, type Type, text } from "./types.js";
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

function isComplete(types: readonly (Type | undefined)[]): types is readonly Type[] {
  return !types.includes(undefined);
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
      return markTyped(
        listOf(value).map((item) => convertedTo(item, type.of)),
        type.of,
      );
    case "set":
      return setOf(
        listOf(value).map((item) => convertedTo(item, type.of)),
        type.of,
      );
    case "map":
      return markTyped(
        mapOf(entriesOf(value).map(([key, item]): [string, Value] => [key, convertedTo(item, type.of)])),
        type.of,
      );
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

function listOf(value: Value): readonly Value[] {
  if (isList(value)) return value;
  throw new EvaluationError(`a list was expected, not ${describe(value)}`);
}

function entriesOf(value: Value): readonly (readonly [string, Value])[] {
  if (isMap(value)) return Object.keys(value).map((key) => [key, value[key] as Value] as const);
  throw new EvaluationError(`a map was expected, not ${describe(value)}`);
}
