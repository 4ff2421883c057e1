/**
 * Absolute paths of Terragrunt's functions. Where the tree lies on the machine that runs Terragrunt is not known, so an
 * absolute path begins with marks that no configuration holds. It can be joined, cut and compared like any path; what
 * would hand it on to a module is unknown.
 */
import { posix } from "node:path";
import {
  isList,
  isMap,
  isUnknown,
  surelySet,
  type Unknown,
  unknown,
  unknownText,
  type Value,
} from "../../../model/value.js";
import { joinPath } from "../../source-tree.js";
import { mapOf } from "../evaluate/value-tools.js";

const mark = "\u{10FFFD}";
/** So many that an index from the front of a split path finds a mark, and no folder that stands elsewhere there. */
const top = `/${Array.from({ length: 40 }, () => mark).join("/")}`;

/** @example absolutePath("prod/vpc") // "/…/prod/vpc" */
export function absolutePath(path: string): string {
  return path === "" ? top : `${top}/${path}`;
}

/** The path in the tree, as seen from a folder of it; undefined where it leads out of the tree. */
export function pathInTree(text: string, folder: string): string | undefined {
  if (text === top) return "";
  if (text.startsWith(`${top}/`)) return joinPath("", text.slice(top.length + 1));
  return text.startsWith("/") ? undefined : joinPath(folder, text);
}

/** @example relativePath("a/b", "a/c") // "../c" */
export function relativePath(from: string, to: string): string {
  return posix.relative(`/${from}`, `/${to}`) || ".";
}

export function folderOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at < 0 ? "" : path.slice(0, at);
}

/** A value as a module gets it: a text with an absolute path in it is not known. */
export function withoutAbsolutePaths(value: Value): Value {
  if (typeof value === "string") return value.includes(mark) ? unknownPath(value) : value;
  if (isUnknown(value)) return (value.pieces ?? []).some((piece) => piece.includes(mark)) ? absolute : readable(value);
  if (isList(value)) return value.map(withoutAbsolutePaths);
  if (!isMap(value)) return value;
  return mapOf(Object.keys(value).map((key): [string, Value] => [key, withoutAbsolutePaths(value[key] as Value)]));
}

/** The same unknown, with a reason that people can read. */
export function readable(value: Unknown): Unknown {
  return value.because.includes(mark) ? { ...value, because: readableText(value.because) } : value;
}

/** Paths as seen from the top of the tree. */
export function readableText(text: string): string {
  return text.includes(mark) ? text.replaceAll(`${top}/`, "").replaceAll(top, ".").replaceAll(mark, "…") : text;
}

const absolute = surelySet(unknown("an absolute path of the machine that runs Terragrunt"));

function unknownPath(text: string): Value {
  const parts = text.split(top);
  if (parts.some((part) => part.includes(mark))) return absolute;
  return unknownText(
    absolute,
    parts.flatMap((part, at) => (at === 0 ? [part] : [absolute, part])),
  );
}
