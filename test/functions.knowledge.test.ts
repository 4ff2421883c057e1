/** Each function, with a part of its arguments unknown: what it then says must hold whatever that part turns out to be. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isList, isMap, isUnknown, unknown, type Value } from "../packages/demarc/src/model/value.js";
import { agrees, outcomeOf, show } from "../packages/demarc/src/read/terraform/evaluate/agreement-for-tests.js";
import { isSetValue, isTyped, itemTypeOf, markTyped } from "../packages/demarc/src/read/terraform/evaluate/typed.js";
import { mapOf } from "../packages/demarc/src/read/terraform/evaluate/value-tools.js";
import { callsOf, literalArguments, oracleFunctions } from "./oracle/expressions.js";

const runs = Number(process.env.DEMARC_RUNS ?? 150);

describe("a function of what is partly unknown", () => {
  test.each(oracleFunctions)("%s() never knows what more knowledge contradicts", (name) => {
    const parts = callsOf(name, (sort) => literalArguments(sort).map((text) => `«${text}»`));
    const seeds = fc.array(fc.nat(999), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(parts, seeds, (marked, choices) => {
        const full: Record<string, Value> = {};
        const partly: Record<string, Value> = {};
        const text = marked.replaceAll(/«([^»]*)»/g, (_, literal: string) => {
          const at = Object.keys(full).length;
          const value = outcomeOf(literal) as Value;
          full[`a${at}`] = value;
          partly[`a${at}`] = hidden(value, choices[at % choices.length] ?? 0);
          return `var.a${at}`;
        });
        const before = outcomeOf(text, partly);
        const after = outcomeOf(text, full);
        // Where all is known and demarc gives up, there is nothing to contradict.
        if (before === "undecided" || after === "undecided" || isUnknown(after)) return;
        if (before === "error") expect(after).toBe("error");
        else if (after !== "error") expect(agrees(before, after), `${show(before)} against ${show(after)}`).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});

/** The value, or an unknown for it, or the value with an unknown for a part of it, as the choice says. */
function hidden(value: Value, choice: number): Value {
  if (choice % 3 === 0) return value;
  if (choice % 3 === 1 || isSetValue(value)) return unknown("hidden");
  const rest = Math.floor(choice / 3);
  if (isList(value) && value.length > 0) {
    const items = value.map((item, at) => (at === rest % value.length ? hidden(item, rest) : item));
    return isTyped(value) ? markTyped(items, itemTypeOf(value)) : items;
  }
  if (!isMap(value)) return value;
  const keys = Object.keys(value);
  const map = mapOf(
    keys.map((key, at) => [key, at === rest % keys.length ? hidden(value[key] as Value, rest) : (value[key] as Value)]),
  );
  return isTyped(value) ? markTyped(map, itemTypeOf(value)) : map;
}
