/** What the reader of Terraform is given. */
import type { Unknown, Value } from "../../model/value.js";
import type { SourceTree } from "../source-tree.js";
import type { KnownModules } from "./known/choose.js";
import type { BlockDeclaration } from "./module/declarations.js";
import type { KeptFolders } from "./module/kept-folders.js";

export interface TerraformInput {
  /** The root module's folder, below the tree's root; "" for the root itself. */
  readonly folder: string;
  readonly tree: SourceTree;
  /** What a path of the tree is called when it is shown to the user. */
  readonly display?: (path: string) => string;
  /** Variables of the environment (`TF_VAR_…`), which files of variables win over. With `rest`, there may be any others. */
  readonly inputs?: { readonly entries: ReadonlyMap<string, Value>; readonly rest: Unknown | undefined };
  /** A call of a module whose code is not here, in the place of the root module. */
  readonly call?: BlockDeclaration;
  /** `--var`: name → text. */
  readonly variables?: Readonly<Record<string, string>>;
  /** `--var-file`: paths and texts, in order. */
  readonly variableFiles?: readonly { readonly path: string; readonly text: string }[];
  /** What other root modules of the same tree have parsed, to take from and to add to. */
  readonly kept?: KeptFolders;
  /** Modules that can be told without their code. */
  readonly modules?: KnownModules;
}
