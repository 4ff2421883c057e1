/** The comparison of a module's file with its real code: each sort of difference is told apart. */
import { expect, test } from "vitest";
import { readTexts } from "../../packages/demarc/src/read/terraform/module/reading-for-tests.js";
import { compareInventories } from "./compare-inventories.js";

function compared(real: string, told: string, untold: readonly string[] = []): unknown {
  const read = (text: string) => readTexts({ "main.tf": `variable "u" {}\n${text}` });
  const { same, ...rest } = compareInventories(
    read(real),
    read(told),
    (_, name) => name.startsWith("asked"),
    (_, name) => untold.includes(name),
  );
  return Object.fromEntries(Object.entries(rest).filter(([, list]) => list.length > 0));
}

const resource = (body: string, name = "x"): string => `resource "a_b" "${name}" {\n${body}\n}\n`;

test.each([
  ["the same", 'asked = "1"\nother = [1]', "asked = 1\nother = [1]", {}],
  ["not set, null and no blocks are the same", "asked = null", "", {}],
  ["another value is a fault", 'asked = "a"', 'asked = "b"', { faults: ['a_b.x.asked is told as "b", really "a"'] }],
  ["also in a block", "in {\n  n = 1\n}", "in {\n  n = 2\n}", { faults: ["a_b.x.in[0].n is told as 2, really 1"] }],
  ["another number of blocks too", "in {}", "in {}\nin {}", { faults: ["a_b.x.in is told as [{},{}], really [{}]"] }],
  ["set, and said not to be", "other = 1", "", { silent: ["a_b.x.other is 1 (asked for by nobody)"] }],
  ["known to the code alone", "asked = 1", "asked = var.u", { losses: ["a_b.x.asked is 1 (var.u has no default)"] }],
  ["which counts only where it is asked for", "other = 1", "other = var.u", {}],
  [
    "known to the file alone",
    "asked = var.u",
    "asked = 1",
    { beyond: ["a_b.x.asked is told as 1; the real code leaves it open (var.u has no default)"] },
  ],
])("%s", (_, real, told, expected) => {
  expect(compared(resource(real), resource(told))).toEqual(expected);
});

test("a resource that only one has is missing or extra, unless its number is not known", () => {
  expect(compared(resource("") + resource("", "y"), resource("") + resource("", "z"))).toEqual({
    missing: ["a_b.y"],
    extra: ["a_b.z"],
  });
  expect(compared(resource("count = 2"), resource("count = var.u"))).toEqual({
    losses: ["a_b.x[0]: how many there are is not told", "a_b.x[1]: how many there are is not told"],
  });
  expect(compared(resource("count = 0"), resource("count = var.u"))).toEqual({});
});

test("what is said not to be told is neither silent nor a fault", () => {
  expect(compared(resource("other = 1"), resource(""), ["other"])).toEqual({});
});

test("a pointer to something else is a fault", () => {
  const both = resource("", "y") + resource("", "z");
  const [real, told] = ["y", "z"].map((name) => both + resource(`asked = a_b.${name}.id`)) as [string, string];
  expect(compared(real, told)).toEqual({ faults: ["a_b.x.asked points to a_b.z, really to a_b.y"] });
});
