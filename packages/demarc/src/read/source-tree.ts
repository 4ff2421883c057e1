/** How a reader sees files: by paths with forward slashes, below one root. The edge (cli/) gives one that reads the disk. */

export interface SourceTree {
  /** Text of a file; undefined where there is none, or where the path leads outside of the root. */
  readonly read: (path: string) => string | undefined;
  /** Names of the files in a folder (not of its folders); undefined where there is no such folder. */
  readonly list: (folder: string) => readonly string[] | undefined;
  /** Paths of all files below a folder, relative to it. */
  readonly listAll: (folder: string) => readonly string[] | undefined;
}

/** Joins and normalises: `a/b` + `../c` is `a/c`. Undefined where it leads above the root. */
export function joinPath(folder: string, path: string): string | undefined {
  const parts = folder === "" || folder === "." ? [] : folder.split("/");
  for (const part of path.replaceAll("\\", "/").split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}
