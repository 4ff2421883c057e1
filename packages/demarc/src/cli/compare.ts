/** `demarc compare`: services, variants and models side by side. */
import { findTarget, type Target } from "../catalog/find.js";
import { loadCatalog } from "../catalog/load.js";
import { compareTargets } from "../compare/compare.js";
import { comparisonText } from "../render/comparison.js";
import type { CommandRun } from "./command.js";
import { asOfOrToday } from "./dates.js";
import { deliver } from "./io.js";
import { contextFor } from "./options.js";
import { UsageError } from "./usage-error.js";

export const run: CommandRun = async (queries, options) => {
  const catalog = loadCatalog();
  const targets = queries.map((query): Target => {
    const found = findTarget(catalog, query);
    if (found.kind !== "not-found") return found;
    const hint =
      found.suggestions.length > 0
        ? `Did you mean ${found.suggestions.join(", ")}?`
        : "`demarc services` lists them all.";
    throw new UsageError(found.message, hint);
  });
  const comparison = compareTargets(catalog, targets, asOfOrToday(options.asOf));
  const rows = options.onlyDifferences === true ? comparison.rows.filter((row) => row.differs) : comparison.rows;
  await deliver(
    comparisonText({ ...comparison, rows }, options.format, options.brief === true, contextFor(catalog, options)),
    options,
  );
  return 0;
};
