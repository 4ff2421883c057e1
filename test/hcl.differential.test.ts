// biome-ignore-all lint/suspicious/noTemplateCurlyInString: HCL templates look like those of JavaScript
/**
 * Our HCL parser against HashiCorp's own (`@cdktn/hcl2json`, in WASM): both accept the same files, make the same values of
 * them, point at the same lines where they refuse, and build the same trees of expressions. The inputs are random but the
 * same on every run; HCL_RUNS=20 makes twenty times as many and HCL_SEED=7 makes others.
 */
import { getExpressionAst, parse } from "@cdktn/hcl2json";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { createLineIndex } from "../packages/demarc/src/read/line-index.js";
import { parseHcl, parseHclExpression } from "../packages/demarc/src/read/terraform/hcl/parse.js";
import { byteMutants, expressions, files, mutants, realFiles, templates, tokens } from "./hcl.grammar.js";
import { type Json, NOT_CONVERTIBLE, toHcl2Json } from "./hcl.to-json.js";
import { type ReferenceNode, textOfOurs, textOfReference } from "./hcl.to-tree.js";

const RUNS = 1500 * Number(process.env.HCL_RUNS ?? 1);
const SEED = Number(process.env.HCL_SEED ?? 20_261_124);
const TIMEOUT = 120_000 * Number(process.env.HCL_RUNS ?? 1);

/** What one parser says of a file: its value as JSON in a fixed order, or the lines of its errors. */
type Verdict = { readonly value: string } | { readonly lines: readonly number[]; readonly message: string };

/**
 * Where we differ on purpose. Each has an example, which must go on differing: a difference that is gone is to be deleted.
 * `acceptance`: one refuses what the other accepts. `value`: both accept, but the values differ. `line`: both refuse, but
 * point at other lines.
 */
const DIFFERENCES: readonly {
  readonly in: "acceptance" | "value" | "line";
  readonly because: string;
  readonly applies: (source: string, message: string) => boolean;
  readonly example: string;
}[] = [
  {
    in: "line",
    because:
      "For what is never closed, the reference names the end of the text, or the start of the template it is in. We name what is open.",
    applies: (_, message) => /^This (?!string).* is not closed/.test(message),
    example: "a = <<E\n\n\n${\n\nE\n",
  },
  {
    in: "line",
    because:
      "After a missing ] of an index, the reference overwrites the place of the error with that of the ] that it goes on at.",
    applies: (_, message) => /Expected "]" (after the index|right after the splat)/.test(message),
    example: "a = b[c\nd\n\n]\n",
  },
  {
    in: "value",
    because:
      "After $ or % at the end of a CRLF line, the reference's ${~ takes the line feed and leaves the carriage return.",
    applies: (source) => /[$%]\r\n[$%]\{~/.test(source),
    example: "a = <<E\nx$\r\n${~b}\nE\n",
  },
  {
    in: "value",
    because:
      "Where <<- takes indentation off, the reference takes an accent that stands on a space with it, and so changes the text.",
    applies: (source) => source.includes("<<-") && /[^\S\n]\p{M}/u.test(source),
    example: "a = <<-E\n  \u0301x\n  y\n  E\n",
  },
];

/** Small files that each show one corner of the language, found by reading its specification. */
const FIXTURES: readonly string[] = [
  "",
  "\ufeffa = 1",
  "a = 1 # at the end of the file",
  "a = 1 // b\n/* c\n d */ b = 2\n",
  "a = 1 /* not closed",
  "a = 1 b = 2\n",
  "a = 1, b = 2\n",
  "a = 1\na = 2\n",
  '"a" = 1\n',
  "a\n",
  "a.b = 1\n",
  "}\n",
  "a {}\nb {}",
  "a {} b {}\n",
  "a { b = 1 }\n",
  "a { b = 1, c = 2 }\n",
  "a { b = 1\n}\n",
  "a { b {} }\n",
  "a { b = <<E\nx\nE\n}\n",
  'a b "c" {\n}\n',
  "a\n{\n}\n",
  'a "${b}" {}\n',
  'a "\\u00e9$${" {}\n',
  "a {\n",
  "a { /* c */ }\n",
  "a { # c\n}\n",
  "a = \n1\n",
  "a = 1 +\n2\n",
  "a = (\n1\n+ 2\n)\n",
  "a = b\n.c\n",
  "a = (b\n.c)\n",
  "a = [\n1,\n2\n]\n",
  "a = [1\n, 2,]\n",
  "a = [,]\n",
  "a = f(\n1,\n2,\n)\n",
  "a = f(b...)\n",
  "a = f(b..., c)\n",
  "a = f(...)\n",
  "a = provider::b::c(1)\n",
  "a = b::c\n",
  "a = true(1)\n",
  "a = { b = 1, c : 2\nd = 3 }\n",
  "a = { b = 1 c = 2 }\n",
  "a = { b\n= 1 }\n",
  'a = { (b) = 1, "${c}" = 2, 3 = 4, true = 5, null = 6, d.e = 7 }\n',
  "a = { for = 1 }\n",
  "a = {\nfor b in c :\nb => b... if b }\n",
  "a = [for b, c in d : c if b]\n",
  "a = [for b in c : b => b]\n",
  "a = [for b in c : b...]\n",
  "a = { for b in c : b }\n",
  "a = b ? c : d ? e : f\n",
  "a = b ? c\n",
  "a = b.0\na2 = b.0.1\n",
  "a = b.0.c.*.d[0].e[*].f.g\n",
  "a = b.*.*\n",
  "a = b[*]\nc = b[ * ]\n",
  "a = b[\n*\n]\n",
  "a = (b[\n*\n])\n",
  'a = b[0][c]["d"]\n',
  "a = -1\nb = !true\nc = -b\nd = !!b\ne = - - 1\n",
  "a = -true\n",
  "a = 1.5e3\nb = 1e+5\nc = 007\nd = 1.e5\n",
  "a = 1.\n",
  "a = 1.e\nb = 2.exp\n",
  "a = 1.2.3\n",
  "a = 1e99999999999\n",
  "a = 0x10\n",
  'a = "\\n\\r\\t\\"\\\\\\u00e9\\U0001F600"\n',
  'a = "\\q"\n',
  'a = "\\u12"\n',
  'a = "\\ud800"\n',
  'a = "\\U00110000"\n',
  'a = "b\nc"\n',
  'a = "b\n',
  'a = "$"\nb = "$$"\nc = "$${x}"\nd = "$$${x}"\ne = "%%{x}"\nf = "%$${x}"\n',
  'a = "${b}"\nc = "${ b }${c}"\nd = " ${~ b ~} "\n',
  'a = "${"${"b"}"}"\n',
  'a = "${b"\n',
  'a = "${b c}"\n',
  'a = "${\nb\n}"\n',
  'a = "%{ if b }c%{ else }d%{ endif }"\n',
  'a = "%{ if b }c"\n',
  'a = "%{ else }"\n',
  'a = "%{ if b }%{ else }%{ else }%{ endif }"\n',
  'a = "%{ for b, c in d }${b}%{ endfor }"\n',
  'a = "%{ for b in c }%{ endif }"\n',
  'a = "%{ iff b }"\n',
  "a = <<E\n  b\n\n  c\nE\n",
  "a = <<-E\n    b\n\n      c\n  E\n",
  "a = <<-E\n    b\n  ${c}\n    E\n",
  "a = <<-E\n  ${~ b ~}\n    c\n  E\n",
  "a = <<-E\n  \u0085b\n  \u00a0\ufeffc\nE\n",
  "a = <<E\nE\n",
  "a = <<E\nb\nE",
  "a = <<E\nb\n E c\nE\n",
  "a = << E\nb\nE\n",
  "a = <<E \nb\nE\n",
  "a = f(<<E\nb\nE\n)\n",
  'a = <<E\n$${b} \\n "c" %%{ d\nE\n',
  "a = <<E\r\nb\r\nE\r\n",
  "a = <<E\nb\rc\nE\n",
  "a = 1\rb = 2\n",
  "a = 1;\n",
  "a = 'b'\n",
  "a = b & c\n",
  "a = ${b}\n",
  "a = b ~} c\n",
  "a\u00a0= 1\n",
  "été = 名\n",
  "a-b = c-1\n",
  "_ = 1\n1a = 2\n",
  "__proto__ = { __proto__ = 1, constructor = 2 }\n__proto__ {}\n",
  "a {}\na b {}\n",
  "\0",
];

describe("our HCL parser and HashiCorp's", () => {
  test("agree on every fixture", async () => {
    for (const source of FIXTURES) await expectAgreement(source);
  });

  test("agree on whole configurations", () => expectAgreementOn(realFiles(), RUNS / 15), TIMEOUT);
  test(
    "agree on configurations with mistakes in them",
    () => expectAgreementOn(mutants(realFiles()), RUNS / 15),
    TIMEOUT,
  );
  test(
    "agree on fixtures and files with changed bytes",
    () => expectAgreementOn(byteMutants(fc.oneof(fc.constantFrom(...FIXTURES), files()))),
    TIMEOUT,
  );
  test("agree on files made by the grammar", () => expectAgreementOn(files()), TIMEOUT);
  test("agree on files with mistakes in them", () => expectAgreementOn(mutants()), TIMEOUT);
  test("agree on tokens in any order", () => expectAgreementOn(tokens()), TIMEOUT);
  test("agree on templates of any pieces", () => expectAgreementOn(templates()), TIMEOUT);

  test(
    "build the same tree of an expression",
    () =>
      holdsOn(expressions(), async (source) => {
        counts.trees += 1;
        expect(ourTree(source)).toBe(await referenceTree(source));
      }),
    TIMEOUT,
  );

  test.each(DIFFERENCES)("differ still in $in: $because", async ({ in: what, applies, example }) => {
    const ours = ourVerdict(example);
    expect(differenceOf(ours, await referenceVerdict(example))).toBe(what);
    expect(applies(example, messageOf(ours))).toBe(true);
  });
});

function expectAgreementOn(inputs: fc.Arbitrary<string>, numRuns = RUNS): Promise<void> {
  return holdsOn(inputs, expectAgreement, numRuns);
}

function holdsOn(
  inputs: fc.Arbitrary<string>,
  holds: (source: string) => Promise<void>,
  numRuns = RUNS,
): Promise<void> {
  return fc.assert(fc.asyncProperty(inputs, holds), { seed: SEED, numRuns });
}

/** What was compared, for the line at the end. */
const counts = { files: 0, accepted: 0, refused: 0, different: 0, trees: 0 };

afterAll(() => {
  const { files, accepted, refused, different, trees } = counts;
  console.info(
    `HCL: ${files} files, ${FIXTURES.length} of them fixtures: both accept ${accepted}, both refuse ${refused}, ` +
      `${different} differ as listed; ${trees} trees of expressions (seed ${SEED})`,
  );
});

async function expectAgreement(source: string): Promise<void> {
  const [ours, theirs] = [ourVerdict(source), await referenceVerdict(source)];
  const what = differenceOf(ours, theirs);
  counts.files += 1;
  if (what === undefined) counts["value" in ours ? "accepted" : "refused"] += 1;
  if (DIFFERENCES.some((known) => known.in === what && known.applies(source, messageOf(ours)))) {
    counts.different += 1;
    return;
  }
  const context = [source, ours, theirs].map((item) => JSON.stringify(item)).join("\n");
  expect(what, `they differ in ${what} (source, ours, theirs):\n${context}`).toBeUndefined();
}

/** Our first error must be at most a line away from one of theirs. */
function differenceOf(ours: Verdict, theirs: Verdict): "acceptance" | "value" | "line" | undefined {
  if ("value" in ours && "value" in theirs) return ours.value === theirs.value ? undefined : "value";
  if ("value" in ours || "value" in theirs) return "acceptance";
  return theirs.lines.some((line) => Math.abs(line - (ours.lines[0] ?? Number.NaN)) <= 1) ? undefined : "line";
}

function messageOf(verdict: Verdict): string {
  return "message" in verdict ? verdict.message : "";
}

const UNCONVERTED: Verdict = { value: "not convertible to JSON" };

function ourVerdict(source: string): Verdict {
  const { body, errors } = parseHcl(source);
  const [first] = errors;
  if (first !== undefined)
    return { lines: [createLineIndex(source).positionOf(first.offset).line], message: first.message };
  try {
    return { value: canonical(toHcl2Json(source, body)) };
  } catch (error) {
    if (error !== NOT_CONVERTIBLE) throw error;
    return UNCONVERTED;
  }
}

async function referenceVerdict(source: string): Promise<Verdict> {
  try {
    return { value: canonical((await parse("input.tf", source)) as Json) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!message.startsWith("parse config: ")) return UNCONVERTED;
    return { lines: [...message.matchAll(/input\.tf:(\d+),/g)].map((match) => Number(match[1])), message };
  }
}

/** JSON with the keys in order, whether objects are maps (ours) or plain (theirs). */
function canonical(value: Json | Readonly<Record<string, Json>>): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const entries: readonly [string, Json][] = value instanceof Map ? [...value] : Object.entries(value);
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}

function ourTree(source: string): string {
  const { expression, errors } = parseHclExpression(source);
  return errors.length > 0 ? "refused" : textOfOurs(source, expression);
}

async function referenceTree(source: string): Promise<string> {
  try {
    const tree = await getExpressionAst("input.tf", source);
    return tree === null ? "refused" : textOfReference(tree as ReferenceNode);
  } catch {
    return "refused";
  }
}
