import fc from "fast-check";
import { expect, test } from "vitest";
import { toICalendar } from "./icalendar.js";

const event = { date: "2027-03-31", key: "k", summary: "Move, or stay; \\ never", description: "one\ntwo" };

/** RFC 5545, read back: unfolded lines, names and values. */
function linesOf(text: string): readonly string[] {
  expect(text.endsWith("\r\n")).toBe(true);
  const lines = text.slice(0, -2).split("\r\n");
  for (const line of lines) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(line).not.toMatch(/[\r\n]/);
  }
  return text.slice(0, -2).replaceAll("\r\n ", "").split("\r\n");
}

function textOf(lines: readonly string[], name: string): string {
  const line = lines.find((candidate) => candidate.startsWith(`${name}:`)) ?? "";
  return line.slice(name.length + 1).replace(/\\([\\;,n])/g, (_, letter: string) => (letter === "n" ? "\n" : letter));
}

test("an event is a whole day, with the day it was made and an id that stays", () => {
  const text = toICalendar("demarc: infra", "2026-11-24", [{ ...event, url: "https://example.com/a" }]);
  expect(linesOf(text)).toEqual([
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//demarc//forecast//EN",
    "CALSCALE:GREGORIAN",
    "X-WR-CALNAME:demarc: infra",
    "BEGIN:VEVENT",
    expect.stringMatching(/^UID:20270331-[0-9a-f]{16}@demarc$/),
    "DTSTAMP:20261124T000000Z",
    "DTSTART;VALUE=DATE:20270331",
    "SUMMARY:Move\\, or stay\\; \\\\ never",
    "DESCRIPTION:one\\ntwo",
    "URL:https://example.com/a",
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
    "END:VCALENDAR",
  ]);
  expect(text).toBe(toICalendar("demarc: infra", "2026-11-24", [{ ...event, url: "https://example.com/a" }]));
});

test("events of one day with different keys have different ids", () => {
  const text = toICalendar("x", "2026-11-24", [event, { ...event, key: "other" }]);
  const ids = linesOf(text).filter((line) => line.startsWith("UID:"));
  expect(new Set(ids).size).toBe(2);
});

test("any text comes back whole, and never ends a line or begins a property", () => {
  const texts = fc.string({ unit: fc.constantFrom(..."ab ;,\\:\n漢é😀"), maxLength: 300 });
  fc.assert(
    fc.property(texts, texts, (summary, description) => {
      const lines = linesOf(toICalendar("x", "2026-11-24", [{ ...event, summary, description }]));
      expect(lines).toHaveLength(14);
      expect(textOf(lines, "SUMMARY")).toBe(summary);
      expect(textOf(lines, "DESCRIPTION")).toBe(description);
    }),
  );
});

test("control characters of a name do not come through", () => {
  const text = toICalendar("x", "2026-11-24", [{ ...event, summary: "a\u0000b\u001b[31mc\rd" }]);
  expect(textOf(linesOf(text), "SUMMARY")).toBe("a b [31mc\nd");
});
