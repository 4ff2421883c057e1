/** Terraform's functions that convert between types. */
import { isList, isMap, isUnknown, type Value } from "../../../model/value.js";
import { booleanOf, compareText, EvaluationError, numberOf, sortedKeys, textOf } from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { any, outer } from "./define.js";

export const types: FunctionTable = {
  ephemeralasnull: any(1, 1, ([value]) => value as Value),
  issensitive: any(1, 1, () => false),
  nonsensitive: any(1, 1, ([value]) => value as Value),
  sensitive: any(1, 1, ([value]) => value as Value),
  tobool: outer(1, 1, ([value]) => (value === null ? null : booleanOf(value as Value))),
  tolist: outer(1, 1, ([value]) => toList(value as Value)),
  tomap: outer(1, 1, ([value]) => toMap(value as Value)),
  tonumber: outer(1, 1, ([value]) => (value === null ? null : numberOf(value as Value))),
  tostring: outer(1, 1, ([value]) => (value === null ? null : textOf(value as Value))),
  type: any(1, 1, ([value]) => typeName(value as Value)),
};

function toList(value: Value): Value {
  if (value === null || isList(value)) return value;
  throw new EvaluationError("tolist() takes a list, set or tuple");
}

function toMap(value: Value): Value {
  if (value === null || isMap(value)) return value;
  throw new EvaluationError("tomap() takes a map or object");
}

function typeName(value: Value): string {
  if (isUnknown(value)) return "dynamic";
  if (value === null) return "null";
  if (isList(value)) return `tuple([${value.map(typeName).join(",")}])`;
  if (isMap(value))
    return `object({${[...sortedKeys(value)]
      .sort(compareText)
      .map((key) => `${key}:${typeName(value[key] as Value)}`)
      .join(",")}})`;
  return typeof value === "boolean" ? "bool" : typeof value;
}
