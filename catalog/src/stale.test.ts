import { expect, test } from "vitest";
import { staleSources } from "./stale.js";

const file = {
  areas: { os: { holder: "provider", because: "…", source: "old" } },
  variants: { fast: { areas: { os: { holder: "customer", because: "…", source: "new" } } } },
  duties: [{ id: "t/a/patch", area: "os", source: "old" }],
  sources: {
    old: { title: "Old", url: "https://example.com/old", seen: "2025-11-23" },
    new: { title: "New", url: "https://example.com/new", seen: "2025-11-24" },
  },
};

test("a source is stale from the day after so many days, with all that rests on it", () => {
  const stale = staleSources([{ path: "t/a.yaml", file }], 365, "2026-11-24");
  expect(stale).toEqual([
    { path: "t/a.yaml", source: file.sources.old, days: 366, facts: ["areas.os", "duties.t/a/patch"] },
  ]);
});

test("a file that is one fact has its source at its root", () => {
  const module = { module: "x/y/aws", source: { title: "M", url: "https://example.com", seen: "2020-01-01" } };
  expect(staleSources([{ path: "m.yaml", file: module }], 365, "2026-11-24")).toMatchObject([
    { facts: ["all of the file"] },
  ]);
});

test("of a calendar the page and the day on which its dates were carried over are looked at apart", () => {
  const calendar = {
    source: { title: "Runtimes", url: "https://example.com/page", seen: "2026-11-24" },
    via: { name: "endoflife.date", url: "https://endoflife.date/thing", license: "MIT", seen: "2025-01-01" },
    cycles: [{ cycle: "2" }, { cycle: "1" }],
  };
  expect(staleSources([{ path: "lifecycle/thing.yaml", file: calendar }], 365, "2026-11-24")).toMatchObject([
    { source: { title: "endoflife.date", seen: "2025-01-01" }, facts: ["cycles.2", "cycles.1"] },
  ]);
  expect(staleSources([{ path: "lifecycle/thing.yaml", file: calendar }], 365, "2028-01-01")).toHaveLength(2);
});
