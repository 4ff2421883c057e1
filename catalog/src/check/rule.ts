/** The shape of every check of the catalog: one file a topic, each a list of rules. */
import type { ServiceFile } from "../source-files.js";
import type { CatalogContext } from "./context.js";

export interface Rule {
  readonly name: string;
  readonly description: string;
  /** Messages for what is wrong in this file; empty where nothing is. */
  readonly check: (file: ServiceFile, path: string, context: CatalogContext) => readonly string[];
}
