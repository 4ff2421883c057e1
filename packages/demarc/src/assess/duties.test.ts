import { expect, test } from "vitest";
import { assessed, cells, resource, tinyCatalog } from "../../../../test/tiny-catalog.js";
import { unknown, type Value } from "../model/value.js";

const catalog = tinyCatalog({
  service: "t/x",
  components: [
    { kind: "big", terraform: ["t_big"] },
    { kind: "small", terraform: ["t_small"] },
  ],
  facts: { on: { terraform: "it.check" }, asked: { terraform: "it.asked != false" } },
  areas: cells({ data: "provider", server: "none" }),
  duties: [
    {
      id: "t/x/check",
      area: "os",
      kind: "big",
      title: "Turn it on",
      when: "facts.asked",
      check: "facts.on == true",
      fix: "Set check.",
      controls: { nist: ["AC-1"] },
      source: "s",
    },
    { id: "t/x/by-hand", area: "logging", title: "Watch it", source: "s" },
    { id: "t/x/theirs", area: "data", title: "Never asked", source: "s" },
  ],
});

function duties(type: string, attributes: Readonly<Record<string, Value>>) {
  return [...assessed(catalog, resource(`${type}.x`, attributes)).duties];
}

test("a check that is true is met, false unmet, unknown not known, each with the line that decides", () => {
  expect(duties("t_big", { check: true })[0]).toMatchObject({
    id: "t/x/check",
    component: "t_big.x",
    area: "os",
    status: "met",
    fix: "Set check.",
    evidence: [{ kind: "configuration", file: "main.tf", line: 7 }],
    controls: { nist: ["AC-1"] },
    due: null,
  });
  expect(duties("t_big", {})[0]).toMatchObject({ status: "unmet" });
  expect(duties("t_big", { check: unknown("var.c has no default") })[0]).toMatchObject({
    status: "unknown",
    because: "var.c has no default",
    evidence: [],
  });
});

test("a duty that does not apply gives way to the area's own; one that may apply is not known", () => {
  const os = (attributes: Readonly<Record<string, Value>>) =>
    duties("t_big", attributes)
      .filter(({ area }) => area === "os")
      .map(({ id, status, title }) => [id, status, title]);
  expect(os({ asked: false, check: true })).toEqual([["area/os", "unknown", "Do os"]]);
  expect(os({ asked: unknown("?"), check: true })).toEqual([["t/x/check", "unknown", "Turn it on"]]);
});

test("duties are asked of the kind they are for, of cells that are yours, and never met without a check", () => {
  expect(duties("t_small", {}).map(({ id, status }) => [id, status])).toEqual([
    ["area/os", "unknown"],
    ["t/x/by-hand", "unknown"],
  ]);
});

test("an answer names the duties of its cell", () => {
  const { components, answers, duties } = assessed(catalog, resource("t_big.x"));
  const named = Object.values(components[0]?.cells ?? {}).flatMap((cell) => answers[cell.answer]?.duties ?? []);
  expect(named).toEqual(Array.from(duties, ({ id }) => id));
});
