/** Components by the party that must act. */
import type { Area } from "@demarc/catalog/types";
import type { Catalog } from "../catalog/catalog.js";
import type { WhoGroup } from "../compare/who.js";
import type { Assessment } from "../model/assessment.js";
import { sanitize, shorten, widthOf, wrap } from "../text/width.js";
import { toCsv } from "./csv.js";
import { toJson } from "./json.js";
import { markdownTable } from "./markdown.js";
import { paint, type RenderContext, symbols } from "./render.js";
import { groupBy } from "./scan-rows.js";
import { counted, countLine } from "./summary.js";

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
  { colors, width, catalog }: RenderContext,
): string {
  const lines = [`${colors.bold(area.id)}: who ${area.question}`];
  for (const group of groups) {
    lines.push(
      "",
      paint(group.holder, `${symbols[group.holder]} ${group.party}`, colors) +
        colors.dim(` (${group.components.length})`),
    );
    // Your own side is told one by one, what the provider does by service.
    const isFolded = group.holder === "provider" || group.holder === "none";
    const doings = groupBy(group.components, (component) => component.does);
    for (const [does, components] of doings) {
      if (isFolded) lines.push(...wrap(countsBy(components, catalog), width - 2).map((line) => `  ${line}`));
      else for (const component of components) lines.push(componentLine(component, width, colors));
      lines.push(...wrap(sanitize(does), width - 6).map((line) => colors.dim(`      ${line}`)));
    }
  }
  if (groups.length === 0) lines.push("", "Nothing that demarc knows here has this area.");
  lines.push("", ...wrap(countLine(assessment), width));
  if (assessment.summary.unclassified > 0) {
    lines.push(
      ...wrap(
        `Who holds this is not known for ${counted(assessment.summary.unclassified, "resource")} of a type not known yet.`,
        width,
      ),
    );
  }
  return `${lines.join("\n")}\n`;
}

function componentLine(
  component: WhoGroup["components"][number],
  width: number,
  colors: RenderContext["colors"],
): string {
  const place = `${component.file}:${component.line}`;
  const address = shorten(sanitize(component.address), Math.max(width - 16, 20));
  return `  ${address}  ${colors.dim(shorten(sanitize(place), Math.max(width - widthOf(address) - 4, 10)))}`;
}

function countsBy(components: WhoGroup["components"], catalog: Catalog): string {
  return [...groupBy(components, (component) => component.service)]
    .map(([service, alike]) => {
      const name = catalog.core.services.find((head) => head.id === service)?.name ?? service;
      return alike.length === 1 ? `${name} (${sanitize(alike[0]?.address ?? "")})` : `${name} × ${alike.length}`;
    })
    .join(", ");
}
