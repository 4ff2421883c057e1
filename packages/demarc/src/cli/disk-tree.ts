/** A source tree that reads the disk: no path of it, and no link in it, leads outside of its root. */
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { SourceTree } from "../read/source-tree.js";
import { reasonOf } from "./io.js";
import { walkFiles } from "./walk.js";

/** Larger files are no configuration that a person wrote; reading them as text would fail or exhaust the memory. */
const largestFile = 256 * 1024 * 1024;

export interface DiskTree extends SourceTree {
  /** Files that are there but could not be read as text, with the reason, by path. */
  readonly unread: ReadonlyMap<string, string>;
  /** Like `read`, for a file that most likely is of no interest: its text is not kept. */
  readonly glance: (path: string) => string | undefined;
  /** Adds what another tree over the same files could not read. */
  readonly noteUnread: (entries: Iterable<readonly [string, string]>) => void;
}

export function diskTree(root: string): DiskTree {
  const realRoot = realpathSync.native(root);
  const texts = new Map<string, string | undefined>();
  const folders = new Map<string, readonly string[] | undefined>();
  const unread = new Map<string, string>();
  /** Plain files, no links, of folders that were listed: where they lie is known. */
  const plain = new Map<string, string>();

  function inside(path: string): string | undefined {
    try {
      const real = realpathSync.native(join(realRoot, path));
      const back = relative(realRoot, real);
      return back === ".." || back.startsWith(`..${sep}`) ? undefined : real;
    } catch {
      return undefined;
    }
  }

  function readOnce(path: string): string | undefined {
    const real = plain.get(path) ?? inside(path);
    if (real === undefined) return undefined;
    const { text, reason } = readText(real);
    if (reason !== undefined) unread.set(path, reason);
    return text;
  }

  return {
    unread,
    noteUnread(entries) {
      for (const [path, reason] of entries) unread.set(path, reason);
    },
    glance: (path) => (texts.has(path) ? texts.get(path) : readOnce(path)),
    read(path) {
      if (!texts.has(path)) texts.set(path, readOnce(path));
      return texts.get(path);
    },
    list(folder) {
      if (folders.has(folder)) return folders.get(folder);
      const real = inside(folder);
      const files = real === undefined ? undefined : filesIn(real);
      for (const { name, isLink } of files ?? []) {
        if (!isLink) plain.set(folder === "" ? name : `${folder}/${name}`, join(real as string, name));
      }
      const names = files?.map(({ name }) => name);
      folders.set(folder, names);
      return names;
    },
    listAll(folder) {
      const real = inside(folder);
      return real === undefined ? undefined : walkFiles(real).files;
    },
  };
}

function filesIn(folder: string): readonly { readonly name: string; readonly isLink: boolean }[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() || (entry.isSymbolicLink() && isFile(join(folder, entry.name))))
      .map((entry) => ({ name: entry.name, isLink: entry.isSymbolicLink() }));
  } catch {
    return undefined;
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

export type ReadText =
  | { readonly text: string; readonly reason?: undefined }
  | { readonly text?: undefined; readonly reason: string };

/** Text of a file, decoded from UTF-8, or from UTF-16 where a byte-order mark says so; or why it is none. */
export function readText(path: string): ReadText {
  try {
    const { size } = statSync(path);
    if (size > largestFile) return { reason: `it has ${Math.round(size / 1e6)} MB, more than a configuration has` };
    const text = decode(readFileSync(path));
    return text.includes("\u0000") ? { reason: "it is a binary file" } : { text };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

export function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString("utf16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString("utf16le");
  return bytes.toString("utf8");
}
