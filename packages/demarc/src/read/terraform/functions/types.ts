/** Terraform's functions that convert between types. */
import { isList, isMap, type Value } from "../../../model/value.js";
import { toTypedList, toTypedMap } from "../evaluate/conversion.js";
import { isSetValue } from "../evaluate/typed.js";
import { booleanOf, numberOf, sortedKeys, textOf } from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { outer, tolerant, whole } from "./define.js";

export const types: FunctionTable = {
  // OpenTofu's: to mark a value as sensitive or not does not change it.
  flip_sensitive: tolerant(1, 1, ([value]) => value as Value),
  ephemeralasnull: tolerant(1, 1, ([value]) => value as Value),
  issensitive: tolerant(1, 1, () => false),
  nonsensitive: tolerant(1, 1, ([value]) => value as Value),
  sensitive: tolerant(1, 1, ([value]) => value as Value),
  tobool: unlessNull(booleanOf),
  tolist: unlessNull(toTypedList),
  tomap: unlessNull(toTypedMap),
  tonumber: unlessNull(numberOf),
  tostring: unlessNull(textOf),
  type: whole(1, 1, ([value]) => typeName(value as Value)),
};

function unlessNull(convert: (value: Value) => Value) {
  return outer(1, 1, ([value]) => (value === null || value === undefined ? null : convert(value)));
}

function typeName(value: Value): string {
  if (value === null) return "null";
  if (isList(value)) return `${isSetValue(value) ? "set" : "tuple"}([${value.map(typeName).join(",")}])`;
  if (isMap(value)) {
    const fields = sortedKeys(value).map((key) => `${key}:${typeName(value[key] as Value)}`);
    return `object({${fields.join(",")}})`;
  }
  return typeof value === "boolean" ? "bool" : typeof value;
}
