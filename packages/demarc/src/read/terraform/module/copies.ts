/** The copies that count or for_each make of a resource or a module call; OpenTofu's `enabled` makes one or none. */
import { isList, isMap, isUnknown, type Reference, type Unknown, unknown, type Value } from "../../../model/value.js";
import { entriesOf } from "../evaluate/expression.js";
import { hasRoomFor, isLimit } from "../evaluate/limits.js";
import { namedReferences } from "../evaluate/references.js";
import type { Scope } from "../evaluate/scope.js";
import { isSensitive } from "../evaluate/sensitive.js";
import { describe, EvaluationError, numberOf, textOf } from "../evaluate/value-tools.js";
import type { Expression } from "../hcl/ast.js";
import { valueOfExpression, valueTaken } from "./body.js";
import { attributeIn, type BlockDeclaration } from "./declarations.js";

/** More copies than a person would deploy: beyond it their number counts as unknown, with a problem. */
export const mostInstances = 50_000;

export type CopyKey = string | number | undefined;

export interface Copies {
  /** `unknown`: how many there are is not known; one copy stands for all of them. `none`: it is not enabled. */
  readonly kind: "one" | "none" | "list" | "map" | "unknown";
  readonly copies: readonly { readonly key: CopyKey; readonly scope: Scope }[];
  /** Why the number is not known. */
  readonly because: string;
}

export type Report = (where: Pick<BlockDeclaration, "file">, offset: number, message: string) => void;

export function copiesOf(declaration: BlockDeclaration, scope: Scope, report: Report): Copies {
  const { body } = declaration.block;
  const count = attributeIn(body, "count");
  const forEach = attributeIn(body, "for_each");
  if (count !== undefined) return byCount(declaration, count, scope, report);
  if (forEach !== undefined) return byForEach(declaration, forEach, scope, report);
  const enabled = enabledOf(declaration, scope);
  if (enabled === false) return { kind: "none", copies: [], because: "" };
  if (enabled === true) return { kind: "one", copies: [{ key: undefined, scope }], because: "" };
  const because = isUnknown(enabled) ? enabled.because : `enabled is ${describe(enabled)}`;
  return { kind: "unknown", copies: [{ key: undefined, scope }], because };
}

/** `lifecycle { enabled = … }`; a resource without it is. */
function enabledOf({ block }: BlockDeclaration, scope: Scope): Value {
  const lifecycle = block.body.blocks.find(({ type }) => type === "lifecycle");
  const expression = lifecycle === undefined ? undefined : attributeIn(lifecycle.body, "enabled");
  if (expression === undefined) return true;
  const value = valueOfExpression(expression, scope);
  return value === "true" ? true : value === "false" ? false : value;
}

/** `["key"]` or `[0]`, as Terraform writes it behind an address. */
export function suffixOf(key: CopyKey): string {
  return key === undefined ? "" : typeof key === "number" ? `[${key}]` : `[${JSON.stringify(key)}]`;
}

function byCount(declaration: BlockDeclaration, expression: Expression, scope: Scope, report: Report): Copies {
  const value = valueTaken(expression, scope);
  const number = countOf(value);
  if (number !== undefined && number <= mostInstances && hasRoomFor(number)) {
    const copies = Array.from({ length: number }, (_, key) => ({ key, scope: { ...scope, count: key } }));
    return { kind: "list", copies, because: "" };
  }
  if (number !== undefined) report(declaration, expression.start, `count is ${number}; ${tooMany}`);
  else if (!isUnknown(value))
    report(declaration, expression.start, `count is ${describe(value)}, where a number is expected.`);
  else reportLimit(value, "count", declaration, expression, report);
  const because = isUnknown(value)
    ? value.because
    : number === undefined
      ? `count is ${describe(value)}`
      : `count is ${number}`;
  return { kind: "unknown", copies: [{ key: undefined, scope: { ...scope, count: unknown(because) } }], because };
}

const tooMany = "so many copies are taken as one, whose number is not known.";

function countOf(value: Value): number | undefined {
  if (isUnknown(value)) return undefined;
  try {
    const number = numberOf(value);
    return Number.isInteger(number) && number >= 0 ? number : undefined;
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

function byForEach(declaration: BlockDeclaration, expression: Expression, scope: Scope, report: Report): Copies {
  const value = valueOfExpression(expression, scope);
  let from: readonly Reference[] | undefined;
  const references = (): readonly Reference[] => {
    from ??= namedReferences(expression, scope);
    return from;
  };
  const isSecret = !isUnknown(value) && isSecretOf(expression, scope);
  if (isSecret) report(declaration, expression.start, "for_each is sensitive: its keys would be shown as addresses.");
  const entries = isSecret || isUnknown(value) || value === null ? undefined : entriesByKey(value);
  if (entries !== undefined && entries.length <= mostInstances && hasRoomFor(entries.length)) {
    const copies = entries.map(([key, item]) => ({ key, scope: { ...scope, each: { key, value: item, references } } }));
    return { kind: "map", copies, because: "" };
  }
  if (isUnknown(value)) reportLimit(value, "for_each", declaration, expression, report);
  if (entries !== undefined) report(declaration, expression.start, `for_each has ${entries.length} keys; ${tooMany}`);
  const because = isUnknown(value)
    ? value.because
    : isSecret
      ? "its for_each is sensitive"
      : "its for_each cannot be told";
  const item = unknown(because, isUnknown(value) ? value.references : []);
  const each = { key: unknown(because), value: item, references };
  return { kind: "unknown", copies: [{ key: undefined, scope: { ...scope, each } }], because };
}

/** A number that is not known because demarc gives up is told: with a smaller input it would be known. */
function reportLimit(
  value: Unknown,
  what: "count" | "for_each",
  declaration: BlockDeclaration,
  expression: Expression,
  report: Report,
): void {
  if (!isLimit(value.because)) return;
  report(declaration, expression.start, `${what} cannot be told, for ${value.because}; ${tooMany}`);
}

/** Where it cannot be told, nothing is shown. */
function isSecretOf(expression: Expression, scope: Scope): boolean {
  try {
    return isSensitive(expression, scope);
  } catch (error) {
    if (error instanceof EvaluationError) return true;
    throw error;
  }
}

/** Keys and values of for_each: a map's own, or a set of texts, each its own key. Undefined where keys are not known. */
function entriesByKey(value: Value): readonly (readonly [string, Value])[] | undefined {
  if (isMap(value)) return entriesOf(value).map(([key, item]) => [String(key), item] as const);
  if (!isList(value)) return undefined;
  const entries = new Map<string, Value>();
  for (const item of value) {
    if (isUnknown(item) || item === null || typeof item === "object") return undefined;
    entries.set(textOf(item), textOf(item));
  }
  return [...entries];
}
