/** Names come from inputs, and an input may be hostile: no renderer lets one drive a terminal, a page or a spreadsheet. */
import { describe, expect, test } from "vitest";
import { catalogFromFiles } from "../../../../catalog/src/examples.js";
import { resource, to } from "../../../../test/tiny-catalog.js";
import { assess } from "../assess/assess.js";
import { explainComponent } from "../compare/explanation.js";
import { whoHolds } from "../compare/who.js";
import { unknown } from "../model/value.js";
import { colorsFor } from "../text/colors.js";
import { explanationText } from "./explanation.js";
import { scanCsv } from "./scan-csv.js";
import { scanMarkdown } from "./scan-markdown.js";
import { scanTable } from "./scan-table.js";
import { whoText } from "./who.js";

const { catalog } = catalogFromFiles();
const hostile = `=cmd|'/C calc'!A0["\u001b[2J\u009b31m\u202e\t|<script>\r\n[x](javascript:y)"]`;
const file = `\u001b]0;title\u0007${hostile}.tf`;
const resources = [
  { ...resource("aws_ecs_cluster.c"), address: hostile, file },
  { ...resource("aws_ecs_service.s", { launch_type: unknown(hostile), cluster: to(hostile) }), file },
  { ...resource("aws_db_instance.d", { engine: unknown(hostile) }), address: `d${hostile}`, file },
  { ...resource("strange.x"), type: `strange${hostile}`, file },
];
const notRead = [{ address: hostile, what: hostile, because: hostile, file, line: 1 }];
const assessment = assess({ resources, notRead, problems: [] }, catalog, { asOf: "2026-11-24", inputs: [file] });
const context = { catalog, width: 100, colors: colorsFor(false) };
const os = catalog.core.areas.find(({ id }) => id === "os");
if (os === undefined) throw new Error("There is no area os.");
const groups = whoHolds(assessment, "os");
const explanations = assessment.components.map((component) =>
  explainComponent(catalog, assessment, component, catalog.core.areas),
);

const texts: Readonly<Record<string, readonly string[]>> = {
  "scan table": [scanTable(assessment, { name: hostile, isExpanded: true }, context)],
  "who text": [whoText(os, groups, assessment, "text", context)],
  "explain text": explanations.flatMap((it) =>
    [true, false].map((isOne) => explanationText(it, isOne, "text", context, it.title)),
  ),
};
const markdowns: Readonly<Record<string, readonly string[]>> = {
  "scan Markdown": [scanMarkdown(assessment, hostile, context)],
  "who Markdown": [whoText(os, groups, assessment, "markdown", context)],
  "explain Markdown": explanations.map((it) => explanationText(it, false, "markdown", context, it.title)),
};
const tables: Readonly<Record<string, readonly string[]>> = {
  "scan CSV": [[...scanCsv(assessment, context)].join("")],
  "who CSV": [whoText(os, groups, assessment, "csv", context)],
};

test("the assessment is one in which a hostile name comes everywhere", () => {
  expect(assessment.summary).toMatchObject({ components: 3, unclassified: 1, notRead: 1 });
  expect(assessment.answers.some(({ because }) => because.includes(hostile))).toBe(true);
});

describe.each(Object.entries({ ...texts, ...markdowns, ...tables }))("%s", (_, outputs) => {
  test("sends no control character and turns no text around", () => {
    for (const output of outputs) {
      expect(output.replaceAll("\r\n", "\n")).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    }
  });
});

test.each(Object.entries(markdowns))(
  "%s has no HTML and no link of an input, and its tables keep their columns",
  (_, outputs) => {
    for (const output of outputs) {
      expect(output.replaceAll("<br>", "")).not.toMatch(/[<>]/);
      expect(output).not.toMatch(/(?<!\\)\]\(javascript/);
      for (const block of output.split("\n\n")) {
        const rows = block.split("\n").filter((line) => line.startsWith("|"));
        const columns = rows.map((line) => line.replace(/\\./g, "").split("|").length);
        expect(new Set(columns).size).toBeLessThanOrEqual(1);
      }
    }
  },
);

test.each(Object.entries(tables))("%s has no cell that a spreadsheet takes for a formula", (_, outputs) => {
  for (const output of outputs) {
    for (const [, cell = ""] of output.matchAll(/(?<=^|,|\n)"?([^",\r\n]*)/g)) expect(cell).not.toMatch(/^[=+\-@\t]/);
  }
});
