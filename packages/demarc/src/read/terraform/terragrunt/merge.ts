/** How an included configuration and the one that includes it become one. */
import { isList, isMap, isUnknown, type Unknown, type Value } from "../../../model/value.js";
import { mapOf, mergeUnknowns } from "../evaluate/value-tools.js";

export type MergeStrategy = "no_merge" | "shallow" | "deep";

/** Inputs by name. `rest`: there may be others, or others may have won, because of this. */
export interface Inputs {
  readonly entries: ReadonlyMap<string, Value>;
  readonly rest: Unknown | undefined;
}

export function inputsOf(value: Value | undefined): Inputs {
  if (isMap(value)) return { entries: new Map(Object.entries(value)), rest: undefined };
  return { entries: new Map(), rest: isUnknown(value) ? value : undefined };
}

/** The child's inputs over the parent's; with `deep` maps are merged key by key, and lists joined. */
export function mergedInputs(parent: Inputs, child: Inputs, strategy: "shallow" | "deep"): Inputs {
  const entries = new Map<string, Value>();
  for (const [name, value] of parent.entries) {
    // The child may set it too.
    entries.set(name, child.rest ?? value);
  }
  for (const [name, value] of child.entries) {
    const base = parent.entries.get(name) ?? (strategy === "deep" ? parent.rest : undefined);
    entries.set(name, strategy === "deep" && base !== undefined ? deepMerged(base, value) : value);
  }
  return { entries, rest: child.rest ?? parent.rest };
}

/** @example deepMerged({ a: [1], b: 1 }, { a: [2] }) // { a: [1, 2], b: 1 } */
export function deepMerged(base: Value, over: Value): Value {
  if (isList(base) && isList(over)) return [...base, ...over];
  if (isMap(base) && isMap(over)) {
    const names = [...new Set([...Object.keys(base), ...Object.keys(over)])];
    return mapOf(names.map((name): [string, Value] => [name, mergedItem(base[name], over[name])]));
  }
  // A list or map that is not known may have items beside those of the other.
  const isPart = (value: Value): boolean => isUnknown(value) || isList(value) || isMap(value);
  if ((isUnknown(base) && isPart(over)) || (isUnknown(over) && isPart(base))) return mergeUnknowns([base, over]);
  return over;
}

function mergedItem(base: Value | undefined, over: Value | undefined): Value {
  if (base === undefined || over === undefined) return over ?? base ?? null;
  return deepMerged(base, over);
}
