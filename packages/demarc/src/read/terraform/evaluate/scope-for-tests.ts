/** A scope that has variables and nothing else, for tests. */
import { unknown, type Value } from "../../../model/value.js";
import type { ModuleNames, Scope } from "./scope.js";

export function scopeOf(values: Readonly<Record<string, Value>>): Scope {
  const none = (): Value => unknown("not here");
  const module: ModuleNames = {
    variable: (variable) => values[variable] ?? null,
    local: none,
    resource: none,
    moduleCall: none,
    path: none,
    variableReferences: () => [],
    localReferences: () => [],
    resourceReferences: () => [],
    outputReferences: () => [],
    readFile: () => undefined,
    listFiles: () => undefined,
  };
  return { module, names: undefined };
}
