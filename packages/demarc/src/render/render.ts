/** What every renderer is: data in, text out. A renderer neither prints nor exits, and reads neither clock nor terminal. */
import type { Catalog } from "../catalog/catalog.js";
import type { Holder } from "../model/assessment.js";
import type { Colors } from "../text/colors.js";

export interface RenderContext {
  readonly catalog: Catalog;
  /** Columns of the terminal, or of the page. */
  readonly width: number;
  readonly colors: Colors;
}

/** Shape and letter as well as colour: a cell reads without either. */
export const symbols: Readonly<Record<Holder, string>> = {
  customer: "●",
  shared: "◐",
  provider: "○",
  none: "·",
  unknown: "?",
};

export const legend = "● you   ◐ both   ○ provider   · nobody   ? not known";

export function paint(holder: Holder, text: string, colors: Colors): string {
  switch (holder) {
    case "customer":
      return colors.yellow(text);
    case "shared":
      return colors.cyan(text);
    case "provider":
      return colors.green(text);
    case "none":
      return colors.dim(text);
    case "unknown":
      return colors.magenta(text);
  }
}
