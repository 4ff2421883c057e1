import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMap, type Value } from "../../model/value.js";
import { MAX_DEPTH, readYaml } from "./compose.js";
import { child, toValue, type YamlNode } from "./node.js";

function read(text: string) {
  return readYaml({ file: "a.yaml", text });
}

function node(text: string): YamlNode {
  const { documents, problems } = read(text);
  expect(problems).toEqual([]);
  const [first] = documents;
  if (first === undefined) throw new Error("no document");
  return first;
}

function value(text: string): Value {
  return toValue(node(text));
}

describe("places and tags", () => {
  test("every key and item knows its line, with CRLF and a BOM as well", () => {
    const list = child(node("\uFEFFa: 1\r\nb:\r\n  - x\r\n  - |\r\n    block\r\n  - !Ref C\r\n"), "b");
    expect(list?.kind === "list" && list.items.map((item) => [item.line, item.tag])).toEqual([
      [3, undefined],
      [4, undefined],
      [6, "!Ref"],
    ]);
  });

  test("a JSON file has lines too, tabs or not", () => {
    const root = node('{\n\t"a": {\n\t\t"b": [1,\n\t\t2]\n\t}\n}');
    const list = child(child(root, "a"), "b");
    expect(list?.kind === "list" && list.items.map((item) => item.line)).toEqual([3, 4]);
  });

  test("a bracket that closes too far left is read, as other parsers do", () => {
    const map = node('a:\n  b: [\n    "x",\n  ]\n  c: {"d": 1\n}\nz: 2\n');
    expect(toValue(map)).toEqual({ a: { b: ["x"], c: { d: 1 } }, z: 2 });
    expect(map.kind === "map" && map.entries.get("z")).toMatchObject({ line: 7, column: 1 });
  });

  test("hundreds of such brackets are read as well", () => {
    const map = node(Array.from({ length: 400 }, (_, at) => `k${at}:\n  a:\n    b: [\n      1,\n    ]\n`).join(""));
    expect(map.kind === "map" && map.entries.get("k399")?.line).toBe(399 * 5 + 1);
  });

  test("documents are separate, and empty ones are left out", () => {
    expect(read("---\na: 1\n---\n---\nb: 2\n...\n").documents.map(toValue)).toEqual([{ a: 1 }, { b: 2 }]);
  });
});

describe("scalars", () => {
  test.each([
    ["012345678901", "012345678901"],
    ["123456789012", 123456789012],
    ["12345678901234567890", "12345678901234567890"],
    ["1.10", "1.10"],
    ["1.5", 1.5],
    ["-3", -3],
    ['"0123"', "0123"],
    ["yes", true],
    ["Off", false],
    ['"yes"', "yes"],
    ["~", null],
    ["!!str 12", "12"],
    ["2010-09-09", "2010-09-09"],
    ["1:30", "1:30"],
  ])("%s keeps its meaning", (text, expected) => {
    expect(value(`a: ${text}`)).toEqual({ a: expected });
  });

  test("`__proto__` and `constructor` are keys like others", () => {
    const map = value("__proto__: {x: 1}\nconstructor: 2");
    expect(isMap(map) && Object.keys(map)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(map)).toBeNull();
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe("aliases", () => {
  test("an alias stands for its anchor, and `<<` merges what is not there", () => {
    expect(value("a: &a {x: 1, y: 2}\nb: *a\nc:\n  <<: *a\n  y: 3")).toMatchObject({
      b: { x: 1, y: 2 },
      c: { x: 1, y: 3 },
    });
  });

  test("a bomb of aliases is a problem, not memory", () => {
    const lines = Array.from(
      { length: 40 },
      (_, index) => `l${index + 1}: &l${index + 1} [${Array(9).fill(`*l${index}`)}]`,
    );
    const { documents, problems } = read(`l0: &l0 [x]\n${lines.join("\n")}`);
    expect(documents).toEqual([]);
    expect(problems[0]?.message).toMatch(/aliases of this file stand for more than/);
  });

  test("a value inside of itself is a problem", () => {
    expect(read("a: &a [*a]").problems[0]?.message).toBe("`*a` stands inside of what it names.");
  });
});

describe("what is wrong", () => {
  test("a key that comes twice is reported, and the last one counts", () => {
    const { documents, problems } = read("a: 1\nb: 2\na: 3");
    expect(documents.map(toValue)).toEqual([{ a: 3, b: 2 }]);
    expect(problems).toMatchObject([{ severity: "warning", line: 3, column: 1, excerpt: "a: 3" }]);
  });

  test.each([
    ["a:\n\tb: 1", 2, /tab/],
    ["a: b: c", 1, /indentation/],
    ["a: 'x", 1, /not closed/],
    ["a: [1, 2", 1, /not closed/],
    ["a: \0", 1, /NUL/],
    ["a: *b", 1, /no anchor/],
    ["? [a]\n: 1", 1, /key is a list/],
  ])("%j is reported with its line", (text, line, message) => {
    const { problems } = read(text);
    expect(problems[0]).toMatchObject({ file: "a.yaml", line });
    expect(problems[0]?.message).toMatch(message);
  });

  test.each([
    ["brackets", "[".repeat(10_000)],
    ["maps", "{a: ".repeat(10_000)],
    ["dashes", "- ".repeat(10_000)],
    ["blocks", Array.from({ length: 10_000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
    ["tags", "!a\n".repeat(10_000)],
  ])("10,000 levels of %s are a problem, not a crash", (_, text) => {
    expect(read(text).problems).toHaveLength(1);
  });

  test("the depth that is promised is read", () => {
    const depth = MAX_DEPTH - 5;
    expect(read(`${"[".repeat(depth)}${"]".repeat(depth)}`).problems).toEqual([]);
  });
});

describe("any text", () => {
  const pieces = fc.constantFrom(
    "a",
    ": ",
    "\n",
    "  ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "!t ",
    "|\n",
    "'",
    '"',
    "#",
    "---\n",
    "<<",
    "\t",
    "\r",
    "? ",
    "%",
  );

  test("never throws, and says what is wrong where there is no value", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join("")),
          fc.string({ unit: "binary" }),
        ),
        (text) => {
          const { documents, problems } = read(text);
          for (const document of documents) toValue(document);
          for (const problem of problems) expect(problem.message).not.toBe("");
        },
      ),
      { numRuns: 200 },
    );
  });

  test("JSON reads as JSON.parse reads it", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4, stringUnit: "grapheme" }), (text) => {
        const expected: unknown = JSON.parse(text);
        const { documents, problems } = readYaml({ file: "a.json", text, version: "yaml-1.2" });
        expect(problems).toEqual([]);
        const read = documents[0] === undefined ? null : toValue(documents[0]);
        expect(JSON.stringify(loosened(read))).toBe(JSON.stringify(loosened(expected)));
      }),
      { numRuns: 200 },
    );
  });
});

/** Numbers as texts: those that do not round-trip are texts by intent. */
function loosened(json: unknown): unknown {
  if (typeof json === "number") return String(json);
  if (typeof json === "string" && json !== "" && !Number.isNaN(Number(json))) return String(Number(json));
  if (Array.isArray(json)) return json.map(loosened);
  if (typeof json !== "object" || json === null) return json;
  return Object.entries(json).map(([key, inner]) => [key, loosened(inner)]);
}
