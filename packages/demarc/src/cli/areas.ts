/** `demarc areas`: the areas of responsibility. */
import { loadCatalog } from "../catalog/load.js";
import { toCsv } from "../render/csv.js";
import { toJson } from "../render/json.js";
import { markdownTable } from "../render/markdown.js";
import { table } from "../text/table.js";
import type { CommandRun } from "./command.js";
import { deliver } from "./io.js";
import { contextFor } from "./options.js";

export const run: CommandRun = async (_, options) => {
  const catalog = loadCatalog();
  const { areas } = catalog.core;
  const heads = ["area", "short", "group", "who …"];
  const rows = areas.map((area) => [area.id, area.short, area.group, area.question]);
  const { width, colors } = contextFor(catalog, options);
  const text = {
    json: () => toJson(areas.map(({ id, short, group, question }) => ({ id, short, group, question }))),
    csv: () => toCsv([heads, ...rows]),
    markdown: () => markdownTable(heads, rows),
    table: () => `${table({ heads, rows, width, fixed: [0, 1, 2], isColored: colors.isColorSupported })}\n`,
  }[options.format as "json" | "csv" | "markdown" | "table"]();
  await deliver(text, options);
  return 0;
};
