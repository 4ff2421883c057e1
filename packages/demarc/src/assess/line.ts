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
export function lineOf(catalog: Catalog, service: Service, kind: string | undefined, variants: readonly Variant[]): Line {
  const builder = new LineBuilder(catalog);
  builder.startFrom(service.model);
  builder.lay(service.id, service.areas);
  const ofKind = kind !== undefined && Object.hasOwn(service.kinds, kind) ? service.kinds[kind] : undefined;
  if (ofKind !== undefined) {
    if (ofKind.model !== undefined) builder.startFrom(ofKind.model);
    builder.lay(`${service.id} (${kind})`, ofKind.areas);
  }
  for (const variant of variants) {
    if (variant.model !== undefined) builder.startFrom(variant.model);
    builder.lay(`${service.id}:${variant.id}`, variant.areas);
  }
  return builder.line();
}

class LineBuilder {
  private model = "";
  private cells: LineStep[][] = [];
  constructor(private readonly catalog: Catalog) {}

  startFrom(id: string): void {
    this.model = id;
    this.cells = modelOf(this.catalog, id).cells.map((rule) => [{ by: `model ${id}`, rule }]);
  }

  lay(by: string, areas: AreaRules): void {
    this.catalog.core.areas.forEach((area, index) => {
      const rule = Object.hasOwn(areas, area.id) ? areas[area.id] : undefined;
      if (rule !== undefined) this.cells[index]?.push({ by, rule });
    });
  }

  line(): Line {
    return {
      model: this.model,
      cells: this.cells.map((steps) => ({ rule: (steps[steps.length - 1] as LineStep).rule, steps })),
    };
  }
}
