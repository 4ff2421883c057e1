/** Lists the files below a folder: what git ignores, and what tools keep for themselves, is left out. */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import type { Ignore } from "ignore";

const skippedFolders = new Set([
  ".git",
  ".terraform",
  "node_modules",
  ".terragrunt-cache",
  ".venv",
  "__pycache__",
  ".hg",
  ".svn",
]);
const mostFiles = 200_000;

export interface Walk {
  /** Relative to the folder, with forward slashes, sorted folder by folder. */
  readonly files: readonly string[];
  /** Whether there were more than can be listed. */
  readonly isCut: boolean;
  /** Folders that could not be looked into. */
  readonly unread: readonly string[];
}

interface Rules {
  /** Folder that the rules are relative to. */
  readonly base: string;
  readonly ignore: Ignore;
}

export function walkFiles(folder: string): Walk {
  const root = realpathSync.native(folder);
  const files: string[] = [];
  const unread: string[] = [];
  const visited = new Set<string>();
  let isCut = false;

  function visit(path: string, rules: readonly Rules[]): void {
    if (visited.has(path)) return;
    visited.add(path);
    const entries = entriesOf(path);
    const own = entries?.some(({ name }) => name === ".gitignore") ? rulesIn(path) : undefined;
    const all = own === undefined ? rules : [...rules, own];
    if (entries === undefined) unread.push(below(root, path));
    for (const entry of entries ?? []) {
      const full = path.endsWith(sep) ? path + entry.name : path + sep + entry.name;
      const kind = entry.isSymbolicLink()
        ? linkKind(full, root)
        : entry.isDirectory()
          ? "folder"
          : entry.isFile()
            ? "file"
            : "none";
      if (kind === "none" || isIgnored(full, kind === "folder", all)) continue;
      if (kind === "file") {
        if (files.length >= mostFiles) isCut = true;
        else files.push(below(root, full));
      } else if (!skippedFolders.has(entry.name) && !isCut) {
        visit(entry.isSymbolicLink() ? realpathSync.native(full) : full, all);
      }
    }
  }

  const above = rulesAbove(root);
  // A folder that is asked for by name is read although git ignores it (cdk.out mostly is).
  visit(root, isIgnored(root, true, above) ? [] : above);
  return { files, isCut, unread };
}

function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return undefined;
  }
}

/** The path as seen from the folder, with forward slashes. Most lie in it, and are cut off it without further work. */
function below(folder: string, path: string): string {
  const inner =
    path.startsWith(folder) && path[folder.length] === sep ? path.slice(folder.length + 1) : relative(folder, path);
  return sep === "/" ? inner : inner.split(sep).join("/");
}

/** A link counts only where it leads to something inside the root. */
function linkKind(path: string, root: string): "file" | "folder" | "none" {
  try {
    const real = realpathSync.native(path);
    if (real !== root && !real.startsWith(root + sep)) return "none";
    const stats = statSync(real);
    return stats.isDirectory() ? "folder" : stats.isFile() ? "file" : "none";
  } catch {
    return "none";
  }
}

function isIgnored(path: string, isFolder: boolean, rules: readonly Rules[]): boolean {
  let ignored = false;
  for (const { base, ignore } of rules) {
    const inner = below(base, path);
    if (inner === "" || inner.startsWith("..")) continue;
    const result = ignore.test(isFolder ? `${inner}/` : inner);
    if (result.ignored) ignored = true;
    else if (result.unignored) ignored = false;
  }
  return ignored;
}

/** The .gitignore files between a folder and the top of its repository. */
function rulesAbove(folder: string): readonly Rules[] {
  const found: Rules[] = [];
  const chain: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    if (at !== folder) chain.unshift(at);
    if (existsSync(join(at, ".git"))) break;
    if (dirname(at) === at) return [];
  }
  for (const at of chain) {
    const rules = rulesIn(at);
    if (rules !== undefined) found.push(rules);
  }
  return found;
}

function rulesIn(folder: string): Rules | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, ".gitignore"), "utf8");
  } catch {
    return undefined;
  }
  return { base: folder, ignore: loadIgnore()().add(text) };
}

let loaded: (() => Ignore) | undefined;

/** Loaded only where there is a .gitignore. */
function loadIgnore(): () => Ignore {
  loaded ??= createRequire(import.meta.url)("ignore") as () => Ignore;
  return loaded;
}
