/** A scope that has variables and nothing else, for tests. */
import { unknown, type Value } from "../../../model/value.js";
import { moduleWithout, type Scope } from "./scope.js";

export function scopeOf(values: Readonly<Record<string, Value>>): Scope {
  const none = moduleWithout(() => unknown("not here"));
  return { module: { ...none, variable: (variable) => values[variable] ?? null }, names: undefined };
}
