/** The grid as Markdown, for a pull request or a wiki. */
import type { Assessment } from "../model/assessment.js";
import { escapeMarkdown, markdownTable } from "./markdown.js";
import { legend, type RenderContext, symbols } from "./render.js";
import { gridGroups } from "./scan-rows.js";
import { summaryLines } from "./summary.js";

export function scanMarkdown(assessment: Assessment, name: string, context: RenderContext): string {
  const { areas } = context.catalog.core;
  const parts = [`## ${escapeMarkdown(name)}: who is responsible (as of ${assessment.asOf})\n`];
  for (const group of gridGroups(assessment, context.catalog, false)) {
    const rows = group.rows.map((row) => [
      row.note === "" ? row.label : `${row.label} (${row.note})`,
      ...row.holders.map((holder) => symbols[holder]),
    ]);
    parts.push(`### ${group.name}\n`, markdownTable(["component", ...areas.map((area) => area.id)], rows));
  }
  parts.push(`${legend}\n`);
  parts.push(
    summaryLines(assessment, { ...context, width: Number.POSITIVE_INFINITY })
      .map((line) => `- ${escapeMarkdown(line.trim())}`)
      .join("\n"),
  );
  return `${parts.join("\n")}\n`;
}
