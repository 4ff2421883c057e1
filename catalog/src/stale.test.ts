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
