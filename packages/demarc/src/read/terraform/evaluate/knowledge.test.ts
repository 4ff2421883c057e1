/** Properties of the evaluator: it always comes to an end, and what it knows stays true when more is known. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are in Terraform's language.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unknown, type Value } from "../../../model/value.js";
import { functionNames } from "../functions/call.js";
import { agrees, outcomeOf, show } from "./agreement-for-tests.js";

const literals = {
  text: ['""', '"a"', '"b"', '"1"', '"true"', '"a-b"', '"[1]"'],
  number: ["0", "1", "2", "3", "-1", "1.5"],
  bool: ["true", "false"],
  list: [
    "[]",
    '["a"]',
    '["a", "b"]',
    '["", null]',
    "[1, 2]",
    "[[1], []]",
    "[{ a = 1 }, { a = 2 }]",
    'toset(["a", "b"])',
    'tolist(["a"])',
  ],
  map: ["{}", "{ a = 1 }", '{ a = "x", b = [1] }', "{ a = { b = true } }", '{ b = "a" }', 'tomap({ a = "b" })'],
  any: ["null", "true", "1", '"a"', "[]", '["b"]', "{}", '{ a = "a" }'],
} as const;

type Kind = keyof typeof literals;
const kinds = Object.keys(literals) as Kind[];
const literalOf = (kind: Kind): fc.Arbitrary<string> => fc.constantFrom(...literals[kind]);

/** Variables more than literals, for it is their values that are hidden. */
const leafOf = (kind: Kind): fc.Arbitrary<string> =>
  fc.oneof({ weight: 1, arbitrary: literalOf(kind) }, { weight: 1, arbitrary: fc.constant(`var.${kind}`) });

/** Shared by all kinds, so that it bounds the whole of an expression. */
const depth = { maxDepth: 4, depthIdentifier: fc.createDepthIdentifier(), withCrossShrink: true };

const { any: expression } = fc.letrec<Record<Kind, string>>((tie) => {
  const [text, number, bool, list, map, any] = (["text", "number", "bool", "list", "map", "any"] as const).map((kind) =>
    tie(kind),
  ) as Six;
  /** `call(text, "upper(?)")`: the question marks are filled in turn. */
  const form = (shape: string, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...parts).map((filled) => {
      let next = 0;
      return shape.replaceAll("?", () => filled[next++] as string);
    });
  /** What gives a value of any kind, out of something that holds it. */
  const taken = (own: fc.Arbitrary<string>): fc.Arbitrary<string>[] => [
    fc.tuple(bool, own, own).map(([condition, then, other]) => `(${condition} ? ${then} : ${other})`),
    form("try(?, ?)", any, own),
    form("try(?, ?)", own, own),
    form("[?, ?][?]", own, own, number),
    form("{ a = ?, b = ? }.a", own, any),
    form("coalesce(?, ?)", own, own),
    form("lookup({ a = ? }, ?, ?)", own, text, own),
    form("element([?, ?], ?)", own, own, number),
  ];
  const of = (kind: Kind, ...more: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.oneof(depth, leafOf(kind), ...more, ...taken(tie(kind)));
  return {
    text: of(
      "text",
      form('"x${?}y${?}"', any, text),
      form('"%{ if ? }1%{ else }${?}%{ endif }"', bool, any),
      form('"%{ for v in ? }${v}%{ endfor }"', list),
      form("join(?, ?)", text, list),
      form('format("%s-%v", ?, ?)', text, any),
      form("replace(?, ?, ?)", text, text, text),
      form("substr(?, ?, ?)", text, number, number),
      form("jsonencode(?)", any),
      form("upper(?)", text),
    ),
    number: of(
      "number",
      form("? + ?", number, number),
      form("length(?)", list),
      form("length(?)", map),
      form("max(?, ?)", number, number),
      form("sum(?)", list),
      form("index(?, ?)", list, any),
    ),
    bool: of(
      "bool",
      form("? == ?", any, any),
      form("? != ?", list, list),
      form("? < ?", number, number),
      form("? && ?", bool, bool),
      form("? || ?", bool, bool),
      form("!?", bool),
      form("can(?)", any),
      form("contains(?, ?)", list, any),
      form("alltrue([?, ?])", bool, bool),
      form("anytrue([?, ?])", bool, any),
    ),
    list: of(
      "list",
      form("[?]", any),
      form("[?, ?]", any, any),
      form("[for k, v in ? : [v, ?]]", list, any),
      form("[for v in ? : v if ?]", list, bool),
      form("[for v in ? : try(v.a, ?)]", list, any),
      form("[for k, v in ? : k]", map),
      form("?[*]", any),
      form("?[*].a", list),
      ...["compact", "distinct", "flatten", "reverse", "sort", "toset", "tolist"].map((name) =>
        form(`${name}(?)`, list),
      ),
      form("keys(?)", map),
      form("values(?)", map),
      form("concat(?, ?)", list, list),
      form("setunion(?, ?)", list, list),
      form("setsubtract(?, ?)", list, list),
      form("setintersection(?, ?)", list, list),
      form("setproduct(?, ?)", list, list),
      form("coalescelist(?, ?)", list, list),
      form("slice(?, ?, ?)", list, number, number),
      form("chunklist(?, ?)", list, number),
      form("split(?, ?)", text, text),
      form('formatlist("%s-%s", ?, ?)', any, list),
      form("matchkeys(?, ?, ?)", list, list, list),
      form("jsondecode(jsonencode(?))", list),
    ),
    map: of(
      "map",
      form("{ a = ?, b = ? }", any, any),
      form("{ (?) = ? }", text, any),
      form("{ for k, v in ? : k => v }", map),
      form("{ for v in ? : v => ? }", list, any),
      form("{ for v in ? : v => ?... }", list, any),
      form("merge(?, ?)", map, map),
      form("merge(?...)", list),
      form("zipmap(?, ?)", list, list),
      form("tomap(?)", map),
      form("jsondecode(jsonencode(?))", map),
    ),
    any: fc.oneof(
      depth,
      leafOf("any"),
      text,
      number,
      bool,
      list,
      map,
      form("?.a", map),
      form("?[?]", list, number),
      form("?[?]", map, text),
      form("one(?)", list),
      wild(any),
    ),
  };
});

type Six = [
  fc.Arbitrary<string>,
  fc.Arbitrary<string>,
  fc.Arbitrary<string>,
  fc.Arbitrary<string>,
  fc.Arbitrary<string>,
  fc.Arbitrary<string>,
];

/** Any function with any arguments. What depends on the time, on chance or on files is left out. */
function wild(any: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const names = functionNames.filter((name) => !/file|path|uuid$|timestamp|bcrypt|rsadecrypt|template/.test(name));
  const call = fc.tuple(fc.constantFrom(...names), fc.array(any, { minLength: 1, maxLength: 3 }));
  return call.map(([name, args]) => `${name}(${args.join(", ")})`);
}

/** Values of the variables: mostly of the kind that their name says. */
const values = fc.record(
  Object.fromEntries(
    kinds.map((kind) => [
      kind,
      fc.oneof({ weight: 6, arbitrary: literalOf(kind) }, { weight: 1, arbitrary: literalOf("any") }),
    ]),
  ),
) as fc.Arbitrary<Record<Kind, string>>;
const hidden = fc.uniqueArray(fc.constantFrom(...kinds), { minLength: 1, maxLength: 4 });

const runs = Number(process.env.DEMARC_RUNS ?? 2_000);

describe("evaluate", () => {
  test("throws nothing but its own error, and comes to an end", () => {
    const none = Object.fromEntries(kinds.map((kind) => [kind, unknown(kind)]));
    fc.assert(
      fc.property(expression, (text) => {
        outcomeOf(text, none);
      }),
      { numRuns: runs },
    );
  });

  test("never knows what more knowledge contradicts", () => {
    fc.assert(
      fc.property(expression, values, hidden, (text, given, names) => {
        const full = Object.fromEntries(kinds.map((kind) => [kind, known(given[kind])]));
        const partly = { ...full, ...Object.fromEntries(names.map((name) => [name, unknown(name)])) };
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

test("a side of a condition that may be an error changes nothing for sure", () => {
  const text = '(true ? {} : (true ? { a = "x", b = [1] } : { (var.text) = null }))';
  expect(outcomeOf(text, { text: unknown("text") })).toEqual({});
});

function known(text: string): Value {
  return outcomeOf(text) as Value;
}
