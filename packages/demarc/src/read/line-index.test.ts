import { expect, test } from "vitest";
import { createLineIndex } from "./line-index.js";

const positionOf = (source: string, offset: number) => createLineIndex(source).positionOf(offset);

test("lines and columns count from 1, and the excerpt is the line without its break", () => {
  const source = "\ufeffa = 1\r\nb = 2\n\nc";
  expect(positionOf(source, 1)).toEqual({ line: 1, column: 1, excerpt: "a = 1", caret: 0 });
  expect(positionOf(source, 6)).toEqual({ line: 1, column: 6, excerpt: "a = 1", caret: 5 });
  expect(positionOf(source, 12)).toEqual({ line: 2, column: 5, excerpt: "b = 2", caret: 4 });
  expect(positionOf(source, 14)).toEqual({ line: 3, column: 1, excerpt: "", caret: 0 });
  expect(positionOf(source, source.length)).toEqual({ line: 4, column: 2, excerpt: "c", caret: 1 });
});

test("of a long line only what is around the position is shown", () => {
  const source = `${"x".repeat(5000)}!${"y".repeat(5000)}`;
  const { column, excerpt, caret } = positionOf(source, 5000);
  expect(column).toBe(5001);
  expect(excerpt.length).toBeLessThan(200);
  expect(excerpt[caret]).toBe("!");
});
