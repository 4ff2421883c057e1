import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonError, type JsonNode, parseJsonText } from "./json-text.js";

function plain(node: JsonNode): unknown {
  if (node.kind === "value") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ name, value }) => [name, plain(value)]));
}

function outcome(parse: () => unknown): unknown {
  try {
    return { value: parse() };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof JsonError) return "no JSON";
    throw error;
  }
}

test("what JSON.parse takes is taken with the same value, and nothing else is", () => {
  const pieces = fc.constantFrom(
    ..."{}[],:",
    '"a"',
    '"',
    "\\n",
    "\\u00e9",
    "\\x",
    "1",
    "-0.5e3",
    "01",
    "true",
    "nul",
    "null",
    " ",
    "\n",
    "\t",
  );
  const text = fc.oneof(
    fc.json(),
    fc.array(pieces, { maxLength: 9 }).map((parts) => parts.join("")),
    fc.string(),
  );
  fc.assert(
    fc.property(text, (source) => {
      expect(outcome(() => plain(parseJsonText(source)))).toEqual(outcome(() => JSON.parse(source)));
    }),
    { numRuns: 2000 },
  );
});

test("a mistake is pointed at, and says what was expected", () => {
  const at = (text: string): unknown => {
    try {
      return parseJsonText(text);
    } catch (error) {
      return error instanceof JsonError ? [error.offset, error.message] : error;
    }
  };
  expect(at('{"a": 1,}')).toEqual([8, "This is no JSON: expected a name in quotes after the comma, found }."]);
  expect(at('{"a" 1}')).toEqual([5, 'This is no JSON: expected ":" after the name, found 1.']);
  expect(at('["x')).toEqual([1, 'This is no JSON: expected a text that is closed on its line, found ".']);
  expect(at("")).toEqual([0, "This is no JSON: expected a value, found the end of the file."]);
  expect(at("[".repeat(100_000))).toEqual([501, "This JSON is nested too deeply to be read."]);
});

test("entries of one name are all there, and __proto__ is a name like any other", () => {
  const node = parseJsonText('\uFEFF{"a": 1, "a": 2, "__proto__": 3}');
  expect(node.kind === "object" && node.entries.map(({ name, value }) => [name, plain(value)])).toEqual([
    ["a", 1],
    ["a", 2],
    ["__proto__", 3],
  ]);
});
