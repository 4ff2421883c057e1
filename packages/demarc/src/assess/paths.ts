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

/**
 * Why it cannot be told what the attribute at a path points to; undefined where it can. An unknown tells by its
 * references: one, or all that a text is made of. Of several that no text is made of, it is one, and not told which.
 */
export function whyUnsure(attributes: { readonly [key: string]: Value }, path: string): string | undefined {
  return doubtIn(attributes, path.split("."), 0);
}

function doubtIn(value: Value, names: readonly string[], at: number): string | undefined {
  if (isUnknown(value)) {
    if (at < names.length || value.references.length === 0) return value.because;
    const addresses = [...new Set(value.references.map((reference) => reference.address))];
    return addresses.length > 1 && value.isSet !== true ? `${addresses.join(" or ")}: ${value.because}` : undefined;
  }
  if (isList(value)) {
    for (const item of value) {
      const doubt = doubtIn(item, names, at);
      if (doubt !== undefined) return doubt;
    }
    return undefined;
  }
  const name = names[at];
  if (name === undefined || !isMap(value) || !Object.hasOwn(value, name)) return undefined;
  return doubtIn(value[name] ?? null, names, at + 1);
}
