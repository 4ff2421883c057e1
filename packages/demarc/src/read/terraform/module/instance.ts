/**
 * One instance of a module: its variables, locals, resources and calls, each evaluated when it is first asked for.
 * A module may be asked by its caller (outputs), by its own expressions and by the reader, in any order.
 */
import {
  emptyMap,
  isList,
  isMap,
  isUnknown,
  type Reference,
  surelySet,
  type Unknown,
  unknown,
  type Value,
} from "../../../model/value.js";
import { entriesOf, evaluate } from "../evaluate/expression.js";
import { partlyKnown } from "../evaluate/objects.js";
import { namedReferences, referencesOf } from "../evaluate/references.js";
import type { ModuleNames, Scope } from "../evaluate/scope.js";
import { convert, typeConstraintOf } from "../evaluate/type-constraint.js";
import { describe, EvaluationError, textOf, uniqueReferences } from "../evaluate/value-tools.js";
import type { Expression } from "../hcl/ast.js";
import { type EvaluatedBody, evaluateBody, evaluateOne, valueOfExpression } from "./body.js";
import { attributeIn, type BlockDeclaration, type Declarations, type ResourceDeclaration } from "./declarations.js";
import { policyDocument } from "./policy-document.js";

/** More copies than a person would deploy: beyond it their number counts as unknown, with a problem. */
export const mostInstances = 10_000;

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
  ) => ModuleInstance | undefined;
  readonly report: (declaration: BlockDeclaration, offset: number, message: string) => void;
}

/** The copies that count or for_each make of a block. */
interface Copies {
  readonly kind: "one" | "list" | "map" | "unknown";
  readonly copies: readonly { readonly key: string | number | undefined; readonly scope: Scope }[];
  readonly because: string;
  readonly references: readonly Reference[];
}

export function createModule(context: ModuleContext): ModuleInstance {
  const { declarations, prefix } = context;
  const memo = new Map<string, Value>();
  const references = new Map<string, readonly Reference[]>();
  const running = new Set<string>();
  const copiesOf = new Map<string, Copies>();
  const instancesOf = new Map<
    string,
    readonly {
      readonly key: string | number | undefined;
      readonly value: Unknown;
      readonly instance: ResourceInstance;
    }[]
  >();
  const calledModules = new Map<string, ReadonlyMap<string, ModuleInstance | undefined>>();
  let allResources: readonly ResourceInstance[] | undefined;
  let allCalls: readonly ModuleInstance[] | undefined;

  const names: ModuleNames = {
    variable: (name) => once(`var.${name}`, () => variableValue(name)),
    local: (name) => once(`local.${name}`, () => localValue(name)),
    resource: resourceValue,
    moduleCall: (name) => once(`module.${name}`, () => moduleValue(name)),
    ...context.files,
    variableReferences: (name) => onceReferences(`var.${name}`, () => context.given.get(name)?.references() ?? []),
    localReferences: (name) =>
      onceReferences(`local.${name}`, () => {
        const local = declarations.locals.get(name);
        return local === undefined ? [] : referencesOf(local.attribute.value, names.local(name), scope);
      }),
    resourceReferences,
    outputReferences: (call, output) =>
      onceReferences(`module.${call}.${output ?? ""}`, () => callReferences(call, output)),
  };
  const scope: Scope = { module: names, names: undefined };

  /** Remembers a value, and finds what leads back to itself. */
  function once(key: string, compute: () => Value): Value {
    const known = memo.get(key);
    if (known !== undefined) return known;
    if (running.has(key)) throw new EvaluationError(`${key} refers to itself`);
    running.add(key);
    try {
      const value = compute();
      memo.set(key, value);
      return value;
    } finally {
      running.delete(key);
    }
  }

  function onceReferences(key: string, compute: () => readonly Reference[]): readonly Reference[] {
    const known = references.get(key);
    if (known !== undefined) return known;
    references.set(key, []);
    const found = compute();
    references.set(key, found);
    return found;
  }

  function variableValue(name: string): Value {
    const declaration = declarations.variables.get(name);
    const given = context.given.get(name);
    if (declaration === undefined && given === undefined) return unknown(`var.${name} is not declared`);
    const body = declaration?.block.body;
    const fallback = body === undefined ? undefined : attributeIn(body, "default");
    let value: Value = given === undefined ? null : given.value();
    const isNullable =
      body === undefined ||
      attributeIn(body, "nullable") === undefined ||
      valueOfExpression(attributeIn(body, "nullable") as Expression, scope) !== false;
    if (given === undefined || (value === null && !isNullable)) {
      if (fallback === undefined) return unknown(`var.${name} has no default`);
      value = valueOfExpression(fallback, scope);
    }
    if (body === undefined) return value;
    try {
      return convert(value, typeConstraintOf(attributeIn(body, "type")), (expression) =>
        valueOfExpression(expression, scope),
      );
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      return unknown(`var.${name} is given ${describe(value)}, where ${error.message}`);
    }
  }

  function localValue(name: string): Value {
    const local = declarations.locals.get(name);
    if (local === undefined) return unknown(`local.${name} is not declared`);
    try {
      return evaluate(local.attribute.value, scope);
    } catch (error) {
      if (error instanceof EvaluationError && error.message.endsWith("refers to itself")) {
        context.report(
          { file: local.file, block: asBlock(local.attribute) },
          local.attribute.start,
          `local.${name} depends on itself: ${error.message}`,
        );
        return unknown(`local.${name} depends on itself`);
      }
      throw error;
    }
  }

  function copies(key: string, declaration: BlockDeclaration): Copies {
    const known = copiesOf.get(key);
    if (known !== undefined) return known;
    const made = expand(declaration, scope, context.report);
    copiesOf.set(key, made);
    return made;
  }

  function resourceKey(mode: "managed" | "data", type: string, name: string): string {
    return mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
  }

  function instances(key: string, declaration: ResourceDeclaration) {
    const known = instancesOf.get(key);
    if (known !== undefined) return known;
    if (running.has(`count of ${key}`)) throw new EvaluationError(`${key} refers to itself`);
    running.add(`count of ${key}`);
    let made: Copies;
    try {
      made = copies(key, declaration);
    } finally {
      running.delete(`count of ${key}`);
    }
    const list = made.copies.map(({ key: copy, scope: inner }) => {
      const address = `${prefix}${key}${suffixOf(copy)}`;
      const value = instanceValue(declaration, address, inner);
      const instance: ResourceInstance = {
        declaration,
        address,
        number: made.kind === "unknown" ? "unknown" : undefined,
        evaluate: () => evaluateBody(declaration.block.body, inner),
      };
      return { key: copy, value, instance };
    });
    instancesOf.set(key, list);
    return list;
  }

  /** `type.name` as an expression sees it: an instance, or a list or map of instances. */
  function resourceValue(mode: "managed" | "data", type: string, name: string): Value {
    const key = resourceKey(mode, type, name);
    const declaration = declarations.resources.get(key);
    if (declaration === undefined) return unknown(`${prefix}${key} is not declared`);
    const list = instances(key, declaration);
    const { kind, because } = copies(key, declaration);
    if (kind === "one") return list[0]?.value ?? null;
    if (kind === "list") return list.map((item) => item.value);
    if (kind === "unknown") return unknown(because, [{ address: `${prefix}${key}` }]);
    const map = emptyMap();
    for (const item of list) map[String(item.key)] = item.value;
    return map;
  }

  function instanceValue(declaration: ResourceDeclaration, address: string, inner: Scope): Unknown {
    const own = new Map<string, Value>();
    const after = declaration.mode === "data" ? "is looked up when Terraform runs" : "is known only after apply";
    return partlyKnown(`${address} ${after}`, [{ address }], (attribute) => {
      const known = own.get(attribute);
      if (known !== undefined) return known;
      const key = `${address}.${attribute}`;
      if (running.has(key)) throw new EvaluationError(`${key} refers to itself`);
      running.add(key);
      try {
        const configured =
          declaration.mode === "data" ? undefined : evaluateOne(declaration.block.body, attribute, inner);
        // An attribute that is set to null may still be filled in by the provider.
        const value =
          configured === undefined || configured === null || isUnknown(configured)
            ? (computed(declaration, attribute, inner) ??
              afterApply(`${key} ${after}`, { address, attribute }, configured))
            : configured;
        own.set(attribute, value);
        return value;
      } finally {
        running.delete(key);
      }
    });
  }

  function resourceReferences(mode: "managed" | "data", type: string, name: string): readonly Reference[] {
    const key = resourceKey(mode, type, name);
    const declaration = declarations.resources.get(key);
    if (declaration === undefined) return [];
    return instances(key, declaration).map(({ instance }) => ({ address: instance.address }));
  }

  function called(name: string): ReadonlyMap<string, ModuleInstance | undefined> {
    const known = calledModules.get(name);
    if (known !== undefined) return known;
    const declaration = declarations.modules.get(name);
    if (declaration === undefined) return new Map();
    const result = new Map<string, ModuleInstance | undefined>();
    calledModules.set(name, result);
    for (const copy of copies(`module.${name}`, declaration).copies) {
      const inner = `${prefix}module.${name}${suffixOf(copy.key)}.`;
      result.set(String(copy.key ?? ""), context.open(declaration, inner, givenBy(declaration, copy.scope)));
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
    if (kind === "list") return all.map(({ key }) => valueOfCopy(key));
    if (kind === "unknown") return unknown(because, [{ address: `${prefix}module.${name}` }]);
    const map = emptyMap();
    for (const { key } of all) map[String(key)] = valueOfCopy(key);
    return map;
  }

  function callReferences(name: string, output: string | undefined): readonly Reference[] {
    const opened = [...called(name).values()];
    if (opened.length === 0) return [];
    return uniqueReferences(
      opened.flatMap((module) => {
        if (module === undefined) return [{ address: `${prefix}module.${name}` }];
        return output === undefined ? [] : module.outputReferences(output);
      }),
    );
  }

  function output(name: string): Value {
    return once(`output.${name}`, () => {
      const declaration = declarations.outputs.get(name);
      if (declaration === undefined) throw new EvaluationError(`there is no output ${JSON.stringify(name)}`);
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
    allResources ??= [...declarations.resources].flatMap(([key, declaration]) => {
      try {
        return instances(key, declaration).map(({ instance }) => instance);
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
        context.report(
          declaration,
          declaration.block.start,
          `How many there are of ${key} cannot be told: ${error.message}.`,
        );
        return [
          {
            declaration,
            address: `${prefix}${key}`,
            number: "unknown" as const,
            evaluate: () => evaluateBody(declaration.block.body, scope),
          },
        ];
      }
    });
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
    given.set(attribute.name, { value: read, references: () => referencesOf(attribute.value, read(), scope) });
  }
  return given;
}

function expand(declaration: BlockDeclaration, scope: Scope, report: ModuleContext["report"]): Copies {
  const { body } = declaration.block;
  const count = attributeIn(body, "count");
  const forEach = attributeIn(body, "for_each");
  if (count !== undefined) return expandCount(declaration, count, scope, report);
  if (forEach !== undefined) return expandForEach(declaration, forEach, scope, report);
  return { kind: "one", copies: [{ key: undefined, scope }], because: "", references: [] };
}

function expandCount(
  declaration: BlockDeclaration,
  expression: Expression,
  scope: Scope,
  report: ModuleContext["report"],
): Copies {
  const value = valueOfExpression(expression, scope);
  const number = typeof value === "boolean" ? Number(value) : typeof value === "string" ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number) && number >= 0) {
    if (number <= mostInstances) {
      const copies = Array.from({ length: number }, (_, key) => ({ key, scope: { ...scope, count: key } }));
      return { kind: "list", copies, because: "", references: [] };
    }
    report(
      declaration,
      expression.start,
      `count is ${number}; more than ${mostInstances} copies are taken as one, whose number is not known.`,
    );
  }
  const because = isUnknown(value) ? value.because : `count is ${describe(value)}`;
  return {
    kind: "unknown",
    copies: [{ key: undefined, scope: { ...scope, count: unknown(because) } }],
    because,
    references: [],
  };
}

function expandForEach(
  declaration: BlockDeclaration,
  expression: Expression,
  scope: Scope,
  report: ModuleContext["report"],
): Copies {
  const value = valueOfExpression(expression, scope);
  let from: readonly Reference[] | undefined;
  const references = (): readonly Reference[] => {
    from ??= namedReferences(expression, scope);
    return from;
  };
  const entries = isUnknown(value) || value === null ? undefined : forEachEntries(value);
  if (entries !== undefined && entries.length <= mostInstances) {
    const copies = entries.map(([key, item]) => ({ key, scope: { ...scope, each: { key, value: item, references } } }));
    return { kind: "map", copies, because: "", references: [] };
  }
  if (entries !== undefined) {
    report(
      declaration,
      expression.start,
      `for_each has ${entries.length} keys; more than ${mostInstances} copies are taken as one, whose number is not known.`,
    );
  }
  const because = isUnknown(value) ? value.because : "its for_each cannot be told";
  const unknownItem = unknown(because, isUnknown(value) ? value.references : []);
  return {
    kind: "unknown",
    copies: [{ key: undefined, scope: { ...scope, each: { key: unknown(because), value: unknownItem, references } } }],
    because,
    references: [],
  };
}

/** Keys and values of for_each: a map's own, or a set of texts, each its own key. Undefined where keys are not known. */
function forEachEntries(value: Value): readonly (readonly [string, Value])[] | undefined {
  if (isMap(value)) return entriesOf(value).map(([key, item]) => [String(key), item] as const);
  if (!isList(value)) return undefined;
  const entries: (readonly [string, Value])[] = [];
  for (const item of value) {
    if (isUnknown(item) || item === null || typeof item === "object") return undefined;
    entries.push([textOf(item), item]);
  }
  return entries;
}

function suffixOf(key: string | number | undefined): string {
  return key === undefined ? "" : typeof key === "number" ? `[${key}]` : `[${JSON.stringify(key)}]`;
}

/** What a resource has only once it exists. An attribute that its configuration gives as unknown may also be null. */
function afterApply(because: string, reference: Reference, configured: Value | undefined): Unknown {
  if (isUnknown(configured ?? null)) {
    const { encoded, isSet } = configured as Unknown;
    return { ...unknown(because, [reference], encoded), isSet };
  }
  return surelySet(unknown(because, [reference]));
}

/** What a data source computes from its configuration alone. */
function computed(declaration: ResourceDeclaration, attribute: string, scope: Scope): Value | undefined {
  const isPolicy =
    declaration.mode === "data" && declaration.type === "aws_iam_policy_document" && attribute === "json";
  return isPolicy ? policyDocument(evaluateBody(declaration.block.body, scope).attributes) : undefined;
}

function asBlock(attribute: { readonly start: number; readonly end: number }): BlockDeclaration["block"] {
  return {
    type: "locals",
    labels: [],
    body: { attributes: [], blocks: [] },
    start: attribute.start,
    end: attribute.end,
  };
}
