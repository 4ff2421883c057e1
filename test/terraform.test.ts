/**
 * Functions, operators and conversions, each case with the answer of Terraform 1.11: its value and type, or that it refuses.
 * The cases are recorded by `npm run oracle -- record`, which needs the terraform binary; this test does not.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { oracleFunctions } from "./oracle/expressions.js";
import { compare, outcomeOf, shown } from "./oracle/ours.js";
import type { Answer } from "./oracle/terraform.js";

const cases = JSON.parse(readFileSync(new URL("terraform.cases.json", import.meta.url), "utf8")) as [string, Answer][];

test("every case has Terraform's value and type", () => {
  const wrong = cases
    .map(([text, theirs]) => ({ text, theirs, ours: outcomeOf(text) }))
    .filter(({ ours, theirs }) => compare(ours, theirs) !== "same")
    .map(({ text, ours, theirs }) => `${text} is ${shown(ours)}, and in Terraform ${shown(theirs)}`);
  expect(wrong).toEqual([]);
});

test("every function has cases, some with values and some that are refused", () => {
  const lacking = oracleFunctions.filter((name) => {
    const own = cases.filter(([text]) => text.startsWith(`${name}(`));
    return own.every(([, theirs]) => theirs === "refused") || own.length < 5;
  });
  expect(lacking).toEqual([]);
});
