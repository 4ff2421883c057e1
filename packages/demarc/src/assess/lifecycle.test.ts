/** Time: a version's dates move cells and duties; what no calendar has is unknown, and never supported. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ProductFile } from "../../../../catalog/src/source-files.js";
import { cells, resource, type TinyService, tinyCatalogWith } from "../../../../test/tiny-catalog.js";
import type { Assessment } from "../model/assessment.js";
import { unknown, type Value } from "../model/value.js";
import { assess } from "./assess.js";

const source = { title: "Calendar", url: "https://example.com/calendar", seen: "2026-01-02" };

const engine: ProductFile = {
  product: "t-engine",
  name: "Tee Engine",
  source,
  versions: "prefix",
  milestones: {
    "end-of-standard-support": { name: "end of standard support", about: "Costs more.", day: "last" },
    "end-of-life": { name: "end of life", about: "Nobody patches it." },
  },
  cycles: [
    { cycle: "3" },
    { cycle: "2", also: ["two"], "end-of-standard-support": "2026-06-30", "end-of-life": "2027-01-15" },
    { cycle: "1.2", "end-of-life": "2020-02-28" },
    { cycle: "1", "end-of-life": "2021-02-28" },
  ],
};

const service: TinyService = {
  service: "t/db",
  components: [{ terraform: ["t_db"] }],
  model: "theirs",
  facts: { version: { terraform: "it.version" }, fast: { terraform: "it.fast", default: false } },
  lifecycle: {
    engine: {
      about: "until when the engine is patched",
      product: "t-engine",
      cycle: "facts.version",
      unset: "no version is set, so Tee chose one",
      changes: {
        old: { at: "end-of-standard-support", name: "in extended support", areas: cells({ logging: "shared" }) },
        dead: { at: "end-of-life", name: "past its end", areas: cells({ os: "customer", logging: "customer" }) },
      },
      duties: [
        { id: "t/db/upgrade", by: "end-of-standard-support", area: "os", title: "Upgrade", source: "s" },
        { id: "t/db/move", by: "end-of-life", area: "os", title: "Move", fix: "Raise it.", source: "s" },
      ],
    },
  },
};

const catalog = tinyCatalogWith([engine], service);

function at(asOf: string, attributes: Readonly<Record<string, Value>>): Assessment {
  return assess({ resources: [resource("t_db.x", attributes)], notRead: [], problems: [] }, catalog, {
    asOf,
    inputs: [],
  });
}

function answer(asOf: string, attributes: Readonly<Record<string, Value>>) {
  const assessment = at(asOf, attributes);
  const [component] = assessment.components;
  return {
    os: component?.cells.os?.holder,
    logging: component?.cells.logging?.holder,
    variants: component?.variants,
    duties: Object.fromEntries([...assessment.duties].map(({ id, status, due }) => [id, `${status} ${due}`])),
  };
}

describe("a cell changes its holder and a duty its status on the date:", () => {
  test.each([
    ["2026-06-30", [], "provider", "provider", "met", "met"],
    ["2026-07-01", ["old"], "provider", "shared", "unmet", "met"],
    ["2027-01-14", ["old"], "provider", "shared", "unmet", "met"],
    ["2027-01-15", ["old", "dead"], "customer", "customer", "unmet", "unmet"],
  ])("on %s", (asOf, variants, os, logging, upgrade, move) => {
    expect(answer(asOf, { version: "2.8.1" })).toMatchObject({
      variants,
      os,
      logging,
      duties: { "t/db/upgrade": `${upgrade} 2026-06-30`, "t/db/move": `${move} 2027-01-15` },
    });
  });
});

test("a duty with a date is asked before the cell is the customer's, and nothing else of that cell is", () => {
  const { duties, components } = at("2026-01-01", { version: "2.8" });
  expect([...duties].map(({ id, area }) => [id, area])).toEqual([
    ["t/db/upgrade", "os"],
    ["t/db/move", "os"],
  ]);
  expect(components[0]?.cells.os?.holder).toBe("provider");
});

test("a component has the dates of its version", () => {
  expect(at("2026-01-01", { version: "2.8" }).components[0]?.lifecycles).toEqual([
    {
      id: "engine",
      product: "t-engine",
      name: "Tee Engine",
      version: "2.8",
      cycle: "2",
      dates: [
        {
          milestone: "end-of-standard-support",
          name: "end of standard support",
          date: "2026-06-30",
          from: "2026-07-01",
        },
        { milestone: "end-of-life", name: "end of life", date: "2027-01-15", from: "2027-01-15" },
      ],
      source,
    },
  ]);
});

test.each([
  ["2", "2"],
  ["2.8.1", "2"],
  ["two", "2"],
  ["TWO.mysql_tee.2.11", "2"],
  ["1", "1"],
  ["1.3", "1"],
  ["1.2.9", "1.2"],
  ["1.20", "1"],
])("the version %s is of the cycle %s", (version, cycle) => {
  expect(at("2026-01-01", { version }).components[0]?.lifecycles?.[0]?.cycle).toBe(cycle);
});

test.each<[string, Value, RegExp]>([
  ["a version that no calendar has", "4.1", /4\.1 is not in the calendar of Tee Engine/],
  ["a version that only looks like one", "20", /20 is not in the calendar/],
  ["no version, where the provider chose", null, /no version is set, so Tee chose one/],
  ["a version that the input does not tell", unknown("var.v has no default"), /var\.v has no default/],
])("%s is unknown, and never supported", (_, version, because) => {
  const assessment = at("2026-01-01", { version });
  const [component] = assessment.components;
  expect(component?.cells.os).toMatchObject({ holder: "unknown", possible: ["provider", "customer"] });
  expect(component?.possibleVariants).toEqual(["old", "dead"]);
  expect(component?.lifecycles).toBeUndefined();
  for (const duty of assessment.duties.of("t_db.x").filter(({ id }) => id.startsWith("t/db/")))
    expect(duty).toMatchObject({ status: "unknown", due: null, because: expect.stringMatching(because) });
});

test("a cycle without a date is met, with nothing due", () => {
  expect(answer("2099-01-01", { version: "3.1" }).duties).toEqual({
    "t/db/upgrade": "met null",
    "t/db/move": "met null",
  });
});

test("components of different versions never share their dates, however many there are", () => {
  const versions = Array.from({ length: 200 }, (_, index) => `${(index % 3) + 1}.${index}`);
  const { components, duties } = assess(
    {
      resources: versions.map((version, index) => resource(`t_db.x${index}`, { version, fast: index % 2 === 0 })),
      notRead: [],
      problems: [],
    },
    catalog,
    { asOf: "2026-12-01", inputs: [] },
  );
  components.forEach((component, index) => {
    expect(component.lifecycles?.[0]?.version).toBe(versions[index]);
    const [, move] = duties.of(component.address).filter(({ id }) => id.startsWith("t/db/"));
    expect(move?.due ?? null).toBe(["2021-02-28", "2027-01-15", null][index % 3]);
  });
});

const day = fc
  .integer({ min: 0, max: 20 * 366 })
  .map((days) => new Date(Date.UTC(2015, 0, 1 + days)).toISOString().slice(0, 10));

test("between two of its dates nothing of a component changes", () => {
  fc.assert(
    fc.property(day, day, fc.constantFrom("1.1", "1.2", "2.3", "3.0", "4.0"), (one, other, version) => {
      const [before, after] = [one, other].sort() as [string, string];
      const turns = (at(before, { version }).components[0]?.lifecycles ?? []).flatMap(({ dates }) =>
        dates.map(({ from }) => from),
      );
      const isApart = turns.some((from) => before < from && from <= after);
      if (isApart) expect(answer(before, { version })).not.toEqual(answer(after, { version }));
      else expect(answer(before, { version })).toEqual(answer(after, { version }));
    }),
  );
});

describe("a service that ends", () => {
  const ending = tinyCatalogWith([], {
    service: "t/gone",
    components: [{ terraform: ["t_gone"] }],
    ended: { date: "2026-03-31", because: "Tee closes it.", instead: "Tee Other", source: "s" },
  });
  const on = (asOf: string) =>
    assess({ resources: [resource("t_gone.x")], notRead: [], problems: [] }, ending, { asOf, inputs: [] });

  test.each([
    ["customers", [], 0],
    ["resources", ["t/gone/move-before-its-end"], 1],
  ] as const)("leaves its cells as they are where its %s stay", (stays, moves, overdue) => {
    const staying = tinyCatalogWith([], {
      service: "t/gone",
      components: [{ terraform: ["t_gone"] }],
      ended: { date: "2026-03-31", stays, because: "Tee closes it.", source: "s" },
    });
    const { components, duties, summary } = assess(
      { resources: [resource("t_gone.x")], notRead: [], problems: [] },
      staying,
      { asOf: "2026-04-01", inputs: [] },
    );
    expect(components[0]).toMatchObject({ variants: [], cells: { os: { holder: "customer" } } });
    expect([...duties].filter(({ due }) => due !== null).map(({ id }) => id)).toEqual(moves);
    expect(summary.due.overdue).toBe(overdue);
  });

  test("is run until then, with a duty to move off it", () => {
    const { components, duties, summary } = on("2026-03-30");
    expect(components[0]).toMatchObject({ variants: [], cells: { os: { holder: "customer" } } });
    expect([...duties].find(({ id }) => id === "t/gone/move-before-its-end")).toMatchObject({
      status: "met",
      due: "2026-03-31",
      fix: "Move to Tee Other.",
    });
    expect(summary.due).toEqual({ overdue: 0, ahead: 1, next: "2026-03-31" });
  });

  test("is nobody's from that day on, in every area, and says why", () => {
    const { components, answers, duties, summary } = on("2026-03-31");
    const [component] = components;
    expect(component?.variants).toEqual(["ended"]);
    for (const cell of Object.values(component?.cells ?? {})) {
      expect(cell.holder).toBe("none");
      expect(answers[cell.answer]).toMatchObject({
        party: "nobody",
        because: "From its end on 2026-03-31 on, nobody runs Tee gone any more.",
      });
    }
    expect([...duties].map(({ id, status }) => [id, status])).toEqual([["t/gone/move-before-its-end", "unmet"]]);
    expect(summary.due).toEqual({ overdue: 1, ahead: 0, next: null });
  });
});
