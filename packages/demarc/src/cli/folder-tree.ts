/** The files around a folder that was given: what may be read, and what it is called. */
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { type DiskTree, diskTree } from "./disk-tree.js";

export interface FolderTree {
  /** The folder itself, without links. */
  readonly given: string;
  /** It may begin above the folder. */
  readonly tree: DiskTree;
  /** Where the tree begins on the disk. */
  readonly root: string;
  /** The folder within the tree, "" for its root. */
  readonly prefix: string;
  /** A path of the tree as the user would write it. */
  readonly display: (name: string) => string;
}

export function folderTree(path: string): FolderTree {
  const given = realpathSync.native(path);
  const root = treeRoot(given);
  return {
    given,
    root,
    tree: diskTree(root),
    prefix: relative(root, given).split(sep).join("/"),
    display: (name) => displayed(path, given, join(root, name)),
  };
}

/**
 * Local modules may lie beside the given folder (`../modules/vpc`): the tree begins at the repository, else at the
 * folder you are in where that holds the given one, else at the given folder itself.
 */
function treeRoot(given: string): string {
  for (let at = given; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) break;
  }
  const here = realpathSync.native(process.cwd());
  return given === here || given.startsWith(here + sep) ? here : given;
}

/** A file as the user would name it: below the path that was given, else relative to the folder they are in. */
function displayed(path: string, given: string, full: string): string {
  const below = relative(given, full);
  const shown = below.startsWith("..") ? relative(process.cwd(), full) : join(path, below);
  return shown.split(sep).join("/");
}
