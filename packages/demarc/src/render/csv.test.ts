import fc from "fast-check";
import { expect, test } from "vitest";
import { neutralized, toCsv } from "./csv.js";

/** RFC 4180, read back. */
function parse(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const cells = text.matchAll(/("(?:[^"]|"")*"|[^,"\r\n]*)(,|\r\n)/g);
  for (const [, cell = "", end] of cells) {
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

test("cells are quoted where they must be, and read back as they were", () => {
  expect(toCsv([["a", 'say "hi"', "x,y", -3]])).toBe('a,"say ""hi""","x,y",-3\r\n');
  const cell = fc.string({ unit: fc.constantFrom(..."ab,\"'1 é漢") });
  fc.assert(
    fc.property(
      fc.array(
        fc.array(
          cell.filter((text) => text === neutralized(text)),
          { minLength: 1 },
        ),
      ),
      (rows) => {
        expect(parse(toCsv(rows))).toEqual(rows);
      },
    ),
  );
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "－1"])(
  "%j is a text, not a formula",
  (text) => {
    expect(neutralized(text)).toBe(`'${text}`);
    expect(toCsv([[text]])).toMatch(/^['␉␍␊]/);
  },
);

test("a number of demarc's own is no formula, and no text is changed without need", () => {
  expect(toCsv([[-1, "a=1", "", "'x"]])).toBe("-1,a=1,,'x\r\n");
});

test("control characters of a name are shown, not sent, and a row is one line", () => {
  expect(toCsv([["a\u001b[31m", "two\nlines"]])).toBe("a␛[31m,two␊lines\r\n");
});
