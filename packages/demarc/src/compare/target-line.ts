/** The line of a service, variant or model, asked of the catalog alone. */
import { type Line, lineOf } from "../assess/line.js";
import type { Catalog } from "../catalog/catalog.js";
import type { Target } from "../catalog/find.js";

export function targetLine(catalog: Catalog, target: Target): Line {
  if (target.kind === "service") return lineOf(catalog, target.service, target.componentKind, target.variants);
  return {
    model: target.model.id,
    cells: target.model.cells.map((rule) => ({ rule, steps: [{ by: `model ${target.model.id}`, rule }] })),
  };
}

/** The provider behind a target; a model has none of its own. */
export function providerOf(target: Target): string {
  return target.kind === "service" ? target.service.provider : "the provider";
}
