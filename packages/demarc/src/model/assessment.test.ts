/** The published JSON Schema of an assessment is what demarc gives, field by field. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { catalogFromFiles, readExample, runExample } from "../../../../catalog/src/examples.js";
import { assess } from "../assess/assess.js";
import { diskTree } from "../cli/disk-tree.js";
import { readTerraform } from "../read/terraform/read.js";
import { toJson } from "../render/json.js";
import type { Assessment } from "./assessment.js";
import { unknown } from "./value.js";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const text = readFileSync(`${root}packages/demarc/schema/assessment.schema.json`, "utf8");
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strict: true, strictRequired: false });
const validate = ajv.compile(JSON.parse(text) as object);
/** The same without leave for more: what demarc gives beyond the schema would be undocumented. */
const validateExactly = new Ajv({ allErrors: true, allowUnionTypes: true, strict: false }).compile(
  JSON.parse(text.replaceAll('"additionalProperties": true', '"additionalProperties": false')) as object,
);

const { catalog, files } = catalogFromFiles();
const webshop = assess(readTerraform({ folder: "", tree: diskTree(`${root}examples/webshop`) }), catalog, {
  asOf: "2026-11-24",
  inputs: ["examples/webshop"],
});

function faults(assessment: unknown, how = validate): readonly string[] {
  const isValid = how(JSON.parse(toJson(assessment)));
  return isValid ? [] : (how.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ""}`);
}

test("the web shop's assessment is valid, and every field of it is described", () => {
  expect(webshop.components.length).toBeGreaterThan(10);
  expect(faults(webshop)).toEqual([]);
  expect(faults(webshop, validateExactly)).toEqual([]);
});

test.each([...files])("the assessments of the examples of %s are valid", (_, file) => {
  for (const example of file.examples ?? []) {
    for (const { assessment } of runExample(catalog, file, example)) {
      expect(faults(assessment, validateExactly)).toEqual([]);
    }
  }
});

test("an assessment with unknown cells, unknown types and what was not read is valid", () => {
  const [file] = [...files.values()].filter(({ service }) => service === "aws/ecs");
  const example = file?.examples?.[0];
  if (example === undefined) throw new Error("There is no example of aws/ecs.");
  const { resources = [] } = readExample(example, "terraform") ?? {};
  const [service] = resources;
  if (service === undefined) throw new Error("The example has no resource.");
  const source = { title: "ecs", url: "https://registry.terraform.io/modules/acme/ecs/aws", seen: "2026-11-24" };
  const via = { module: "acme/ecs/aws", versions: "< 2.0", asked: "~> 1.0", isAssumed: true, isPartly: true, source };
  const hidden = { ...service, via, attributes: { launch_type: unknown("var.x has no default") }, references: {} };
  const assessment = assess(
    {
      resources: [
        hidden,
        { ...service, type: "strange", address: "strange.x" },
        { ...service, type: "aws_ecs_cluster_capacity_providers", address: "far.x", references: {} },
      ],
      notRead: [
        { address: "module.far", what: "a module", because: "it is far", file: "main.tf", line: 1 },
        { address: "module.near", what: "a module", because: "it is new", file: "main.tf", line: 2, isPartly: true },
      ],
      problems: [{ severity: "warning", file: "main.tf", message: "Odd." }],
    },
    catalog,
    { asOf: "2026-11-24", inputs: ["."] },
  );
  expect(assessment.components[0]?.cells.os).toMatchObject({ holder: "unknown" });
  expect(assessment.components[0]?.via).toEqual(via);
  expect(assessment.summary).toMatchObject({ notRead: 1, readInPart: 1 });
  expect(assessment.unattached).not.toEqual([]);
  expect(faults(assessment, validateExactly)).toEqual([]);
});

test("each component has every area, in the order of the areas", () => {
  const order = catalog.core.areas.map(({ id }) => id);
  for (const { cells } of webshop.components) expect(Object.keys(cells)).toEqual(order);
  const schema = JSON.parse(text) as {
    definitions: { component: { properties: { cells: { properties: object; required: object } } } };
  };
  const { properties, required } = schema.definitions.component.properties.cells;
  expect(Object.keys(properties)).toEqual(order);
  expect(required).toEqual(order);
});

describe("a broken assessment is not valid", () => {
  type Draft = { -readonly [key in keyof Assessment]: unknown };
  const changed = (change: (draft: Draft, first: Record<string, unknown>) => void): unknown => {
    const draft = JSON.parse(toJson(webshop)) as Draft;
    change(draft, (draft.components as Record<string, unknown>[])[0] as Record<string, unknown>);
    return draft;
  };
  const cellsOf = (component: Record<string, unknown>) => component.cells as Record<string, unknown>;

  test.each<[string, Parameters<typeof changed>[0]]>([
    ["another version", (draft) => Object.assign(draft, { version: 2 })],
    ["no date", (draft) => Object.assign(draft, { asOf: "today" })],
    ["no answers", (draft) => delete draft.answers],
    ["an area left out", (_, first) => delete cellsOf(first).os],
    ["a holder that is none", (_, first) => Object.assign(cellsOf(first), { os: { holder: "both", answer: 0 } })],
    [
      "an unknown that does not say who it may be",
      (_, first) => Object.assign(cellsOf(first), { os: { holder: "unknown", answer: 0 } }),
    ],
    [
      "a known one that says so",
      (_, first) => Object.assign(cellsOf(first), { os: { holder: "none", possible: ["none", "shared"], answer: 0 } }),
    ],
    ["a component without an address", (_, first) => delete first.address],
    [
      "a duty with a status of its own",
      (draft) => Object.assign((draft.duties as object[])[0] ?? {}, { status: "done" }),
    ],
    [
      "a source that is no page",
      (draft) => Object.assign((draft.answers as object[])[0] ?? {}, { source: { title: "x", url: "x", seen: "x" } }),
    ],
  ])("%s", (_, change) => {
    expect(faults(changed(change))).not.toEqual([]);
  });

  test("one with a field that a later version added is", () => {
    expect(
      faults(
        changed((draft, first) => Object.assign(Object.assign(draft, { more: 1 }), Object.assign(first, { more: 1 }))),
      ),
    ).toEqual([]);
  });
});
