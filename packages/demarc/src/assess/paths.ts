/** Attribute paths with dots and without indexes, as the catalog and the readers write them. */
import { isList, isMap, isUnknown, type Value } from "../model/value.js";

/**
 * Why it cannot be told what the attribute at a path points to; undefined where it can. An unknown tells by its
 * references: one, or all that a text is made of. Of several that no text is made of, it is one, and not told which.
 */
export function whyUnsure(attributes: { readonly [key: string]: Value }, path: string): string | undefined {
  const names = namesOf(path);
  // Most components set few of the attributes that a catalog asks for.
  return Object.hasOwn(attributes, names[0] ?? "") ? doubtIn(attributes, names, 0) : undefined;
}

const split = new Map<string, readonly string[]>();

/** The names of a path, split once: the paths are the catalog's, and few. */
function namesOf(path: string): readonly string[] {
  let names = split.get(path);
  if (names === undefined) {
    names = path.split(".");
    split.set(path, names);
  }
  return names;
}

function doubtIn(value: Value, names: readonly string[], at: number): string | undefined {
  if (isUnknown(value)) {
    // A text that is only known in parts, none of them of a resource, names something; it does not point to it.
    if (at === names.length && value.pieces !== undefined && value.references.length === 0) return undefined;
    if (at < names.length || value.references.length === 0) return value.because;
    if (value.references.some((reference) => reference.maybe === true)) return value.because;
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

/**
 * What two texts have in common where they are the same: the text itself, or for one that is not known its known pieces and
 * what it is made of. Undefined for what is no text.
 */
export function textKey(value: Value): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (!isUnknown(value) || (value.pieces === undefined && value.references.length === 0)) return undefined;
  return ["", ...(value.pieces ?? []), ...value.references.map(({ address }) => address)].join("\0");
}

/** The {@link textKey}s at a path, in all items of the lists on the way. */
export function textsAt(attributes: { readonly [key: string]: Value }, path: string): readonly string[] {
  const found: string[] = [];
  collectTexts(attributes, namesOf(path), 0, found);
  return found;
}

function collectTexts(value: Value, names: readonly string[], at: number, found: string[]): void {
  if (isList(value)) {
    for (const item of value) collectTexts(item, names, at, found);
    return;
  }
  const name = names[at];
  if (name === undefined) {
    const key = textKey(value);
    if (key !== undefined) found.push(key);
  } else if (isMap(value) && Object.hasOwn(value, name)) collectTexts(value[name] ?? null, names, at + 1, found);
}
