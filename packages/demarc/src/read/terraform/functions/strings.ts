/** Terraform's functions on text. */
import { isUnknown, type Value } from "../../../model/value.js";
import { EvaluationError, mergeUnknowns, numberOf, textOf, unknownsIn } from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { any, asList, whole } from "./define.js";
import { format, formatList } from "./format.js";
import { toJavaScriptRegExp } from "./regular-expressions.js";

const many = Number.POSITIVE_INFINITY;
const text = (value: Value | undefined): string => textOf(value ?? null);

export const strings: FunctionTable = {
  chomp: whole(1, 1, ([value]) => text(value).replace(/[\r\n]+$/, "")),
  endswith: whole(2, 2, ([value, suffix]) => text(value).endsWith(text(suffix))),
  format: whole(1, many, ([spec, ...args]) => format(text(spec), args)),
  formatlist: whole(1, many, ([spec, ...args]) => formatList(text(spec), args)),
  indent: whole(2, 2, ([spaces, value]) => text(value).replaceAll("\n", `\n${" ".repeat(numberOf(spaces ?? null))}`)),
  join: any(1, many, join),
  lower: whole(1, 1, ([value]) => text(value).toLowerCase()),
  regex: whole(2, 2, ([pattern, value]) => regex(text(pattern), text(value))),
  regexall: whole(2, 2, ([pattern, value]) => regexAll(text(pattern), text(value))),
  replace: whole(3, 3, ([value, from, to]) => replace(text(value), text(from), text(to))),
  split: whole(2, 2, ([separator, value]) => (text(value) === "" ? [""] : text(value).split(text(separator)))),
  startswith: whole(2, 2, ([value, prefix]) => text(value).startsWith(text(prefix))),
  strcontains: whole(2, 2, ([value, part]) => text(value).includes(text(part))),
  strrev: whole(1, 1, ([value]) => [...text(value)].reverse().join("")),
  substr: whole(3, 3, ([value, offset, length]) =>
    substring(text(value), numberOf(offset ?? null), numberOf(length ?? null)),
  ),
  title: whole(1, 1, ([value]) =>
    text(value).replace(/(^|\s)(\S)/g, (_, space: string, letter: string) => space + letter.toUpperCase()),
  ),
  trim: whole(2, 2, ([value, cutset]) => trim(text(value), text(cutset))),
  trimprefix: whole(2, 2, ([value, prefix]) =>
    text(value).startsWith(text(prefix)) ? text(value).slice(text(prefix).length) : text(value),
  ),
  trimspace: whole(1, 1, ([value]) => text(value).trim()),
  trimsuffix: whole(2, 2, ([value, suffix]) =>
    text(suffix) !== "" && text(value).endsWith(text(suffix))
      ? text(value).slice(0, -text(suffix).length)
      : text(value),
  ),
  upper: whole(1, 1, ([value]) => text(value).toUpperCase()),
};

function join(args: readonly Value[]): Value {
  const unknowns = args.flatMap((arg) => unknownsIn(arg));
  if (unknowns.length > 0) return mergeUnknowns(unknowns);
  const [separator, ...lists] = args;
  return lists
    .flatMap((list) => asList(list))
    .filter((item) => !isUnknown(item))
    .map(textOf)
    .join(text(separator));
}

/** The match: a text without groups, a list with groups, a map with named groups. */
function regex(pattern: string, value: string): Value {
  const match = toJavaScriptRegExp(pattern, "").exec(value);
  if (match === null) throw new EvaluationError("regex(): the pattern does not match");
  return matchValue(match);
}

function regexAll(pattern: string, value: string): Value {
  return [...value.matchAll(toJavaScriptRegExp(pattern, "g"))].map(matchValue);
}

function matchValue(match: RegExpExecArray): Value {
  if (match.groups !== undefined) {
    return Object.assign(
      Object.create(null),
      Object.fromEntries(Object.entries(match.groups).map(([key, found]) => [key, found ?? null])),
    );
  }
  return match.length === 1 ? match[0] : match.slice(1).map((group) => group ?? null);
}

function replace(value: string, from: string, to: string): string {
  if (from.length > 1 && from.startsWith("/") && from.endsWith("/")) {
    // Go writes a group as $1 or ${name}.
    const template = to.replace(/\$\{(\w+)\}/g, (_, name: string) => (/^\d+$/.test(name) ? `$${name}` : `$<${name}>`));
    return value.replace(toJavaScriptRegExp(from.slice(1, -1), "g"), template);
  }
  return value.replaceAll(from, () => to);
}

function substring(value: string, offset: number, length: number): string {
  const characters = [...value];
  const start = offset < 0 ? characters.length + offset : offset;
  return characters.slice(start, length < 0 ? undefined : start + length).join("");
}

function trim(value: string, cutset: string): string {
  const cut = new Set(cutset);
  const characters = [...value];
  let start = 0;
  let end = characters.length;
  while (start < end && cut.has(characters[start] as string)) start += 1;
  while (end > start && cut.has(characters[end - 1] as string)) end -= 1;
  return characters.slice(start, end).join("");
}
