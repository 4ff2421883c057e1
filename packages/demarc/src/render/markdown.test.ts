import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeMarkdown, markdownTable } from "./markdown.js";

test.each([
  ["a|b", "a\\|b"],
  ["<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"],
  ["&lt;b&gt;", "&amp;lt;b&amp;gt;"],
  ["[text](javascript:x)", "\\[text\\](javascript:x)"],
  ["**a** _b_ ~~c~~ `d` # e", "\\*\\*a\\*\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\` \\# e"],
  ['aws_x.y["k"]', 'aws\\_x.y\\["k"\\]'],
  ["two\r\nlines\nand\rmore", "two<br>lines<br>and<br>more"],
  ["a\u001b[31m", "a␛\\[31m"],
  ["back\\slash", "back\\\\slash"],
])("%j is shown as it is", (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

test("whatever its cells hold, a table keeps its lines and its columns", () => {
  const cell = fc.string({ unit: fc.constantFrom(..."a|\\\r\n<>`[]()!*_#&\u001b") });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 4 }), (rows) => {
      const lines = markdownTable(["one", "two", "three"], rows).split(/\r?\n|\r/);
      expect(lines).toHaveLength(rows.length + 3);
      for (const line of lines.slice(0, -1)) expect(line.replace(/\\./g, "").match(/\|/g)).toHaveLength(4);
      for (const line of lines) expect(line.replaceAll("<br>", "")).not.toMatch(/[<>]/);
    }),
  );
});
