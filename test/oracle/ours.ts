/** What demarc makes of an expression, and whether that agrees with Terraform's answer. */
import { isList, isMap, isUnknown, type Value } from "../../packages/demarc/src/model/value.js";
import { evaluate } from "../../packages/demarc/src/read/terraform/evaluate/expression.js";
import { startRun } from "../../packages/demarc/src/read/terraform/evaluate/limits.js";
import { scopeOf } from "../../packages/demarc/src/read/terraform/evaluate/scope-for-tests.js";
import { isSetValue, isTyped, itemTypeOf } from "../../packages/demarc/src/read/terraform/evaluate/typed.js";
import {
  containsUnknown,
  EvaluationError,
  Undecided,
} from "../../packages/demarc/src/read/terraform/evaluate/value-tools.js";
import { parseHclExpression } from "../../packages/demarc/src/read/terraform/hcl/parse.js";
import type { Answer, TypeJson } from "./terraform.js";

/** `undecided`: demarc gives up. */
export type Outcome = "refused" | "undecided" | { readonly value: Value };

/** `less`: what demarc says is right but less than Terraform's answer; `wrong`: it is something else. */
export type Verdict = "same" | "less" | "wrong";

export function outcomeOf(text: string): Outcome {
  startRun();
  const { expression, errors } = parseHclExpression(text);
  if (errors.length > 0) return "refused";
  try {
    return { value: evaluate(expression, scopeOf({})) };
  } catch (error) {
    if (error instanceof Undecided) return "undecided";
    if (error instanceof EvaluationError) return "refused";
    throw error;
  }
}

export function compare(ours: Outcome, theirs: Answer): Verdict {
  if (ours === "undecided") return "less";
  if (theirs === "unknown") return "same";
  if (ours === "refused" || theirs === "refused") {
    if (ours === theirs) return "same";
    return ours !== "refused" && containsUnknown(ours.value) ? "less" : "wrong";
  }
  return compareValue(ours.value, theirs.value, theirs.type);
}

export function compareValue(ours: Value, theirs: unknown, type?: TypeJson): Verdict {
  if (isUnknown(ours)) return ours.isSet === true && theirs === null ? "wrong" : "less";
  if (isList(ours)) {
    if (!Array.isArray(theirs) || theirs.length !== ours.length) return "wrong";
    if (type !== undefined && isCertain(ours) && kindOf(ours) !== type[0]) return "wrong";
    return worst(ours.map((item, at) => compareValue(item, theirs[at], itemType(type, at))));
  }
  if (isMap(ours)) {
    if (typeof theirs !== "object" || theirs === null || Array.isArray(theirs)) return "wrong";
    if (type !== undefined && isCertain(ours) && (isTyped(ours) ? "map" : "object") !== type[0]) return "wrong";
    const keys = Object.keys(ours);
    if (keys.length !== Object.keys(theirs).length || keys.some((key) => !Object.hasOwn(theirs, key))) return "wrong";
    return worst(
      keys.map((key) =>
        compareValue(ours[key] as Value, (theirs as Record<string, unknown>)[key], itemType(type, key)),
      ),
    );
  }
  return ours === theirs ? "same" : "wrong";
}

/** Whether it is known to be a list or a tuple, a map or an object. */
function isCertain(value: object): boolean {
  return !isTyped(value) || itemTypeOf(value) !== undefined;
}

function kindOf(list: readonly Value[]): string {
  return isSetValue(list) ? "set" : isTyped(list) ? "list" : "tuple";
}

function worst(all: readonly Verdict[]): Verdict {
  return all.includes("wrong") ? "wrong" : all.includes("less") ? "less" : "same";
}

function itemType(type: TypeJson | undefined, at: number | string): TypeJson | undefined {
  if (type === undefined || typeof type === "string") return undefined;
  const [kind, of] = type;
  if (kind === "tuple" || kind === "object") return (of as Record<string | number, TypeJson>)[at];
  return of as TypeJson;
}

/** Any of the outcomes, answers and values here, for people. */
export function shown(what: unknown): string {
  const text = JSON.stringify(what, (_, item: Value) => (isUnknown(item) ? `unknown: ${item.because}` : item));
  return text === undefined ? "nothing" : text.slice(0, 500);
}
