/** Folders of modules that several root modules call: parsed once for all of them, as far as memory allows. */
import type { Problem } from "../../../model/inventory.js";
import type { Declarations } from "./declarations.js";

export interface FolderContent {
  readonly declarations: Declarations;
  /** What is wrong in its files; told by each root module that reads it. */
  readonly problems: readonly Problem[];
  /** Characters of its files. */
  readonly size: number;
}

export interface KeptFolders {
  readonly contents: Map<string, FolderContent>;
  /** Folders that were read once: most are root modules, which nobody reads again. */
  readonly seen: Set<string>;
  size: number;
}

/** A syntax tree takes some seven times the memory of its text. */
const largest = 16_000_000;

export function createKeptFolders(): KeptFolders {
  return { contents: new Map(), seen: new Set(), size: 0 };
}

/** Keeps what is read for the second time. */
export function keep(kept: KeptFolders, folder: string, content: FolderContent): void {
  if (!kept.seen.has(folder)) {
    kept.seen.add(folder);
    return;
  }
  if (kept.size + content.size > largest) return;
  kept.contents.set(folder, content);
  kept.size += content.size;
}
