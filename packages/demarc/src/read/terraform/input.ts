/** What the reader of Terraform is given. */
import type { SourceTree } from "../source-tree.js";
import type { KnownModules } from "./known/choose.js";
import type { KeptFolders } from "./module/kept-folders.js";

export interface TerraformInput {
  /** The root module's folder, below the tree's root; "" for the root itself. */
  readonly folder: string;
  readonly tree: SourceTree;
  /** What a path of the tree is called when it is shown to the user. */
  readonly display?: (path: string) => string;
  /** `--var`: name → text. */
  readonly variables?: Readonly<Record<string, string>>;
  /** `--var-file`: paths and texts, in order. */
  readonly variableFiles?: readonly { readonly path: string; readonly text: string }[];
  /** What other root modules of the same tree have parsed, to take from and to add to. */
  readonly kept?: KeptFolders;
  /** Modules that can be told without their code. */
  readonly modules?: KnownModules;
}
