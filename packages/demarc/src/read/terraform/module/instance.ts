/**
 * One instance of a module: its variables, locals, resources and calls, each evaluated when it is first asked for.
 * A module may be asked by its caller (outputs), by its own expressions and by the reader, in any order.
 */
import { emptyMap, isUnknown, type Reference, type Unknown, unknown, type Value } from "../../../model/value.js";
import { withoutDoubts } from "../evaluate/doubt.js";
import { partlyKnown } from "../evaluate/objects.js";
import { referencesOf } from "../evaluate/references.js";
import type { ModuleNames, Names, ResourceMode, Scope } from "../evaluate/scope.js";
import { isSensitive } from "../evaluate/sensitive.js";
import { convert, typeConstraintOf } from "../evaluate/type-constraint.js";
import { describe, EvaluationError, uniqueReferences } from "../evaluate/value-tools.js";
import type { Attribute } from "../hcl/ast.js";
import { afterApply } from "./after-apply.js";
import { type EvaluatedBody, evaluateBody, evaluateOne, valueOfExpression } from "./body.js";
import { type Copies, type CopyKey, copiesOf, type Report, suffixOf } from "./copies.js";
import { attributeIn, type BlockDeclaration, type Declarations, type ResourceDeclaration } from "./declarations.js";

export interface ResourceInstance {
  readonly declaration: ResourceDeclaration;
  readonly address: string;
  readonly number: "unknown" | undefined;
  readonly evaluate: () => EvaluatedBody;
}

export interface ModuleInstance {
  readonly names: ModuleNames;
  readonly scope: Scope;
  readonly prefix: string;
  readonly declarations: Declarations;
  readonly output: (name: string) => Value;
  readonly outputReferences: (name: string) => readonly Reference[];
  readonly resources: () => readonly ResourceInstance[];
  readonly calls: () => readonly ModuleInstance[];
}

/** A value given to a variable, with what it was made of. */
export interface Given {
  readonly value: () => Value;
  readonly references: () => readonly Reference[];
  /** Whether Terraform would not show it. */
  readonly isSensitive?: () => boolean;
}

export interface ModuleContext {
  readonly prefix: string;
  readonly declarations: Declarations;
  readonly given: ReadonlyMap<string, Given>;
  readonly files: Pick<ModuleNames, "path" | "readFile" | "listFiles">;
  /** Opens a called module, or says why it cannot be read (a reason already reported). */
  readonly open: (
    call: BlockDeclaration,
    prefix: string,
    given: ReadonlyMap<string, Given>,
    isMaybe: boolean,
  ) => ModuleInstance | undefined;
  readonly report: Report;
  /** A name that all of its expressions can use. */
  readonly bound?: Names;
  /** How many of this module there are is not known, nor whether there is one: no more is it of what it creates. */
  readonly isMaybe: boolean;
}

interface Instance {
  readonly key: CopyKey;
  /** What an expression that names it sees; made for those that are named. */
  readonly value: () => Unknown;
  readonly instance: ResourceInstance;
}

export function createModule(context: ModuleContext): ModuleInstance {
  const { declarations, prefix } = context;
  const memo = new Map<string, Value>();
  const references = new Map<string, readonly Reference[]>();
  const running = new Set<string>();
  const circles = new Set<string>();
  const sensitive = new Map<string, boolean>();
  const copiesByKey = new Map<string, Copies>();
  const instancesByKey = new Map<string, readonly Instance[]>();
  const calledModules = new Map<string, ReadonlyMap<string, ModuleInstance | undefined>>();
  let allResources: readonly ResourceInstance[] | undefined;
  let allCalls: readonly ModuleInstance[] | undefined;

  const names: ModuleNames = {
    variable: (name) => once(`var.${name}`, () => variableValue(name)),
    local: (name) => once(`local.${name}`, () => localValue(name)),
    resource: (mode, type, name) => resourceAt(resourceKey(mode, type, name)),
    moduleCall: (name) => once(`module.${name}`, () => moduleValue(name)),
    ...context.files,
    isSensitive: (root, name) => onceSensitive(`${root}.${name}`, () => sensitivity(root, name)),
    variableReferences: (name) => onceReferences(`var.${name}`, () => context.given.get(name)?.references() ?? []),
    localReferences: (name) => onceReferences(`local.${name}`, () => localReferences(name)),
    resourceReferences: (mode, type, name) => resourceReferences(resourceKey(mode, type, name)),
    outputReferences: (call, output, key) =>
      onceReferences(`module.${call}${suffixOf(key)}.${output ?? ""}`, () => callReferences(call, output, key)),
  };
  const scope: Scope = { module: names, names: context.bound };

  /** Remembers a value, and finds what leads back to itself. */
  function once(key: string, compute: () => Value): Value {
    const known = memo.get(key);
    if (known !== undefined) return known;
    if (running.has(key)) return circleAt(key);
    running.add(key);
    try {
      const value = withoutDoubts(compute);
      memo.set(key, value);
      return value;
    } finally {
      running.delete(key);
    }
  }

  /** An unknown and no error, for a `try` must not take it for a value that is missing. */
  function circleAt(key: string): Unknown {
    const because = `${prefix}${key} depends on itself`;
    const place = circles.has(key) ? undefined : placeOf(key);
    circles.add(key);
    if (place !== undefined) context.report(place, place.start, `${because}.`);
    return unknown(because);
  }

  function placeOf(key: string): (Pick<BlockDeclaration, "file"> & { readonly start: number }) | undefined {
    const [root = "", name = ""] = key.split(".");
    if (root === "local") {
      const local = declarations.locals.get(name);
      return local && { file: local.file, start: local.attribute.start };
    }
    const byRoot = { var: declarations.variables, output: declarations.outputs, module: declarations.modules };
    const declaration =
      root === "var" || root === "output" || root === "module"
        ? byRoot[root].get(name)
        : declarations.resources.get(key);
    return declaration && { file: declaration.file, start: declaration.block.start };
  }

  function onceReferences(key: string, compute: () => readonly Reference[]): readonly Reference[] {
    const known = references.get(key);
    if (known !== undefined) return known;
    references.set(key, []);
    try {
      const found = compute();
      references.set(key, found);
      return found;
    } catch (error) {
      references.delete(key);
      throw error;
    }
  }

  function variableValue(name: string): Value {
    const declaration = declarations.variables.get(name);
    const given = context.given.get(name);
    if (declaration === undefined) return given?.value() ?? unknown(`var.${name} is not declared`);
    const { body } = declaration.block;
    const fallback = attributeIn(body, "default");
    const nullable = attributeIn(body, "nullable");
    const isNullable = nullable === undefined || valueOfExpression(nullable, scope) !== false;
    let value: Value = given === undefined ? null : given.value();
    if (given === undefined || (value === null && !isNullable)) {
      if (fallback === undefined) return unknown(`var.${name} has no default`);
      value = valueOfExpression(fallback, scope);
    }
    try {
      const type = typeConstraintOf(attributeIn(body, "type"));
      return convert(value, type, (expression) => valueOfExpression(expression, scope));
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      return unknown(`var.${name} is given ${describe(value)}, where ${error.message}`);
    }
  }

  /** What leads back to itself is told elsewhere. */
  function onceSensitive(key: string, compute: () => boolean): boolean {
    const known = sensitive.get(key);
    if (known !== undefined) return known;
    sensitive.set(key, false);
    const answer = compute();
    sensitive.set(key, answer);
    return answer;
  }

  function sensitivity(root: "var" | "local", name: string): boolean {
    if (root === "local") {
      const local = declarations.locals.get(name);
      return local !== undefined && isSensitive(local.attribute.value, scope);
    }
    const declared = declarations.variables.get(name);
    const flag = declared === undefined ? undefined : attributeIn(declared.block.body, "sensitive");
    return (flag?.kind === "literal" && flag.value === true) || context.given.get(name)?.isSensitive?.() === true;
  }

  function localValue(name: string): Value {
    const local = declarations.locals.get(name);
    if (local === undefined) return unknown(`local.${name} is not declared`);
    return valueOfExpression(local.attribute.value, scope);
  }

  function localReferences(name: string): readonly Reference[] {
    const local = declarations.locals.get(name);
    return local === undefined ? [] : referencesOf(local.attribute.value, names.local(name), scope);
  }

  function copies(key: string, declaration: BlockDeclaration): Copies {
    const known = copiesByKey.get(key);
    if (known !== undefined) return known;
    const counting = `count of ${key}`;
    if (running.has(counting)) {
      const circle = circleAt(key);
      const copy = { key: undefined, scope: { ...scope, count: circle } };
      return { kind: "unknown", copies: [copy], because: circle.because };
    }
    running.add(counting);
    try {
      const made = copiesOf(declaration, scope, context.report);
      copiesByKey.set(key, made);
      return made;
    } finally {
      running.delete(counting);
    }
  }

  function instances(key: string, declaration: ResourceDeclaration): readonly Instance[] {
    const known = instancesByKey.get(key);
    if (known !== undefined) return known;
    const made = copies(key, declaration);
    const list = made.copies.map(({ key: copy, scope: inner }): Instance => {
      const address = `${prefix}${key}${suffixOf(copy)}`;
      const instance: ResourceInstance = {
        declaration,
        address,
        number: made.kind === "unknown" || context.isMaybe ? "unknown" : undefined,
        evaluate: () => evaluateBody(declaration.block.body, inner),
      };
      let value: Unknown | undefined;
      const valueOnce = (): Unknown => {
        value ??= instanceValue(declaration, key, address, inner);
        return value;
      };
      return { key: copy, value: valueOnce, instance };
    });
    // Inside a circle they are only what can be told so far.
    if (copiesByKey.has(key)) instancesByKey.set(key, list);
    return list;
  }

  function resourceAt(key: string): Value {
    const declaration = declarations.resources.get(key);
    if (declaration === undefined) return unknown(`${prefix}${key} is not declared`);
    return once(key, () => resourceValue(key, declaration));
  }

  /** `type.name` as an expression sees it: an instance, or a list or map of instances. */
  function resourceValue(key: string, declaration: ResourceDeclaration): Value {
    const list = instances(key, declaration);
    const { kind, because } = copies(key, declaration);
    if (kind === "one" || kind === "none") return list[0]?.value() ?? null;
    if (kind === "list") return list.map((item) => item.value());
    if (kind === "unknown") return unknown(because, [{ address: `${prefix}${key}` }]);
    const map = emptyMap();
    for (const item of list) map[String(item.key)] = item.value();
    return map;
  }

  function instanceValue(declaration: ResourceDeclaration, key: string, address: string, inner: Scope): Unknown {
    const own = new Map<string, Value>();
    const after = declaration.mode === "data" ? "is looked up when Terraform runs" : "is known only after apply";
    return partlyKnown(`${address} ${after}`, [{ address }], (attribute) => {
      const known = own.get(attribute);
      if (known !== undefined) return known;
      const path = `${address}.${attribute}`;
      if (running.has(path)) return circleAt(key);
      running.add(path);
      try {
        const value = withoutDoubts(() => attributeValue(declaration, address, attribute, inner));
        own.set(attribute, value);
        return value;
      } finally {
        running.delete(path);
      }
    });
  }

  function attributeValue(declaration: ResourceDeclaration, address: string, attribute: string, inner: Scope): Value {
    const { body } = declaration.block;
    const configured = declaration.mode === "data" ? undefined : evaluateOne(body, attribute, inner);
    // An attribute that is set to null may still be filled in by the provider.
    const isGiven = configured !== undefined && configured !== null && !isUnknown(configured);
    return isGiven ? configured : afterApply(declaration, { address, attribute }, configured, inner);
  }

  function resourceReferences(key: string): readonly Reference[] {
    const declaration = declarations.resources.get(key);
    if (declaration === undefined) return [];
    const all = (): readonly Reference[] =>
      instances(key, declaration).map(({ instance }) => ({ address: instance.address }));
    return onceReferences(key, all);
  }

  function called(name: string): ReadonlyMap<string, ModuleInstance | undefined> {
    const known = calledModules.get(name);
    if (known !== undefined) return known;
    const declaration = declarations.modules.get(name);
    if (declaration === undefined) return new Map();
    const result = new Map<string, ModuleInstance | undefined>();
    calledModules.set(name, result);
    const call = withKnownSource(declaration, scope);
    const made = copies(`module.${name}`, declaration);
    const isMaybe = context.isMaybe || made.kind === "unknown";
    for (const copy of made.copies) {
      const inner = `${prefix}module.${name}${suffixOf(copy.key)}.`;
      result.set(String(copy.key ?? ""), context.open(call, inner, givenBy(declaration, copy.scope), isMaybe));
    }
    return result;
  }

  function moduleValue(name: string): Value {
    const declaration = declarations.modules.get(name);
    if (declaration === undefined) return unknown(`module.${name} is not declared`);
    const { kind, because, copies: all } = copies(`module.${name}`, declaration);
    const opened = called(name);
    const valueOfCopy = (key: string | number | undefined): Unknown => {
      const address = `${prefix}module.${name}${suffixOf(key)}`;
      const module = opened.get(String(key ?? ""));
      if (module === undefined) return unknown(`${address} is not read`, [{ address }]);
      return partlyKnown(`the outputs of ${address}`, [], (output) => module.output(output));
    };
    if (kind === "one") return valueOfCopy(undefined);
    if (kind === "none") return null;
    if (kind === "list") return all.map(({ key }) => valueOfCopy(key));
    if (kind === "unknown") return unknown(because, [{ address: `${prefix}module.${name}` }]);
    const map = emptyMap();
    for (const { key } of all) map[String(key)] = valueOfCopy(key);
    return map;
  }

  function callReferences(name: string, output: string | undefined, key: CopyKey): readonly Reference[] {
    const opened = called(name);
    const chosen = key !== undefined && opened.has(String(key)) ? [opened.get(String(key))] : [...opened.values()];
    return uniqueReferences(
      chosen.flatMap((module) => {
        if (module === undefined) return [{ address: `${prefix}module.${name}${suffixOf(key)}` }];
        return output === undefined ? [] : module.outputReferences(output);
      }),
    );
  }

  function output(name: string): Value {
    const declaration = declarations.outputs.get(name);
    if (declaration === undefined) return unknown(`${prefix}output.${name} is not declared`);
    return once(`output.${name}`, () => {
      const expression = attributeIn(declaration.block.body, "value");
      return expression === undefined ? null : valueOfExpression(expression, scope);
    });
  }

  function outputReferences(name: string): readonly Reference[] {
    return onceReferences(`output.${name}`, () => {
      const declaration = declarations.outputs.get(name);
      const expression = declaration === undefined ? undefined : attributeIn(declaration.block.body, "value");
      return expression === undefined ? [] : referencesOf(expression, output(name), scope);
    });
  }

  function resources(): readonly ResourceInstance[] {
    allResources ??= [...declarations.resources].flatMap(([key, declaration]) =>
      instances(key, declaration).map(({ instance }) => instance),
    );
    return allResources;
  }

  function calls(): readonly ModuleInstance[] {
    allCalls ??= [...declarations.modules.keys()].flatMap((name) =>
      [...called(name).values()].filter((module) => module !== undefined),
    );
    return allCalls;
  }

  return { names, scope, prefix, declarations, output, outputReferences, resources, calls };
}

function resourceKey(mode: ResourceMode, type: string, name: string): string {
  return mode === "managed" ? `${type}.${name}` : `${mode}.${type}.${name}`;
}

/** OpenTofu lets a call draw on variables and locals for where its module lies. */
export function withKnownSource(declaration: BlockDeclaration, scope: Scope): BlockDeclaration {
  const { block } = declaration;
  const attributes = block.body.attributes.map((attribute): Attribute => {
    const { name, value } = attribute;
    if ((name !== "source" && name !== "version") || value.kind === "literal") return attribute;
    const known = valueOfExpression(value, scope);
    if (typeof known !== "string") return attribute;
    return { ...attribute, value: { kind: "literal", value: known, start: value.start, end: value.end } };
  });
  return { ...declaration, block: { ...block, body: { ...block.body, attributes } } };
}

/** What a module call hands to the variables of the called module. */
function givenBy(declaration: BlockDeclaration, scope: Scope): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>();
  for (const attribute of declaration.block.body.attributes) {
    if (["source", "version", "count", "for_each", "providers", "depends_on"].includes(attribute.name)) continue;
    let value: Value | undefined;
    const read = (): Value => {
      value ??= valueOfExpression(attribute.value, scope);
      return value;
    };
    given.set(attribute.name, {
      value: read,
      references: () => referencesOf(attribute.value, read(), scope),
      isSensitive: () => isSensitive(attribute.value, scope),
    });
  }
  return given;
}
