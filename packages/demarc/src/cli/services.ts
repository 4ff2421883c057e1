/** `demarc services`: what the catalog knows. */
import type { ServiceHead } from "@demarc/catalog/types";
import type { Catalog } from "../catalog/catalog.js";
import { nearest } from "../catalog/find.js";
import { loadCatalog } from "../catalog/load.js";
import { toCsv } from "../render/csv.js";
import { whenEnded } from "../render/ended.js";
import { toJson } from "../render/json.js";
import { markdownTable } from "../render/markdown.js";
import { table } from "../text/table.js";
import type { CommandRun } from "./command.js";
import { asOfOrToday } from "./dates.js";
import { deliver } from "./io.js";
import { contextFor } from "./options.js";
import { UsageError } from "./usage-error.js";

export const run: CommandRun = async ([query], options) => {
  const catalog = loadCatalog();
  const found = foundBy(catalog, query?.toLowerCase());
  if (found.length === 0 && query !== undefined) {
    const near = nearest(
      query,
      catalog.core.services.map((head) => head.id.split("/")[1] ?? head.id),
    );
    throw new UsageError(
      `No service of the catalog matches ${JSON.stringify(query)}.`,
      near.length > 0 ? `Did you mean ${near.join(", ")}?` : "`demarc services` lists them all.",
    );
  }
  const asOf = asOfOrToday(options.asOf);
  const { width, colors } = contextFor(catalog, options);
  // Variants are many: a narrow terminal leaves them to `explain` and to the other formats.
  const hasVariants = options.format !== "table" || width >= 120;
  const heads = ["service", "name", ...(hasVariants ? ["variants"] : []), "about"];
  const rows = found.map((head) => [
    head.id,
    nameOf(head, asOf),
    ...(hasVariants ? [head.variants.map((variant) => variant.id).join(", ")] : []),
    head.summary,
  ]);
  const text = {
    json: () => toJson(found),
    csv: () => toCsv([heads, ...rows]),
    markdown: () => markdownTable(heads, rows),
    table: () => `${table({ heads, rows, width, fixed: [0], isColored: colors.isColorSupported })}\n`,
  }[options.format as "json" | "csv" | "markdown" | "table"]();
  await deliver(text, options);
  return 0;
};

function nameOf({ name, ended }: ServiceHead, asOf: string): string {
  if (ended === undefined) return name;
  return `${name} (${whenEnded(ended, asOf)})`;
}

/** Those whose own name it is come first. */
function foundBy(catalog: Catalog, query: string | undefined): readonly ServiceHead[] {
  if (query === undefined) return catalog.core.services;
  const isNamed = (head: ServiceHead): boolean =>
    [head.id, head.name].some((name) => name.toLowerCase().includes(query));
  const found = catalog.core.services.filter((head) => matches(head, query));
  return [...found.filter(isNamed), ...found.filter((head) => !isNamed(head))];
}

function matches(head: ServiceHead, query: string): boolean {
  return [
    head.id,
    head.name,
    head.summary,
    head.pattern,
    ...head.aliases,
    ...head.types,
    ...head.variants.flatMap((variant) => [variant.id, variant.name, ...variant.aliases]),
  ].some((text) => text.toLowerCase().includes(query));
}
