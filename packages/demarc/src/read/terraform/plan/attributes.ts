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

export interface PlanMarks {
  /** What is known only after apply. */
  readonly unknown: Marks | undefined;
  readonly sensitive: Marks | undefined;
}

/** What an attribute's expression refers to, by its path. */
type TargetsAt = (path: string) => Targets;

/**
 * Makes the function that lays the marks over a resource's attributes, in place. What the apply will tell is unknown; but what the
 * configuration does not set, and the provider fills in, reads as not set, just as it does in the configuration itself: its
 * documented default holds. `block` is absent where the plan's configuration does not have the resource.
 */
export function createMarker(
  reads: Reads,
): (
  type: string,
  attributes: Record<string, Value>,
  marks: PlanMarks,
  block: ConfigBlock | undefined,
  targets: TargetsAt,
) => Record<string, Value> {
  const counting = new Map<Marks, Map<ConfigBlock["sets"] | undefined, readonly (readonly [string, Mark])[]>>();

  return (type, attributes, { unknown: unknowns, sensitive }, block, targets) => {
    const open = unknowns === undefined ? noMarks : countingOf(unknowns, type, block?.sets);
    if (open.length === 0 && sensitive === undefined) return attributes;
    // It is the resource's own object, and no copy of it is needed.
    const result: Record<string, Value> = isEmpty(attributes) ? {} : attributes;
    for (const [name, mark] of open) result[name] = withUnknowns(result[name], mark, name, targets);
    for (const [name, mark] of Object.entries(sensitive ?? {})) {
      const value = Object.hasOwn(result, name) ? result[name] : undefined;
      if (value !== undefined) result[name] = withSecrets(value, mark, name);
    }
    return result;
  };

  /** The marks that count, worked out once for all resources that are marked alike and set the same. */
  function countingOf(
    marks: Marks,
    type: string,
    sets: ConfigBlock["sets"] | undefined,
  ): readonly (readonly [string, Mark])[] {
    let bySets = counting.get(marks);
    if (bySets === undefined) {
      bySets = new Map();
      counting.set(marks, bySets);
    }
    let found = bySets.get(sets);
    if (found === undefined) {
      const isLeftOut = (name: string): boolean => sets !== undefined && !sets.has(name);
      found = Object.entries(marks).filter(
        ([name, mark]) => !(mark === true && isLeftOut(name) && isFilledIn(type, name, reads)),
      );
      bySets.set(sets, found);
    }
    return found;
  }
}

function isEmpty(attributes: object): boolean {
  for (const _ in attributes) return false;
  return true;
}

const noMarks: readonly (readonly [string, Mark])[] = [];

function withUnknowns(value: Value | undefined, mark: Mark | undefined, path: string, targets: TargetsAt): Value {
  if (mark === undefined) return value ?? null;
  if (mark === true) return unknownAt(path, targets);
  if (Array.isArray(mark)) {
    const items = isList(value) ? value : [];
    // What is unknown in a set is left out of its values, so these may be fewer.
    return Array.from({ length: Math.max(items.length, mark.length) }, (_, at) =>
      withUnknowns(items[at], mark[at], path, targets),
    );
  }
  const map = isMap(value) ? { ...value } : emptyMap();
  for (const [name, inner] of Object.entries(mark))
    map[name] = withUnknowns(map[name], inner, `${path}.${name}`, targets);
  return map;
}

function unknownAt(path: string, targets: TargetsAt): Unknown {
  const { references, isSure } = targets(path);
  const all = isSure ? references : references.map((reference): Reference => ({ ...reference, maybe: true }));
  // Which resource it comes of is in the references; in words it would make every explanation a different one.
  const value = unknown(`${path} is known only after apply`, all);
  const [first, ...others] = all;
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
