/** Components by the party that must act. */
import type { Area } from "@demarc/catalog/types";
import type { WhoGroup } from "../compare/who.js";
import type { Assessment } from "../model/assessment.js";
import { padEnd, sanitize, shorten, widthOf, wrap } from "../text/width.js";
import { toCsv } from "./csv.js";
import { toJson } from "./json.js";
import { markdownTable } from "./markdown.js";
import { paint, type RenderContext, symbols } from "./render.js";
import { countLine } from "./summary.js";

export function whoText(
  area: Area,
  groups: readonly WhoGroup[],
  assessment: Assessment,
  format: string,
  context: RenderContext,
): string {
  const heads = ["party", "holder", "component", "service", "variants", "file", "line", "does"];
  const rows = groups.flatMap((group) =>
    group.components.map((component) => [
      group.party,
      group.holder,
      component.address,
      component.service,
      component.variants.join(" "),
      component.file,
      component.line,
      component.does,
    ]),
  );
  switch (format) {
    case "json":
      return toJson({ area: area.id, question: area.question, asOf: assessment.asOf, groups });
    case "csv":
      return toCsv([heads, ...rows]);
    case "markdown":
      return markdownTable(
        heads,
        rows.map((row) => row.map(String)),
      );
    default:
      return groupText(area, groups, assessment, context);
  }
}

function groupText(
  area: Area,
  groups: readonly WhoGroup[],
  assessment: Assessment,
  { colors, width }: RenderContext,
): string {
  const lines = [`${colors.bold(area.id)}: who ${area.question}`];
  for (const group of groups) {
    lines.push(
      "",
      paint(group.holder, `${symbols[group.holder]} ${group.party}`, colors) +
        colors.dim(` (${group.components.length})`),
    );
    const widest = Math.min(
      Math.max(...group.components.map((component) => widthOf(component.address))),
      Math.floor(width / 2),
    );
    for (const component of group.components) {
      const place = `${component.file}:${component.line}`;
      lines.push(
        `  ${padEnd(shorten(sanitize(component.address), widest), widest)}  ${colors.dim(shorten(sanitize(place), Math.max(width - widest - 4, 10)))}`,
      );
    }
    for (const does of new Set(group.components.map((component) => component.does)))
      lines.push(...wrap(does, width - 4).map((line) => colors.dim(`    ${line}`)));
  }
  if (groups.length === 0) lines.push("", "Nothing here has this area.");
  lines.push("", ...wrap(countLine(assessment), width));
  return `${lines.join("\n")}\n`;
}
