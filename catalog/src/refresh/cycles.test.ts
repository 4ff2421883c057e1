import { expect, test } from "vitest";
import { renewedCycles } from "./cycles.js";
import type { Answer, Release } from "./release.js";

const file = `product: aws-thing
name: Things
source: { title: "Things", url: "https://docs.aws.amazon.com/things", seen: 2026-11-24 }
via:
  name: endoflife.date
  url: "https://endoflife.date/thing"
  license: MIT
  seen: 2026-08-22
  fields: { deprecation: eolFrom, end: eoesFrom }
  # Patches have dates of their own there.
  except: '^\\d+\\.\\d+\\.\\d+$'
versions: prefix
milestones:
  deprecation: { name: deprecation, about: "No more patches." }
  end: { name: end, about: "Gone." }
cycles:
  # The newest have no dates yet.
  - { cycle: "2.1", released: 2025-01-01 }
  - { cycle: "2.0", also: [two, "2"], released: 2024-01-01, deprecation: 2027-01-31, end: 2028-01-31 } # as the page says
  - { cycle: old, end: 2020-01-01 }
`;

const newest: Release = { name: "2.1", releaseDate: "2025-01-01", eolFrom: null, eoesFrom: null };
const two: Release = { name: "2.0", releaseDate: "2024-01-01", eolFrom: "2027-01-31", eoesFrom: "2028-01-31" };

function answer(...releases: readonly Release[]): Answer {
  return { made: "2026-12-01", releases };
}

/** The lines that are not in the file as it was. */
function newLines(text: string): readonly string[] {
  const before = file.split("\n");
  return text.split("\n").filter((line) => !before.includes(line));
}

test("the same dates change nothing but the day on which they were looked at", () => {
  const { text, added, changed } = renewedCycles(file, answer(newest, two));
  expect({ added, changed }).toEqual({ added: [], changed: [] });
  expect(text).toBe(file.replace("  seen: 2026-08-22", "  seen: 2026-12-01"));
});

test("a date is changed where it stands, and one that was not announced comes in its place", () => {
  const { text, changed } = renewedCycles(
    file,
    answer({ ...newest, eolFrom: "2029-01-31" }, { ...two, eolFrom: "2027-06-30" }),
  );
  expect(changed).toEqual(["2.1: deprecation 2029-01-31", "2.0: deprecation 2027-01-31 → 2027-06-30"]);
  expect(newLines(text)).toEqual([
    "  seen: 2026-12-01",
    '  - { cycle: "2.1", released: 2025-01-01, deprecation: 2029-01-31 }',
    '  - { cycle: "2.0", also: [two, "2"], released: 2024-01-01, deprecation: 2027-06-30, end: 2028-01-31 } # as the page says',
  ]);
});

test("a date comes before those of later milestones", () => {
  const { text } = renewedCycles(
    file,
    answer(two, { name: "OLD", releaseDate: "2018-01-01", eolFrom: "2019-01-01", eoesFrom: null }),
  );
  expect(newLines(text)).toContain(
    "  - { cycle: old, released: 2018-01-01, deprecation: 2019-01-01, end: 2020-01-01 }",
  );
});

test("new cycles come where the answer has them, with a name that stays a text", () => {
  const { text, added } = renewedCycles(
    file,
    answer(
      { name: "3.0", releaseDate: "2026-11-01", eolFrom: "2030-01-31" },
      { name: "rc-3", releaseDate: null },
      newest,
      { name: "2.0.5", releaseDate: "2024-06-01", eolFrom: "2026-01-01" },
      two,
      { name: "1", releaseDate: "2020-01-01", eolFrom: "2022-01-31", eoesFrom: null },
    ),
  );
  expect(added).toEqual([
    "3.0: released 2026-11-01, deprecation 2030-01-31",
    "rc-3",
    "1: released 2020-01-01, deprecation 2022-01-31",
  ]);
  const names = text.split("\n").flatMap((line) => /^ {2}- \{ cycle: ([^, ]+)/.exec(line)?.[1] ?? []);
  expect(names).toEqual(['"3.0"', "rc-3", '"2.1"', '"2.0"', "old", '"1"']);
});

test("what is not there any more is said, and kept", () => {
  const { text, gone } = renewedCycles(file, answer(newest, { ...two, eolFrom: null }));
  expect(gone).toEqual(["2.0: deprecation 2027-01-31", "old"]);
  expect(newLines(text)).toEqual(["  seen: 2026-12-01"]);
});

const withoutEnd: Release = { name: "2.1", releaseDate: "2025-01-01", eolFrom: null };

test.each([
  ["only 1 of the 3 cycles are in it", answer(two, { name: "x", releaseDate: null })],
  ["no release in it has eoesFrom, which is end here", answer(withoutEnd, { ...withoutEnd, name: "2.0" })],
  ["not in the order of the milestones", answer(newest, { ...two, eolFrom: "2028-02-01" })],
  ["it is of 2026-08-21, and the file has", { ...answer(newest, two), made: "2026-08-21" }],
])("an answer that looks wrong is refused: %s", (because, wrong) => {
  expect(() => renewedCycles(file, wrong)).toThrow(because);
});

test("an answer in which most dates differ is refused", () => {
  const lines = [1, 2, 3, 4, 5, 6].map((name) => `  - { cycle: "${name}", deprecation: 2027-01-31 }`);
  const many = [file.slice(0, file.indexOf("cycles:")), "cycles:", ...lines, ""].join("\n");
  const shifted = [1, 2, 3, 4, 5, 6].map(
    (name): Release => ({
      name: `${name}`,
      releaseDate: null,
      eolFrom: name < 5 ? "2030-01-31" : "2027-01-31",
      eoesFrom: null,
    }),
  );
  expect(() => renewedCycles(many, answer(...shifted))).toThrow("4 of 6 dates differ");
});

test("a file in another style is left as it is", () => {
  const block = file.replace("  - { cycle: old, end: 2020-01-01 }", "  - cycle: old\n    end: 2020-01-01");
  expect(() => renewedCycles(block, answer(newest, two))).toThrow("no line for the cycle old");
});
