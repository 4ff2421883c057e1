/** Where the line lies for a service in a given mode: one rule an area, with every step that set it. */
import type { AreaRules, CellRule, Service, Variant } from "@demarc/catalog/types";
import { type Catalog, modelOf } from "../catalog/catalog.js";

export interface LineCell {
  readonly rule: CellRule;
  /** In order; the last one counts. */
  readonly steps: readonly LineStep[];
}

export interface LineStep {
  readonly by: string;
  readonly rule: CellRule;
}

export interface Line {
  readonly model: string;
  /** One cell an area, in the order of the areas. */
  readonly cells: readonly LineCell[];
}

/**
 * Lays model, service, kind and variants over each other. A kind or variant that names a model of its own starts
 * afresh from it: what was said of the other model does not hold there.
 */
export function lineOf(
  catalog: Catalog,
  service: Service,
  kind: string | undefined,
  variants: readonly Variant[],
): Line {
  const ofKind = kind !== undefined && Object.hasOwn(service.kinds, kind) ? service.kinds[kind] : undefined;
  const layers: readonly Layer[] = [
    { by: service.id, model: service.model, areas: service.areas },
    ...(ofKind === undefined ? [] : [{ by: `${service.id} (${kind})`, model: ofKind.model, areas: ofKind.areas }]),
    ...variants.map((variant) => ({ by: `${service.id}:${variant.id}`, model: variant.model, areas: variant.areas })),
  ];
  const from = layers.findLastIndex((layer) => layer.model !== undefined);
  const model = layers[from]?.model ?? service.model;
  const cells = modelOf(catalog, model).cells.map((rule): LineStep[] => [{ by: `model ${model}`, rule }]);
  for (const layer of layers.slice(from)) {
    catalog.core.areas.forEach((area, index) => {
      const rule = Object.hasOwn(layer.areas, area.id) ? layer.areas[area.id] : undefined;
      if (rule !== undefined) cells[index]?.push({ by: layer.by, rule });
    });
  }
  return { model, cells: cells.map((steps) => ({ rule: (steps.at(-1) as LineStep).rule, steps })) };
}

interface Layer {
  readonly by: string;
  /** Where a layer names a model, the layers before it do not count. */
  readonly model: string | undefined;
  readonly areas: AreaRules;
}
