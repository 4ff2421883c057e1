import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { and, not, or, type Truth } from "../model/logic.js";
import { isUnknown, surelySet, unknown, type Value } from "../model/value.js";
import { compileCondition, evaluate, type Outcome, truthOf } from "./condition.js";
import { present } from "./present.js";

/** What an expression gives over attributes. */
function run(text: string, it: Value = {}): Outcome {
  return evaluate(compileCondition(text), (variable, shape) => {
    if (variable === "it") return present(it, shape);
    if (variable === "resourceType") return "aws_x";
    return null;
  });
}

function give(text: string, it: Value = {}): Value | "unknown" {
  const outcome = run(text, it);
  if (outcome.kind === "fault") throw new Error(outcome.message);
  return outcome.kind === "unknown" ? "unknown" : outcome.value;
}

const x = unknown("var.x has no default");

describe("three-valued logic", () => {
  interface Formula {
    readonly text: string;
    readonly truth: (of: (name: string) => Truth) => Truth;
  }
  const names = ["a", "b", "c", "d"];
  const formulas = fc.letrec<{ formula: Formula }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constantFrom(...names).map((name): Formula => ({ text: `it.${name}`, truth: (of) => of(name) })),
      tie("formula").map(({ text, truth }): Formula => ({ text: `!(${text})`, truth: (of) => not(truth(of)) })),
      fc
        .tuple(tie("formula"), tie("formula"))
        .map(([l, r]): Formula => ({ text: `(${l.text} && ${r.text})`, truth: (of) => and(l.truth(of), r.truth(of)) })),
      fc
        .tuple(tie("formula"), tie("formula"))
        .map(([l, r]): Formula => ({ text: `(${l.text} || ${r.text})`, truth: (of) => or(l.truth(of), r.truth(of)) })),
    ),
  })).formula;
  const truth = fc.constantFrom<Truth>("yes", "no", "unknown");
  const truthValue = { yes: true, no: false, unknown: x };

  test("CEL over true, false and unknown values is Kleene's", () => {
    fc.assert(
      fc.property(formulas, fc.record({ a: truth, b: truth, c: truth, d: truth }), (formula, known) => {
        const of = (name: string): Truth => known[name as "a"];
        const it = Object.fromEntries(names.map((name) => [name, truthValue[of(name)]]));
        expect(truthOf(run(formula.text, it))).toBe(formula.truth(of));
      }),
      { numRuns: 500 },
    );
  });

  test("exists and all are the or and the and of their items", () => {
    fc.assert(
      fc.property(fc.array(truth, { maxLength: 4 }), (items) => {
        const it = { items: items.map((item) => ({ on: truthValue[item] })) };
        expect(truthOf(run("it.items.exists(i, i.on)", it))).toBe(items.reduce(or, "no"));
        expect(truthOf(run("it.items.all(i, i.on)", it))).toBe(items.reduce(and, "yes"));
      }),
    );
  });
});

test.each<[string, Value, Value]>([
  // What is not set.
  ["it.a", {}, null],
  ["it.a == null", { a: null }, true],
  ["it.a.b.c == null", {}, true],
  ['it.a.b == "x"', { a: null }, false],
  ["it.a.size()", {}, 0],
  ["it.a.exists(i, i.b)", {}, false],
  ["it.a.all(i, i.b)", { a: null }, true],
  ["it.a.map(i, i.b)", {}, []],
  ["it.a[0].b == null", {}, true],
  ["it.a.?b.orValue(7)", { a: {} }, 7],
  // A block that stands once reads as an object and as a list.
  ["it.a.b", { a: [{ b: "x" }] }, "x"],
  ["it.a.b", { a: { b: "x" } }, "x"],
  ['it.a.exists(i, i.b == "x")', { a: [{ b: "x" }] }, true],
  ["it.a[0].b", { a: [{ b: "x" }] }, "x"],
  ["it.a[0].b", { a: [] }, null],
  ["it.a.b == null", { a: [] }, true],
  // Functions of demarc's own.
  ["list(it.a).size()", {}, 0],
  ['list(it.a).exists(i, i == "x")', { a: "x" }, true],
  ['list(it.a).exists(i, i == "x")', { a: ["y", "x"] }, true],
  ["list(it.a).map(i, i.b)", { a: { b: 1 } }, [1]],
  ["json(it.a).b", { a: '{"b":{"c":[1]}}' }, { c: [1] }],
  ["json(it.a).b", { a: { b: 2 } }, 2],
  ["list(json(it.a).b).size()", { a: '{"b":"x"}' }, 1],
  ["json(it.a).b == null", {}, true],
  ["isTrue(it.a)", { a: true }, true],
  ["isTrue(it.a)", { a: "true" }, true],
  ["isTrue(it.a)", { a: "false" }, false],
  ["isTrue(it.a)", {}, false],
  // Where the library is narrower than an author expects.
  ['type == "aws_x"', {}, true],
  ["it.type", { type: "t" }, "t"],
  ['it.a == "type" || it.a == "null"', { a: "null" }, true],
  ["it.a == null ? null : it.a", { a: "x" }, "x"],
  ['it.a == null ? "none" : null', {}, "none"],
  ['it.a.matches("(?i)^pass")', { a: "PASSWORD" }, true],
  ['it.a.matches("^pass")', { a: "PASSWORD" }, false],
  // Numbers.
  ["it.a >= 7", { a: 7 }, true],
  ["it.a > 7.5", { a: 7.6 }, true],
  ["it.a + 1", { a: 2 }, 3],
  // Any key of an input is an ordinary one.
  ["it.__proto__ == null && it.toString == null", {}, true],
  ["it.a.exists(k, k == '__proto__')", { a: JSON.parse('{"__proto__":1}') as Value }, true],
  ["it.__proto__.b", JSON.parse('{"__proto__":{"b":"own"}}') as Value, "own"],
  ["json(it.a).__proto__.b", { a: '{"__proto__":{"b":"own"}}' }, "own"],
])("%s over %j gives %j", (text, it, value) => {
  expect(give(text, it)).toEqual(value);
});

describe("an unknown", () => {
  test.each<[string, Value, Value | "unknown"]>([
    ["it.a", { a: x }, "unknown"],
    ["it.a == null", { a: x }, "unknown"],
    ["it.a.b.c", { a: x }, "unknown"],
    // A text where a block is read (SAM's EndpointConfiguration may be either).
    ["it.a.b", { a: "REGIONAL" }, "unknown"],
    ["it.b", { a: x, b: 1 }, 1],
    ['it.b == "x" ? it.b : it.a', { a: x, b: "x" }, "x"],
    ["it.a ? 1 : 1", { a: x }, "unknown"],
    ["it.a.size()", { a: [x, 1] }, 2],
    ['it.a.exists(i, i == "u")', { a: [x, "u"] }, true],
    ['it.a.exists(i, i == "u")', { a: [x, "v"] }, "unknown"],
    ["it.a.size() == 2 && it.a[?0].orValue(7) == 7", { a: [x, 7] }, "unknown"],
    ["it.a.exists(k, k == 'k')", { a: { k: x } }, true],
    ["it.a.b", { a: { b: 1, c: x } }, 1],
    ["it.a.c", { a: [{ b: 1, c: x }] }, "unknown"],
    ["list(it.a).size() > 0", { a: x }, "unknown"],
    ["json(it.a).b", { a: unknown("?", [], { b: 1, c: x }) }, 1],
    ["json(it.a).c", { a: unknown("?", [], { b: 1, c: x }) }, "unknown"],
    ["json(it.a).b", { a: "no JSON" }, "unknown"],
  ])("is raised only where it is read: %s over %j", (text, it, value) => {
    expect(give(text, it)).toEqual(value);
  });

  test("inside a value that is passed on stays inside it", () => {
    const value = give("it.a", { a: [1, x, { b: x }] });
    expect(value).toEqual([1, x, { b: x }]);
    expect(Array.isArray(value) && isUnknown(value[1])).toBe(true);
  });

  test("is not an empty text, which is not set", () => {
    expect(give("it.key != null", { key: "" })).toBe(false);
    expect(give('it.key == null || it.key == ""', { key: "" })).toBe(true);
    expect(give("it.key.size() == 0", { key: "" })).toBe(true);
  });

  test("is read inside lists that are written or joined, where it may be absent", () => {
    expect(give('[it.a, it.b].exists(i, i.key == "k")', { a: { key: "k" } })).toBe(true);
    expect(give('(list(it.a) + list(it.b)).exists(i, i.key == "k")', { b: [{}, { key: "k" }] })).toBe(true);
    expect(give('[it].exists(i, i.x == "y" || i.z == "y")', {})).toBe(false);
    expect(give('[it].exists(i, i.x == "y" || i.z == "y")', { x })).toBe("unknown");
    expect(give('it.a in [it.b, "c"]', { a: "c" })).toBe(true);
    expect(give("it.n + 1 > 2", { n: 2 })).toBe(true);
    expect(give("it.n + 1 > 2", { n: x })).toBe("unknown");
  });

  test("and what nobody read here stay in the items of a filtered list", () => {
    const items = [{ amid: [{ key: "k", other: x }] }, { amid: [] }];
    expect(give("it.items.filter(i, i.amid.size() > 0)", { items })).toEqual([items[0]]);
  });

  test("says what it hangs on", () => {
    expect(run('it.a == "u"', { a: x })).toMatchObject({ unknown: { because: "var.x has no default" } });
  });

  test("that is surely set is not null, whatever it is", () => {
    const set = surelySet(unknown("known after apply"));
    expect(give("it.a != null", { a: set })).toBe(true);
    expect(give("it.a == null", { a: set })).toBe(false);
    expect(give('it.a == "u"', { a: set })).toBe("unknown");
    expect(give('it.a != null && it.a == "u"', { a: set })).toBe("unknown");
  });

  test("is passed on as surely set by what only names it, and by nothing that looks into it or decides by it", () => {
    const set = surelySet(unknown("known after apply", [], { b: 1 }));
    const isSet = (text: string, it: Value) => {
      const outcome = run(text, it);
      return outcome.kind === "unknown" && outcome.unknown.isSet === true;
    };
    expect(isSet("it.a", { a: set })).toBe(true);
    expect(isSet("it.a.c", { a: { c: set } })).toBe(true);
    expect(isSet("it.a.c", { a: set })).toBe(false);
    expect(isSet("it.a[0]", { a: set })).toBe(false);
    expect(isSet('it.a == "u" ? "yes" : null', { a: set })).toBe(false);
  });
});

describe("a fault of the catalog is no answer", () => {
  test.each([
    ["it.a", "gives 3, and not true or false"],
    ['it.a == 3 ? "u" : "v"', 'gives "u", and not true or false'],
    ["it.a.startsWith('u')", ""],
    ["it.a && true", ""],
    ["nothing(it.a)", ""],
    ["it.a + 'u'", ""],
  ])("%s", (text, message) => {
    const truth = truthOf(run(text, { a: 3 }));
    expect(truth).toMatchObject({ fault: expect.stringContaining(message) });
  });

  test("a text that is no CEL does not compile", () => {
    expect(() => compileCondition("it.a ==")).toThrow();
  });
});
