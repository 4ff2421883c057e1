/** `demarc who`: who must act when an area breaks. */
import { loadCatalog } from "../catalog/load.js";
import { whoHolds } from "../compare/who.js";
import { whoText } from "../render/who.js";
import { areaNamed } from "./area-named.js";
import { assessInputs, exitCodeFor } from "./assess-inputs.js";
import type { CommandRun } from "./command.js";
import { deliver } from "./io.js";
import { contextFor } from "./options.js";

export const run: CommandRun = async ([name = "", ...paths], options) => {
  const catalog = loadCatalog();
  const area = areaNamed(catalog, name);
  const assessment = await assessInputs(paths, options, catalog);
  await deliver(
    whoText(area, whoHolds(assessment, area.id), assessment, options.format, contextFor(catalog, options)),
    options,
  );
  return exitCodeFor(assessment, options);
};
