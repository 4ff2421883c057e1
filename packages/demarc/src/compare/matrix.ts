/** Our own matrix (models × areas), published ones (lenses), and where the two differ. */
import type { HolderName, Lens } from "@demarc/catalog/types";
import { type Catalog, modelOf } from "../catalog/catalog.js";
import type { KnownHolder } from "../model/assessment.js";

export interface Matrix {
  readonly columns: readonly { readonly id: string; readonly name: string }[];
  readonly rows: readonly {
    readonly area: string;
    readonly question: string;
    readonly cells: readonly { readonly holder: KnownHolder; readonly because: string }[];
  }[];
}

export function ownMatrix(catalog: Catalog): Matrix {
  return {
    columns: catalog.core.models.map((model) => ({ id: model.id, name: model.short })),
    rows: catalog.core.areas.map((area, index) => ({
      area: area.id,
      question: area.question,
      cells: catalog.core.models.map((model) => {
        const cell = model.cells[index];
        if (cell === undefined) throw new Error(`The model ${model.id} has no area ${area.id}.`);
        return { holder: cell.holder, because: cell.because };
      }),
    })),
  };
}

export interface Divergence {
  readonly row: string;
  readonly rowName: string;
  readonly column: string;
  readonly columnName: string;
  readonly published: HolderName;
  readonly ours: HolderName;
  /** Our reason; undefined where the lens file has none yet, which the catalog check refuses. */
  readonly because: string | undefined;
}

export interface LensCheck {
  readonly lens: string;
  readonly cells: number;
  readonly compared: number;
  readonly agree: number;
  readonly divergences: readonly Divergence[];
}

/** Compares every published cell that has a model and areas of ours with what our model says there. */
export function checkLens(catalog: Catalog, lens: Lens): LensCheck {
  let cells = 0;
  let compared = 0;
  const divergences: Divergence[] = [];
  for (const row of lens.rows) {
    lens.columns.forEach((column, at) => {
      cells += 1;
      const cell = lens.cells[row.id]?.[at];
      if (cell === undefined || column.model === undefined) return;
      const published = collapse(cell);
      const ours = ourHolder(catalog, column.model, row.areas);
      // What a page calls not applicable, or what we have no such thing for, is no statement to compare.
      if (published === "none" || ours === undefined) return;
      compared += 1;
      if (published === ours) return;
      const reason = lens.divergences.find((entry) => entry.row === row.id && entry.column === column.id);
      divergences.push({
        row: row.id,
        rowName: row.name,
        column: column.id,
        columnName: column.name,
        published,
        ours,
        because: reason?.because,
      });
    });
  }
  return { lens: lens.id, cells, compared, agree: compared - divergences.length, divergences };
}

/** A cell that a page splits by activity: all the provider's is provider, all the customer's customer, else shared. */
export function collapse(cell: HolderName | readonly HolderName[]): HolderName {
  if (typeof cell === "string") return cell;
  const holders = new Set(cell.filter((holder) => holder !== "none"));
  if (holders.size === 0) return "none";
  return holders.size === 1 ? ([...holders][0] as HolderName) : "shared";
}

function ourHolder(catalog: Catalog, model: string, areas: readonly string[]): HolderName | undefined {
  const { cells } = modelOf(catalog, model);
  const holders = areas
    .map((area) => cells[catalog.core.areas.findIndex((candidate) => candidate.id === area)]?.holder)
    .filter((holder) => holder !== undefined && holder !== "none");
  return holders.length === 0 ? undefined : collapse(holders as readonly HolderName[]);
}
