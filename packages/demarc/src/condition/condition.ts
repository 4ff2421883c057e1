/** Conditions of the catalog: CEL over the attributes, parts, relations and facts of a component, in three values. */
import { Environment, type ParseResult } from "@marcbachmann/cel-js";
import type { Truth } from "../model/logic.js";
import { emptyMap, isUnknown, type Unknown, unknown, type Value } from "../model/value.js";
import { definePresented, isUnknownRead, PassedOn, plain } from "./present.js";
import { isPath, type Shape, shapesOf } from "./shape.js";

export interface Condition {
  readonly text: string;
  /** What it reads of each variable in scope. */
  readonly shapes: ReadonlyMap<string, Shape>;
  /** It only names a value: what is unknown about that is unknown about the outcome. */
  readonly isPath: boolean;
  readonly evaluate: (context: object) => unknown;
}

/** Gives the value of a variable in the shape that a condition reads it; an {@link Unknown} raises when it is read. */
export type Scope = (variable: string, shape: Shape) => unknown;

export type Outcome =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "unknown"; readonly unknown: Unknown }
  /** Not an unknown: the expression itself is wrong. A fault of the catalog, to be reported. */
  | { readonly kind: "fault"; readonly message: string };

export const variablesInScope = ["it", "resourceType", "kind", "parts", "refs", "facts", "asOf"] as const;

const compiled = new Map<string, Condition>();
let environment: Environment | undefined;

/** Parses an expression, once a process for each text. @throws the CEL library's ParseError, with the place. */
export function compileCondition(text: string): Condition {
  let condition = compiled.get(text);
  if (condition === undefined) {
    environment ??= createEnvironment();
    const parsed: ParseResult = environment.parse(adapted(text));
    condition = {
      text,
      shapes: shapesOf(parsed.ast),
      isPath: isPath(parsed.ast),
      evaluate: (context) => parsed(context as Record<string, unknown>),
    };
    compiled.set(text, condition);
  }
  return condition;
}

/** A text that does not parse is a fault of the catalog, like an expression that goes wrong when it is evaluated. */
export function evaluateText(text: string, scope: Scope): Outcome {
  try {
    return evaluate(compileCondition(text), scope);
  } catch (error) {
    return {
      kind: "fault",
      message: `does not parse: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}`,
    };
  }
}

export function evaluate(condition: Condition, scope: Scope): Outcome {
  const context = emptyMap<unknown>();
  for (const [variable, shape] of condition.shapes) definePresented(context, variable, scope(variable, shape));
  try {
    const value = plain(condition.evaluate(context));
    return isUnknown(value) ? { kind: "unknown", unknown: value } : { kind: "value", value };
  } catch (error) {
    if (isUnknownRead(error)) return { kind: "unknown", unknown: ofOutcome(error.value, condition) };
    return { kind: "fault", message: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) };
  }
}

/** What an expression only read on its way to an outcome does not say that the outcome is set, nor what it encodes. */
function ofOutcome(read: Unknown, condition: Condition): Unknown {
  return condition.isPath ? read : unknown(read.because, read.references);
}

/** The truth of an outcome. A value that is no boolean is a fault. */
export function truthOf(outcome: Outcome): Truth | { readonly fault: string } {
  switch (outcome.kind) {
    case "unknown":
      return "unknown";
    case "fault":
      return { fault: outcome.message };
    case "value":
      if (typeof outcome.value === "boolean") return outcome.value ? "yes" : "no";
      return { fault: `gives ${JSON.stringify(outcome.value)}, and not true or false` };
  }
}

/**
 * Three places where this library is narrower than what a catalog author expects: a conditional may not have null on
 * one side and a text on the other, `type` is a name of its own, and JavaScript's patterns know no (?i).
 */
function adapted(text: string): string {
  return text.replace(
    /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<![.\w])(null|type)(?![\w(])|\.matches\(/g,
    (token, word: string | undefined) => {
      if (word === "null") return "dyn(null)";
      if (word === "type") return "resourceType";
      return token === ".matches(" ? ".matchesPattern(" : token;
    },
  );
}

const patterns = new Map<string, RegExp>();

/** A pattern in RE2's syntax: flags such as (?i) stand at its start. The patterns are the catalog's, never an input's. */
function matchesPattern(text: string, pattern: string): boolean {
  let compiledPattern = patterns.get(pattern);
  if (compiledPattern === undefined) {
    const [, flags = "", body = pattern] = /^\(\?([ims]+)\)(.*)$/s.exec(pattern) ?? [];
    compiledPattern = new RegExp(body, flags);
    patterns.set(pattern, compiledPattern);
  }
  return compiledPattern.test(text);
}

function createEnvironment(): Environment {
  const env = new Environment({
    unlistedVariablesAreDyn: true,
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
  });
  env.registerType("PassedOn", PassedOn);
  env.registerFunction("isTrue(dyn): bool", (value: unknown) => value === true || value === "true" || value === "True");
  env.registerFunction("string.matchesPattern(string): bool", matchesPattern);
  // Both are done when the value is presented (see shape.ts); here they only pass it on.
  env.registerFunction("json(dyn): dyn", (value: unknown) => value);
  env.registerFunction("list(dyn): dyn", (value: unknown) => value);
  return env;
}
