import fc from "fast-check";
import { expect, test } from "vitest";
import { and, not, or, type Truth } from "./logic.js";

const truths: readonly Truth[] = ["yes", "no", "unknown"];
const truth = fc.constantFrom(...truths);

test("what is decided is decided by the side that is known", () => {
  const table = truths.map((a) => truths.map((b) => `${and(a, b)} ${or(a, b)}`));
  expect(table).toEqual([
    ["yes yes", "no yes", "unknown yes"],
    ["no yes", "no no", "no unknown"],
    ["unknown yes", "no unknown", "unknown unknown"],
  ]);
  expect(truths.map(not)).toEqual(["no", "yes", "unknown"]);
});

test("an unknown is answered only where both of its values give that answer", () => {
  const both = (of: (x: Truth) => Truth): Truth => (of("yes") === of("no") ? of("yes") : "unknown");
  fc.assert(
    fc.property(
      truth.filter((known) => known !== "unknown"),
      (known) => {
        expect(and("unknown", known)).toBe(both((x) => and(x, known)));
        expect(or("unknown", known)).toBe(both((x) => or(x, known)));
      },
    ),
  );
});
