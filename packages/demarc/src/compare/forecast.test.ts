/** What moves when: found at the dates of a system's own components, and equal to what an assessment on any day says. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ProductFile } from "../../../../catalog/src/source-files.js";
import { cells, resource, tinyCatalogWith, to } from "../../../../test/tiny-catalog.js";
import { assess } from "../assess/assess.js";
import type { Inventory } from "../model/inventory.js";
import { unknown } from "../model/value.js";
import { forecastOf } from "./forecast.js";

const product: ProductFile = {
  product: "t-engine",
  name: "Tee Engine",
  source: { title: "Calendar", url: "https://example.com/calendar", seen: "2026-01-02" },
  versions: "whole",
  milestones: { end: { name: "end", about: "Nobody patches it." } },
  cycles: [
    { cycle: "a", end: "2026-03-01" },
    { cycle: "b", end: "2026-09-01" },
    { cycle: "c", end: "2027-03-01" },
    { cycle: "d" },
  ],
};

const catalog = tinyCatalogWith(
  [product],
  {
    service: "t/node",
    components: [{ terraform: ["t_node"] }],
    model: "theirs",
    facts: { version: { terraform: "it.version" } },
    lifecycle: {
      engine: {
        about: "until when it is patched",
        product: "t-engine",
        cycle: "facts.version",
        changes: { dead: { at: "end", name: "past its end", areas: cells({ os: "customer" }) } },
        duties: [{ id: "t/node/move", by: "end", area: "os", title: "Move it", fix: "Raise it.", source: "s" }],
      },
    },
  },
  {
    service: "t/work",
    components: [{ terraform: ["t_work"] }],
    relations: { node: { terraform: "node", to: ["t/node"] } },
    "runs-on": [{ relation: "node", areas: ["os"] }],
  },
  {
    service: "t/gone",
    components: [{ terraform: ["t_gone"] }],
    ended: { date: "2026-12-31", because: "Tee closes it.", source: "s" },
  },
);

function inventory(...resources: Inventory["resources"]): Inventory {
  return { resources, notRead: [], problems: [] };
}

const system = inventory(
  resource("t_node.a", { version: "a" }),
  resource("t_node.b", { version: "b" }),
  resource("t_node.c", { version: "c" }),
  resource("t_node.d", { version: "d" }),
  resource("t_node.e", { version: unknown("var.v has no default") }),
  resource("t_work.b", { node: to("t_node.b") }),
  resource("t_gone.x"),
);

function forecast(asOf: string, until: string, of = system) {
  return forecastOf(of, catalog, { asOf, until, inputs: [] }).forecast;
}

test("each change stands at its date, with who held it, who holds it then, and why", () => {
  const { past, dates, unknown: notKnown } = forecast("2026-06-01", "2027-06-01");
  expect(past.map(({ component, due }) => [component, due])).toEqual([["t_node.a", "2026-03-01"]]);
  expect(dates.map(({ date, moves, due }) => [date, moves.length, due.length])).toEqual([
    ["2026-09-01", 2, 1],
    ["2026-12-31", 4, 1],
    ["2027-03-01", 1, 1],
  ]);
  expect(dates[0]?.moves[0]).toMatchObject({
    component: "t_node.b",
    area: "os",
    from: { holder: "provider", party: "Tee" },
    to: { holder: "customer", party: "you" },
    because: "it says customer.",
    file: "main.tf",
  });
  expect(dates[0]?.due[0]).toMatchObject({
    component: "t_node.b",
    id: "t/node/move",
    due: "2026-09-01",
    because: "b (Tee Engine): end 2026-09-01",
    fix: "Raise it.",
  });
  expect(notKnown).toMatchObject([{ component: "t_node.e", id: "t/node/move", because: "var.v has no default" }]);
});

test("what runs on something that moves, moves with it", () => {
  const [first] = forecast("2026-06-01", "2026-10-01").dates;
  expect(first?.moves.map(({ component, area }) => `${component} ${area}`)).toEqual(["t_node.b os", "t_work.b os"]);
});

test("every cell of a service moves to nobody when it ends", () => {
  const ended = forecast("2026-12-30", "2026-12-31").dates[0];
  expect(ended?.moves.map(({ component, from, to: { party } }) => [component, from.party, party])).toEqual(
    Array.from({ length: 4 }, () => ["t_gone.x", "you", "nobody"]),
  );
});

describe("the window", () => {
  test.each([
    ["2026-08-31", "2026-09-01", 1],
    ["2026-09-01", "2026-09-02", 0],
    ["2026-08-30", "2026-08-31", 0],
  ])("from %s to %s has %i dates: its first day is what is, its last one is in it", (asOf, until, count) => {
    expect(forecast(asOf, until).dates).toHaveLength(count);
  });

  test("of a system without dates is empty", () => {
    expect(forecast("2026-01-01", "2099-01-01", inventory(resource("t_node.d", { version: "d" })))).toMatchObject({
      past: [],
      dates: [],
      unknown: [],
    });
  });
});

const day = fc
  .integer({ min: 0, max: 3 * 366 })
  .map((days) => new Date(Date.UTC(2025, 0, 1 + days)).toISOString().slice(0, 10));

test("its moves, one after the other, lead to what an assessment on the last day says", () => {
  fc.assert(
    fc.property(day, day, (one, other) => {
      const [asOf, until] = [one, other].sort() as [string, string];
      const holders = new Map<string, string>();
      const note = (date: string, into: Map<string, string>): void => {
        const { components } = assess(system, catalog, { asOf: date, inputs: [] });
        for (const { address, cells: own } of components)
          for (const [area, { holder }] of Object.entries(own)) into.set(`${address} ${area}`, holder);
      };
      note(asOf, holders);
      for (const { moves } of forecast(asOf, until).dates)
        for (const { component, area, from, to: side } of moves) {
          expect(holders.get(`${component} ${area}`)).toBe(from.holder);
          holders.set(`${component} ${area}`, side.holder);
        }
      const last = new Map<string, string>();
      note(until, last);
      expect(holders).toEqual(last);
    }),
  );
});
