import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { padEnd, sanitize, shorten, widthOf, wrap } from "./width.js";

const name = fc.string({
  unit: fc.constantFrom(...'ab_.["é漢字🚀e\u0301\t\u001b\u009b\u202e\u200f\r\n'),
  maxLength: 400,
});

describe("sanitize", () => {
  test("an escape sequence is shown, not sent", () => {
    expect(sanitize("a\u001b[2Jb\u009b31m\u0007")).toBe("a␛[2Jb␡31m␇");
    expect(sanitize("a\tb\r\nc\u0000")).toBe("a␉b␍␊c␀");
  });

  test("marks that turn the direction of text do not pass", () => {
    expect(sanitize("a\u202eb\u2066c\u200fd")).toBe("a␡b␡c␡d");
  });

  test("no control character passes, and letters of any script do", () => {
    fc.assert(
      fc.property(name, (text) => {
        expect(sanitize(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
    expect(sanitize('module.x["漢字é🚀"]')).toBe('module.x["漢字é🚀"]');
  });
});

test("CJK and emoji take two columns, combining marks and invisible joiners none", () => {
  expect(["abc", "漢字", "é", "e\u0301", "🚀", "a\u200bb", ""].map(widthOf)).toEqual([3, 4, 1, 1, 2, 2, 0]);
});

describe("shorten", () => {
  test("keeps the start and more of the end, where an address says most", () => {
    expect(shorten("module.shop.aws_ecs_service.web", 16)).toBe("module…rvice.web");
    expect(shorten("short", 16)).toBe("short");
  });

  test("never takes more columns than it is given, whatever the script", () => {
    fc.assert(
      fc.property(name.map(sanitize), fc.nat(80), (text, width) => {
        expect(widthOf(shorten(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });

  test("uses the columns that it is given", () => {
    expect(widthOf(shorten("漢".repeat(300), 40))).toBeGreaterThanOrEqual(38);
    expect(widthOf(shorten("x".repeat(300), 40))).toBe(40);
  });
});

test("padding counts columns, not letters", () => {
  expect(padEnd("漢字", 6)).toBe("漢字  ");
  expect(padEnd("abc", 2)).toBe("abc");
});

test("text is broken at spaces, and a longer word is left whole", () => {
  expect(wrap("aa bb cc", 5)).toEqual(["aa bb", "cc"]);
  expect(wrap("aa https://example.com/long b", 6)).toEqual(["aa", "https://example.com/long", "b"]);
  expect(wrap("漢字 漢字", 6)).toEqual(["漢字", "漢字"]);
});
