/** A tree in which folders also appear at other places: a stack copies units to where they are deployed from. */
import type { SourceTree } from "../../source-tree.js";

export interface Mounts {
  readonly tree: SourceTree;
  /** Lets the folder `from` appear at `at` too. */
  readonly add: (at: string, from: string) => void;
  /** Where a path really lies. */
  readonly realPath: (path: string) => string;
}

export function createMounts(tree: SourceTree): Mounts {
  const sources = new Map<string, string>();

  function realPath(path: string, depth = 0): string {
    // Folders that are copied from each other have no real place.
    if (sources.size === 0 || depth > deepest) return path;
    for (let at = path.length; at > 0; at = path.lastIndexOf("/", at - 1)) {
      const from = sources.get(path.slice(0, at));
      if (from !== undefined) return realPath(joined(from, path.slice(at + 1)), depth + 1);
    }
    return path;
  }

  return {
    tree: {
      read: (path) => tree.read(realPath(path)),
      list: (folder) => tree.list(realPath(folder)),
      listAll: (folder) => tree.listAll(realPath(folder)),
    },
    add: (at, from) => {
      // A folder that is copied into itself would have no end.
      if (!`${at}/`.startsWith(`${from}/`) && from !== "") sources.set(at, from);
    },
    realPath: (path) => realPath(path),
  };
}

/** Stacks in stacks in stacks: more do not occur. */
const deepest = 32;

function joined(folder: string, name: string): string {
  return name === "" ? folder : `${folder}/${name}`;
}
