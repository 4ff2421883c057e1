/** What an expression can see: its module, the names that `for` and `dynamic` bind, and each/count of its block. */
import type { Reference, Unknown, Value } from "../../../model/value.js";

/** `ephemeral`: it is there only while Terraform runs. */
export type ResourceMode = "managed" | "data" | "ephemeral";

/** What a module offers to its expressions. Everything is evaluated when it is first asked for. */
export interface ModuleNames {
  readonly variable: (name: string) => Value;
  readonly local: (name: string) => Value;
  /** The value of `type.name`: an instance, or a list or map of instances. */
  readonly resource: (mode: ResourceMode, type: string, name: string) => Value;
  readonly moduleCall: (name: string) => Value;
  readonly path: (name: string) => Value;
  /** What an expression that names these depends on, whether or not its value is known. */
  readonly variableReferences: (name: string) => readonly Reference[];
  readonly localReferences: (name: string) => readonly Reference[];
  readonly resourceReferences: (mode: ResourceMode, type: string, name: string) => readonly Reference[];
  /** Without an output, of the call itself; without a key, of all copies of the called module. */
  readonly outputReferences: (
    call: string,
    output: string | undefined,
    key: string | number | undefined,
  ) => readonly Reference[];
  /** Text of a file below the root folder, relative to this module's folder; undefined where there is none. */
  readonly readFile: (path: string) => string | undefined;
  readonly listFiles: (path: string) => readonly string[] | undefined;
  /** Whether Terraform would not show a variable or a local. */
  readonly isSensitive?: (root: "var" | "local", name: string) => boolean;
  /** Functions beside Terraform's own, such as Terragrunt's. */
  readonly functions?: ReadonlyMap<string, (args: readonly Value[]) => Value>;
}

/** The names of a module that has none: `none` answers for each that is asked for. */
export function moduleWithout(none: () => Value): ModuleNames {
  return {
    variable: none,
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
}

export interface Scope {
  readonly module: ModuleNames;
  readonly names: Names | undefined;
  readonly each?: { readonly key: Value; readonly value: Value; readonly references: () => readonly Reference[] };
  readonly count?: Value;
  /** The instance itself, for `self` in its provisioners. */
  readonly self?: Unknown;
}

/** Bound names, innermost first. */
export interface Names {
  readonly name: string;
  readonly value: Value;
  /** What the value was made of, for references. */
  readonly references: readonly Reference[];
  readonly outer: Names | undefined;
}

export function lookUp(names: Names | undefined, name: string): Names | undefined {
  for (let at = names; at !== undefined; at = at.outer) if (at.name === name) return at;
  return undefined;
}

export function bind(scope: Scope, name: string, value: Value, references: readonly Reference[] = []): Scope {
  return { ...scope, names: { name, value, references, outer: scope.names } };
}
