/** `demarc matrix`: our models, a published matrix, or where the two differ. */
import type { Lens } from "@demarc/catalog/types";
import type { Catalog } from "../catalog/catalog.js";
import { nearest } from "../catalog/find.js";
import { loadCatalog } from "../catalog/load.js";
import { checkLens, ownMatrix } from "../compare/matrix.js";
import { responsibilitiesOf } from "../compare/responsibilities.js";
import { divergenceText, lensListText, lensText, matrixText, responsibilityText } from "../render/matrix.js";
import { assessInputs, exitCodeFor } from "./assess-inputs.js";
import type { CommandRun } from "./command.js";
import { deliver } from "./io.js";
import { type CommandOptions, contextFor } from "./options.js";
import { UsageError } from "./usage-error.js";

export const run: CommandRun = async (paths, options) => {
  const catalog = loadCatalog();
  const context = contextFor(catalog, options);
  if (options.lens === "list") {
    await deliver(lensListText(catalog.lenses(), options.format, context), options);
    return 0;
  }
  if (options.lens === undefined) {
    if (options.check === true || options.responsibilities === true) {
      throw new UsageError(
        `${options.check === true ? "--check" : "--responsibilities"} needs --lens NAME.`,
        `Lenses: ${lensNames(catalog)}.`,
      );
    }
    if (paths.length > 0)
      throw new UsageError(
        "matrix takes a path only with --lens NAME --responsibilities.",
        "For the components of a path use `demarc scan`.",
      );
    await deliver(matrixText(ownMatrix(catalog), options.format, context), options);
    return 0;
  }
  const lens = lensNamed(catalog, options.lens);
  if (options.responsibilities === true) return responsibilities(lens, paths, options, catalog);
  if (paths.length > 0)
    throw new UsageError(
      "matrix takes a path only with --responsibilities.",
      "For the components of a path use `demarc scan`.",
    );
  await deliver(
    options.check === true
      ? divergenceText(checkLens(catalog, lens), lens, options.format, context)
      : lensText(lens, options.format, context),
    options,
  );
  return 0;
};

async function responsibilities(
  lens: Lens,
  paths: readonly string[],
  options: CommandOptions,
  catalog: Catalog,
): Promise<number> {
  if (lens.responsibilities === undefined)
    throw new UsageError(`The lens ${lens.id} has no lists of responsibilities.`);
  const assessment = paths.length === 0 ? undefined : await assessInputs(paths, options, catalog);
  await deliver(
    responsibilityText(responsibilitiesOf(lens, assessment), lens, options.format, contextFor(catalog, options)),
    options,
  );
  return assessment === undefined ? 0 : exitCodeFor(assessment, options);
}

function lensNamed(catalog: Catalog, name: string): Lens {
  const lens = catalog.lenses().find((candidate) => candidate.id === name.toLowerCase());
  if (lens !== undefined) return lens;
  const near = nearest(
    name,
    catalog.lenses().map((candidate) => candidate.id),
  );
  throw new UsageError(
    `There is no lens ${JSON.stringify(name)}.`,
    near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `Lenses: ${lensNames(catalog)}.`,
  );
}

function lensNames(catalog: Catalog): string {
  return catalog
    .lenses()
    .map((lens) => lens.id)
    .join(", ");
}
