import fc from "fast-check";
import { expect, test } from "vitest";
import { catalogFromFiles } from "../../../../catalog/src/examples.js";
import { resource } from "../../../../test/tiny-catalog.js";
import { assess } from "../assess/assess.js";
import { surelySet, unknown, type Value } from "../model/value.js";
import { colorsFor } from "../text/colors.js";
import { widthOf } from "../text/width.js";
import { scanTable } from "./scan-table.js";

const { catalog } = catalogFromFiles();

const letters = fc.constantFrom(..."abc_-.漢é🚀\t\u001b\u009b\u202e'\" ");
const keys = fc.oneof(fc.string({ unit: letters, maxLength: 300 }), fc.constant("x".repeat(300)));
const types: readonly (readonly [string, Readonly<Record<string, Value>>])[] = [
  ["aws_instance", {}],
  ["aws_lambda_function", { package_type: "Image" }],
  ["aws_ecs_service", { launch_type: "FARGATE" }],
  ["aws_ecs_service", { launch_type: unknown("var.launch_type has no default") }],
  ["aws_s3_bucket", {}],
  ["aws_db_instance", { engine: surelySet(unknown("var.engine has no default")) }],
  ["strange_thing", {}],
];

const assessments = fc
  .array(fc.tuple(fc.constantFrom(...types), keys, fc.boolean()), { maxLength: 12 })
  .map((entries) => {
    const resources = entries.map(([[type, attributes], key, isCounted]) => ({
      ...resource(`${type}.x`, attributes),
      address: `module.shop.${type}.this[${JSON.stringify(key)}]`,
      ...(isCounted ? { number: "unknown" as const } : {}),
    }));
    const place = { file: `${entries[0]?.[1] ?? ""}.tf`, line: 3 };
    const notRead = entries
      .slice(0, 2)
      .map(([, key]) => ({ address: key, what: key, because: "It is far away", ...place }));
    return assess({ resources, notRead, problems: [] }, catalog, { asOf: "2026-11-24", inputs: ["infra"] });
  });

// biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes take no columns
const colorCodes = /\u001b\[[0-9;]*m/g;

test("no line is wider than the terminal, but for the command to copy, and none sends an escape", () => {
  fc.assert(
    fc.property(
      assessments,
      keys,
      fc.constantFrom(80, 100, 120, 160),
      fc.boolean(),
      (assessment, name, width, isExpanded) => {
        const table = scanTable(assessment, { name, isExpanded }, { catalog, width, colors: colorsFor(false) });
        for (const line of table.split("\n")) {
          expect(line).not.toMatch(/\p{Cc}/u);
          if (!line.startsWith("next: ")) expect(widthOf(line), line).toBeLessThanOrEqual(width);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test("colours add nothing and hide nothing", () => {
  fc.assert(
    fc.property(assessments, fc.constantFrom(80, 160), (assessment, width) => {
      const text = (isColored: boolean) =>
        scanTable(assessment, { name: "shop", isExpanded: true }, { catalog, width, colors: colorsFor(isColored) });
      expect(text(true).replace(colorCodes, "")).toBe(text(false));
    }),
    { numRuns: 50 },
  );
});

test("each component is one row, and its letters stand in the order of the areas with the line before the provider's", () => {
  const resources = [
    resource("aws_instance.web"),
    resource("aws_lambda_function.thumbs", { package_type: "Zip", runtime: "nodejs24.x" }),
  ];
  const assessment = assess({ resources, notRead: [], problems: [] }, catalog, { asOf: "2026-11-24", inputs: ["."] });
  const table = scanTable(
    assessment,
    { name: "shop", isExpanded: true },
    { catalog, width: 120, colors: colorsFor(false) },
  );
  const rowOf = (address: string) => table.split("\n").find((line) => line.startsWith(`  ${address}`)) ?? "";
  expect(table.split("\n")[0]).toBe("shop · 2 components · AWS · as of 2026-11-24");
  expect(rowOf("aws_instance.web").replace(/\s+/g, "")).toMatch(/^aws_instance\.web●●●●●●●│○○○○○/);
  expect(rowOf("aws_lambda_function.thumbs").replace(/\s+/g, "")).toMatch(/^aws_lambda_function\.thumbs●●│○○○○○○○○○○/);
});

test("look-alikes are folded into one row that says how many, and unfolded on demand", () => {
  const resources = Array.from({ length: 8 }, (_, at) => resource(`aws_instance.web${at}`));
  const assessment = assess({ resources, notRead: [], problems: [] }, catalog, { asOf: "2026-11-24", inputs: ["."] });
  const text = (isExpanded: boolean) =>
    scanTable(assessment, { name: "shop", isExpanded }, { catalog, width: 120, colors: colorsFor(false) });
  expect(text(false)).toContain("  aws_instance × 8 ");
  expect(text(true)).toContain("  aws_instance.web7 ");
  expect(text(true)).not.toContain("×");
});
