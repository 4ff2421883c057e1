import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonPieces, toJson } from "./json.js";

test("the pieces are what JSON.stringify gives of the whole", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
      // A list of JSON has no holes, and nothing in it is undefined.
      const plain = JSON.parse(JSON.stringify(data)) as object;
      expect([...jsonPieces(plain)].join("")).toBe(toJson(plain));
    }),
  );
});

test("what is made item by item is written as a list", () => {
  function* numbers() {
    yield 1;
    yield { a: [] };
  }
  const lazy = { list: { [Symbol.iterator]: numbers }, none: undefined, empty: [] };
  expect([...jsonPieces(lazy)].join("")).toBe(toJson({ list: [1, { a: [] }], empty: [] }));
});
