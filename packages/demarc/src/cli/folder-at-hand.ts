/** A folder that is read: its files, as paths of a tree that may begin above it. */
import type { SourceTree } from "../read/source-tree.js";

export interface FolderAtHand {
  /** Paths of the tree. */
  readonly paths: readonly string[];
  readonly tree: SourceTree;
  /** A path of the tree as the user would name it. */
  readonly display: (path: string) => string;
  /** Where the tree begins on the disk. */
  readonly root: string;
  /** The path of the folder in the tree. */
  readonly prefix: string;
}

/** What distinguishes a unit in this folder from others; "" for the folder itself. */
export function labelIn({ prefix }: FolderAtHand, path: string): string {
  return prefix === "" ? path : path.slice(prefix.length + 1);
}

export function folderOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at < 0 ? "" : path.slice(0, at);
}
