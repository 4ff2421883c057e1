/** Services, variants and models side by side. */
import type { Ended } from "@demarc/catalog/types";
import { partyOf } from "../assess/answers.js";
import type { Catalog } from "../catalog/catalog.js";
import type { Target } from "../catalog/find.js";
import type { KnownHolder, SourceRef } from "../model/assessment.js";
import { providerOf, targetLine } from "./target-line.js";

export interface Comparison {
  readonly asOf: string;
  readonly columns: readonly {
    readonly id: string;
    readonly name: string;
    readonly model: string;
    /** The date on which it ends, or has ended. */
    readonly ended?: string;
    /** What goes on after it, where anything does. */
    readonly stays?: Ended["stays"];
  }[];
  readonly rows: readonly ComparisonRow[];
}

export interface ComparisonRow {
  readonly area: string;
  readonly question: string;
  readonly cells: readonly ComparisonCell[];
  /** Whether the columns do not all agree. */
  readonly differs: boolean;
}

export interface ComparisonCell {
  readonly holder: KnownHolder;
  readonly party: string;
  readonly because: string;
  readonly providerDoes?: string;
  readonly customerDoes?: string;
  readonly source: SourceRef;
  readonly confidence: "documented" | "inferred";
}

export function compareTargets(catalog: Catalog, targets: readonly Target[], asOf: string): Comparison {
  const lines = targets.map((target) => targetLine(catalog, target));
  return {
    asOf,
    columns: targets.map((target, at) => ({
      id: idOf(target),
      name: target.label,
      model: lines[at]?.model ?? "",
      ended: target.kind === "service" ? target.service.ended?.date : undefined,
      stays: target.kind === "service" ? target.service.ended?.stays : undefined,
    })),
    rows: catalog.core.areas.map((area, index) => {
      const cells = targets.map((target, at): ComparisonCell => {
        const rule = lines[at]?.cells[index]?.rule;
        if (rule === undefined) throw new Error(`The line of ${target.label} has no area ${area.id}.`);
        return {
          holder: rule.holder,
          party: partyOf(catalog, rule.holder, providerOf(target)),
          because: rule.because,
          providerDoes: rule.provider,
          customerDoes: rule.customer,
          source: rule.source,
          confidence: rule.confidence,
        };
      });
      return {
        area: area.id,
        question: area.question,
        cells,
        differs: new Set(cells.map((cell) => cell.holder)).size > 1,
      };
    }),
  };
}

function idOf(target: Target): string {
  if (target.kind === "model") return target.model.id;
  return [target.service.id, target.variants.map((variant) => variant.id).join("+")]
    .filter((part) => part !== "")
    .join(":");
}
