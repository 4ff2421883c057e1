/** Attribute paths with dots and without indexes, as the catalog and the readers write them. */
import { isList, isMap, isUnknown, type Value } from "../model/value.js";

/**
 * The value at a path. Through lists the first unknown or set value is taken: enough to tell whether
 * something is set there, and whether it is unknown. Null where nothing is set.
 */
export function valueAt(attributes: { readonly [key: string]: Value }, path: string): Value {
  return walk(attributes, path.split("."), 0);
}

function walk(value: Value, names: readonly string[], at: number): Value {
  if (isUnknown(value) || value === null) return value;
  if (isList(value)) {
    let found: Value = null;
    for (const item of value) {
      const inner = walk(item, names, at);
      if (isUnknown(inner)) return inner;
      found ??= inner;
    }
    return found;
  }
  const name = names[at];
  if (name === undefined) return value;
  return isMap(value) && Object.hasOwn(value, name) ? walk(value[name] ?? null, names, at + 1) : null;
}
