/** Properties of the evaluator: it always comes to an end, and what it knows stays true when more is known. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isList, isMap, isUnknown, unknown, type Value } from "../../../model/value.js";
import { functionNames } from "../functions/call.js";
import { parseHclExpression } from "../hcl/parse.js";
import { evaluate } from "./expression.js";
import { startRun } from "./limits.js";
import type { ModuleNames, Scope } from "./scope.js";
import { EvaluationError, Undecided } from "./value-tools.js";

const literals = [
  "true",
  "false",
  "null",
  "0",
  "1",
  "2",
  '""',
  '"a"',
  '"b"',
  '"1"',
  '"true"',
  "[]",
  '["a"]',
  '["a", "b"]',
  '["", null]',
  "[1, 2]",
  "[[1], []]",
  "{}",
  "{ a = 1 }",
  '{ a = "x", b = [1] }',
  "{ a = { b = true } }",
  'toset(["a", "b"])',
  'tolist(["a"])',
];

const literal = fc.constantFrom(...literals);
const name = fc.constantFrom("a", "b");

/** Functions of which the value depends on more than their arguments, or that read files. */
const otherFunctions = /file|path|uuid$|timestamp|bcrypt|rsadecrypt|template/;
const callable = functionNames.filter((each) => !otherFunctions.test(each));

const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie("expression");
  const two = fc.tuple(inner, inner);
  return {
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      literal,
      fc.constantFrom("var.x", "var.y", "var.z"),
      fc.tuple(inner, name).map(([from, key]) => `(${from}).${key}`),
      two.map(([from, key]) => `(${from})[${key}]`),
      fc.tuple(inner, name).map(([from, key]) => `(${from})[*].${key}`),
      inner.map((from) => `(${from})[*]`),
      fc
        .tuple(inner, fc.constantFrom("+", "-", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||"), inner)
        .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
      inner.map((operand) => `!(${operand})`),
      fc.tuple(inner, inner, inner).map(([condition, then, other]) => `(${condition}) ? (${then}) : (${other})`),
      fc.array(inner, { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
      two.map(([a, b]) => `{ a = ${a}, b = ${b} }`),
      two.map(([key, value]) => `{ (${key}) = ${value} }`),
      two.map(([collection, value]) => `[for k, v in ${collection} : [v, ${value}]]`),
      two.map(([collection, condition]) => `[for v in ${collection} : v if ${condition}]`),
      inner.map((collection) => `{ for k, v in ${collection} : k => v }`),
      inner.map((collection) => `{ for k, v in ${collection} : v => k... }`),
      two.map(([a, b]) => `"x\${${a}}y\${${b}}"`),
      two.map(([a, b]) => `"%{ if ${a} }1%{ else }\${${b}}%{ endif }"`),
      inner.map((collection) => `"%{ for v in ${collection} }\${v}%{ endfor }"`),
      two.map(([a, b]) => `try(${a}, ${b})`),
      inner.map((a) => `can(${a})`),
      fc
        .tuple(fc.constantFrom(...callable), fc.array(inner, { minLength: 1, maxLength: 3 }))
        .map(([called, args]) => `${called}(${args.join(", ")})`),
      fc.tuple(fc.constantFrom("concat", "merge", "coalesce", "join"), inner).map(([called, list]) => `${called}(${list}...)`),
    ),
  };
});

function scopeOf(values: Readonly<Record<string, Value>>): Scope {
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

function outcomeOf(text: string, values: Readonly<Record<string, Value>> = {}): Value | "error" | "undecided" {
  startRun();
  try {
    return evaluate(parseHclExpression(text).expression, scopeOf(values));
  } catch (error) {
    if (error instanceof Undecided) return "undecided";
    if (error instanceof EvaluationError) return "error";
    throw error;
  }
}

/** Whether what is known of a value agrees with the value itself. */
function agrees(partly: Value, whole: Value): boolean {
  if (isUnknown(partly)) return !(partly.isSet === true && whole === null);
  if (isUnknown(whole)) return false;
  if (isList(partly)) return isList(whole) && partly.length === whole.length && partly.every((item, at) => agrees(item, whole[at] as Value));
  if (!isMap(partly)) return partly === whole;
  const keys = Object.keys(partly);
  return (
    isMap(whole) &&
    keys.length === Object.keys(whole).length &&
    keys.every((key) => Object.hasOwn(whole, key) && agrees(partly[key] as Value, whole[key] as Value))
  );
}

const runs = Number(process.env.DEMARC_RUNS ?? 2_000);

describe("evaluate", () => {
  test("throws nothing but its own error, and comes to an end", () => {
    fc.assert(
      fc.property(expression, (text) => {
        outcomeOf(text, { x: unknown("x"), y: "a", z: [] });
      }),
      { numRuns: runs },
    );
  });

  test("never knows what more knowledge contradicts", () => {
    const assignment = fc.record({ x: literal, y: literal, z: literal });
    const hidden = fc.record({ x: fc.boolean(), y: fc.boolean(), z: fc.boolean() });
    fc.assert(
      fc.property(expression, assignment, hidden, (text, given, isHidden) => {
        const full = { x: known(given.x), y: known(given.y), z: known(given.z) };
        const partly = {
          x: isHidden.x ? unknown("x") : full.x,
          y: isHidden.y ? unknown("y") : full.y,
          z: isHidden.z ? unknown("z") : full.z,
        };
        const before = outcomeOf(text, partly);
        const after = outcomeOf(text, full);
        if (before === "undecided" || after === "undecided") return;
        // An error with less knowledge is one with more; an error with more is Terraform's to report.
        if (before === "error") expect(after).toBe("error");
        else if (after !== "error") expect(agrees(before, after), `${show(before)} against ${show(after)}`).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});

function known(text: string): Value {
  return outcomeOf(text) as Value;
}

function show(value: Value): string {
  return JSON.stringify(value, (_, item: Value) => (isUnknown(item) ? `unknown: ${item.because}` : item));
}
