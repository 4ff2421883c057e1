/** `demarc who`: who must act when an area breaks. */
import { nearest } from "../catalog/find.js";
import { loadCatalog } from "../catalog/load.js";
import { whoHolds } from "../compare/who.js";
import { whoText } from "../render/who.js";
import { assessInputs, exitCodeFor } from "./assess-inputs.js";
import type { CommandRun } from "./command.js";
import { deliver } from "./io.js";
import { type CommonOptions, contextFor } from "./options.js";
import { UsageError } from "./usage-error.js";

export const run: CommandRun = async ([name = "", ...paths], given) => {
  const options = given as unknown as CommonOptions;
  const catalog = loadCatalog();
  const area = catalog.core.areas.find((candidate) => candidate.id === name || candidate.short === name);
  if (area === undefined) {
    const near = nearest(
      name,
      catalog.core.areas.map((candidate) => candidate.id),
    );
    throw new UsageError(
      `There is no area ${JSON.stringify(name)}.`,
      near.length > 0 ? `Did you mean ${near.join(" or ")}?` : "`demarc areas` lists them.",
    );
  }
  const assessment = await assessInputs(paths, options, catalog);
  await deliver(
    whoText(area, whoHolds(assessment, area.id), assessment, options.format, contextFor(catalog, options)),
    options,
  );
  return exitCodeFor(assessment, options);
};
