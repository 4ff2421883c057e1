/** A resource's attributes with what is not known, or must not be told, laid over them. */
import {
  emptyMap,
  isList,
  isMap,
  type Reference,
  surelySet,
  type Unknown,
  unknown,
  type Value,
} from "../../../model/value.js";
import type { ConfigBlock } from "./configuration.js";
import { isFilledIn } from "./filled-in.js";
import type { Targets } from "./references.js";
import type { Mark, Marks, Reads } from "./values.js";

export interface Marked {
  readonly type: string;
  readonly reads: Reads;
  readonly attributes: Record<string, Value>;
  readonly unknown: Marks | undefined;
  readonly sensitive: Marks | undefined;
  /** Absent where the plan does not have it. */
  readonly block: ConfigBlock | undefined;
  /** What an attribute's expression refers to, by its path. */
  readonly targets: (path: string) => Targets;
}

/**
 * What the apply will tell is unknown; but what the configuration does not set, and the provider fills in, reads as not
 * set, just as it does in the configuration itself: its documented default holds.
 */
export function markedAttributes(marked: Marked): Record<string, Value> {
  const { attributes, unknown: unknowns, sensitive, block, type, reads } = marked;
  if (unknowns === undefined && sensitive === undefined) return attributes;
  const result: Record<string, Value> = { ...attributes };
  for (const [name, mark] of Object.entries(unknowns ?? {})) {
    const isLeftOut = block !== undefined && !block.sets.has(name);
    if (mark === true && isLeftOut && isFilledIn(type, name, reads)) continue;
    result[name] = withUnknowns(result[name], mark, name, marked);
  }
  for (const [name, mark] of Object.entries(sensitive ?? {})) {
    const value = Object.hasOwn(result, name) ? result[name] : undefined;
    if (value !== undefined) result[name] = withSecrets(value, mark, name);
  }
  return result;
}

function withUnknowns(value: Value | undefined, mark: Mark | undefined, path: string, marked: Marked): Value {
  if (mark === undefined) return value ?? null;
  if (mark === true) return unknownAt(path, marked);
  if (Array.isArray(mark)) {
    const items = isList(value) ? value : [];
    // What is unknown in a set is left out of its values, so these may be fewer.
    return Array.from({ length: Math.max(items.length, mark.length) }, (_, at) =>
      withUnknowns(items[at], mark[at], path, marked),
    );
  }
  const map = isMap(value) ? { ...value } : emptyMap();
  for (const [name, inner] of Object.entries(mark))
    map[name] = withUnknowns(map[name], inner, `${path}.${name}`, marked);
  return map;
}

function unknownAt(path: string, { targets }: Marked): Unknown {
  const { references, isSure } = targets(path);
  const all = isSure ? references : references.map((reference): Reference => ({ ...reference, maybe: true }));
  const because = `${path} is known only after apply`;
  const [first, ...others] = all;
  const value = unknown(
    first === undefined ? because : `${first.address}.${first.attribute ?? "id"} is known only after apply`,
    all,
  );
  const isGiven = isSure && first !== undefined && others.length === 0 && alwaysGiven.has(first.attribute ?? "");
  return isGiven ? surelySet(value) : value;
}

/** Attributes that every resource has once it exists. */
const alwaysGiven = new Set(["id", "arn"]);

/** It is there, and that is all that may be said of it. */
function withSecrets(value: Value, mark: Mark | undefined, path: string): Value {
  if (mark === undefined) return value;
  if (mark === true) return surelySet(unknown(`${path} is sensitive`));
  if (Array.isArray(mark)) return isList(value) ? value.map((item, at) => withSecrets(item, mark[at], path)) : value;
  if (!isMap(value)) return value;
  const map: Record<string, Value> = { ...value };
  for (const [name, inner] of Object.entries(mark)) {
    if (Object.hasOwn(map, name)) map[name] = withSecrets(map[name] as Value, inner, `${path}.${name}`);
  }
  return map;
}
