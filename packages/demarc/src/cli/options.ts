/** The options that every command has, as commander hands them over. */
import type { Catalog } from "../catalog/catalog.js";
import type { RenderContext } from "../render/render.js";
import { colorsFor } from "../text/colors.js";
import type { AssessInputOptions } from "./assess-inputs.js";
import { type OutputOptions, terminalWidth, wantsColor } from "./io.js";

export interface CommonOptions extends OutputOptions, AssessInputOptions {
  readonly format: string;
}

/** The options of all commands; each command declares those that it takes. */
export interface CommandOptions extends CommonOptions {
  readonly expand?: boolean;
  readonly failOn?: string;
  readonly in?: readonly string[];
  readonly lens?: string;
  readonly check?: boolean;
  readonly responsibilities?: boolean;
  readonly onlyDifferences?: boolean;
  readonly brief?: boolean;
  readonly until?: string;
}

export function contextFor(catalog: Catalog, options: CommonOptions): RenderContext {
  return {
    catalog,
    width: terminalWidth(options),
    colors: colorsFor(options.format === "table" && wantsColor(options)),
  };
}
