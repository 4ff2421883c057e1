/** A folder that is read: its files, as paths of a tree that may begin above it. */
import type { FolderTree } from "./folder-tree.js";

export interface FolderAtHand extends FolderTree {
  /** The folder as the user gave it. */
  readonly path: string;
  /** Paths of the tree. */
  readonly paths: readonly string[];
}

/** What distinguishes a unit in this folder from others; "" for the folder itself. */
export function labelIn({ prefix }: FolderAtHand, path: string): string {
  return prefix === "" ? path : path.slice(prefix.length + 1);
}

export function folderOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at < 0 ? "" : path.slice(0, at);
}
