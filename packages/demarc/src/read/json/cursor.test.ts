import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asUtf8, type ByteSource, sourceOfBytes } from "./byte-source.js";
import { type JsonCursor, JsonError, jsonCursor } from "./cursor.js";
import { keyTable } from "./key-table.js";
import { rawCache, steadyCache } from "./raw-cache.js";

/** Gives a few bytes at a time, so that every place in a text is once the end of what was read. */
function inPieces(text: string, size: number): ByteSource {
  const whole = sourceOfBytes(new TextEncoder().encode(text));
  return { read: (into) => whole.read(into.subarray(0, size)) };
}

function cursorOf(text: string, size = 1 << 20): JsonCursor {
  return jsonCursor(inPieces(text, size));
}

/** Rebuilds a value by walking through it, without ever parsing an object or a list whole. */
function rebuilt(cursor: JsonCursor): unknown {
  const kind = cursor.kind();
  if (kind === "object") {
    const result = new Map<string, unknown>();
    cursor.entries((key) => result.set(key, rebuilt(cursor)));
    return Object.fromEntries(result);
  }
  if (kind === "list") {
    const result: unknown[] = [];
    cursor.items(() => result.push(rebuilt(cursor)));
    return result;
  }
  return cursor.value();
}

describe("a walk through JSON", () => {
  test("finds what JSON.parse finds, wherever the pieces end and however it is spaced", () => {
    const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
    fc.assert(
      fc.property(json, fc.integer({ min: 1, max: 7 }), fc.constantFrom(undefined, 2, "\t"), (value, size, indent) => {
        const cursor = cursorOf(JSON.stringify(value, null, indent), size);
        expect(rebuilt(cursor)).toEqual(value);
        cursor.end();
      }),
      { numRuns: 500 },
    );
  });

  test("takes the wanted keys and passes over the rest, whatever they hold", () => {
    const keys = keyTable(["wanted", "é", "name"]);
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.integer({ min: 1, max: 7 }), (passed, wanted, size) => {
        const text = JSON.stringify({ passed, wanted, é: passed, other: [passed], name: "x" });
        const cursor = cursorOf(text, size);
        const found: Record<string, unknown> = {};
        expect(
          cursor.fields(keys, (key) => {
            found[key] = cursor.value();
          }),
        ).toBe(true);
        expect(found).toEqual(JSON.parse(JSON.stringify({ wanted, é: passed, name: "x" })));
        cursor.end();
      }),
      { numRuns: 300 },
    );
  });

  test("a text that ends early is told as such, at every place where it may end", () => {
    const text = '{"a": [1, {"b": "c\\"d"}], "e": null}';
    for (let length = 1; length < text.length; length += 1) {
      const cursor = cursorOf(text.slice(0, length), 3);
      let thrown: unknown;
      try {
        cursor.entries(() => cursor.skip());
      } catch (error) {
        thrown = error;
      }
      expect(thrown, text.slice(0, length)).toBeInstanceOf(JsonError);
      expect((thrown as JsonError).isTruncated, text.slice(0, length)).toBe(true);
    }
  });

  test.each([
    ['{"a" 1}', "a colon is expected here", 1, 6],
    ['{\n  "a": 1\n  "b": 2}', "a comma or } is expected here", 3, 3],
    ["[1 2]", "a comma or ] is expected here", 1, 4],
    ["{a: 1}", "a key in quotation marks is expected here", 1, 2],
    ['{"a": }', "a value is expected here", 1, 7],
    ["{}\n\n x", "more follows after the end of the JSON", 3, 2],
  ])("%j: %s", (text, message, line, column) => {
    const cursor = cursorOf(text, 2);
    let thrown: unknown;
    try {
      if (cursor.kind() === "list") cursor.items(() => cursor.skip());
      else cursor.entries(() => cursor.skip());
      cursor.end();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(JsonError);
    expect((thrown as JsonError).message).toBe(message);
    expect((thrown as JsonError).place).toMatchObject({ line, column });
  });

  test("ten thousand levels are refused, not walked into", () => {
    const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
    expect(() => cursorOf(deep).skip()).toThrow("nested too deeply");
  });

  test("lines are counted in files of many lines and of one", () => {
    const lines: number[] = [];
    const cursor = cursorOf('[\n1,\n2,\n\n{"a":\n3}]', 2);
    cursor.items(() => {
      lines.push(cursor.line());
      cursor.skip();
    });
    expect(lines).toEqual([2, 3, 5]);
  });
});

describe("values that repeat", () => {
  const raws = [
    '{"a":true}',
    '{"a":true,"b":1}',
    '{"a":tru}',
    '"Ã©"',
    '"é"',
    "1",
    "12",
    "[]",
    '["]"]',
    '"a\\"b"',
    "null",
  ];

  test("are made of what is written, whatever came before", () => {
    const order = fc.array(fc.constantFrom(...raws), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(order, fc.constantFrom(1, 3, 1024), fc.constantFrom(rawCache, steadyCache), (list, size, cacheOf) => {
        const cursor = cursorOf(`[${list.join(",")}]`, size);
        const cache = cacheOf<string>();
        const made: string[] = [];
        cursor.items(() => made.push(cursor.made(cache, (raw) => raw)));
        expect(made).toEqual(list);
      }),
    );
  });

  test("an expected text is told from all others", () => {
    for (const size of [1, 1024]) {
      for (const raw of ['"ab"', '"a"', '"abc"', '"\\u0061b"', '"é"', "1"]) {
        const cursor = cursorOf(`[${raw},2]`, size);
        const read: unknown[] = [];
        cursor.items(() => read.push(cursor.isText("ab") ? "ab" : cursor.value()));
        expect(read).toEqual([JSON.parse(raw), 2]);
      }
    }
    expect(cursorOf('"é"').isText("Ã©")).toBe(false);
  });
});

describe("bytes as UTF-8", () => {
  const text = '{"a": "é𝄞"}';
  test.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a byte-order mark", Buffer.from(`\uFEFF${text}`)],
    ["UTF-16LE with one", Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["UTF-16BE with one", Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
  ])("from %s", (_, bytes) => {
    for (const size of [1, 2, 3, 1024]) {
      const source = asUtf8(sourceOfBytes(bytes));
      expect(jsonCursor({ read: (into) => source.read(into.subarray(0, size)) }).value()).toEqual({ a: "é𝄞" });
    }
  });
});
