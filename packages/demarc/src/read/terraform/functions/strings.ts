/** Terraform's functions on text. */
import type { Value } from "../../../model/value.js";
import { inOneType } from "../evaluate/conversion.js";
import { markTyped } from "../evaluate/typed.js";
import { text } from "../evaluate/types.js";
import { EvaluationError, mapOf, textOf } from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { asInteger, asList, asText, boundLength, outer, whole } from "./define.js";
import { format, formatList } from "./format.js";
import { allMatches, firstMatch } from "./regular-expressions.js";

const many = Number.POSITIVE_INFINITY;

export const strings: FunctionTable = {
  chomp: whole(1, 1, ([value]) => asText(value).replace(/[\r\n]+$/, "")),
  endswith: whole(2, 2, ([value, suffix]) => asText(value).endsWith(asText(suffix))),
  format: whole(1, many, ([spec, ...args]) => format(asText(spec), args)),
  formatlist: outer(1, many, ([spec, ...args]) => formatList(asText(spec), args)),
  indent: whole(2, 2, ([spaces, value]) => indent(asInteger(spaces), asText(value))),
  join: whole(1, many, join),
  lower: whole(1, 1, ([value]) => eachLetter(asText(value), (letter) => letter.toLowerCase())),
  regex: whole(2, 2, ([pattern, value]) => regex(asText(pattern), asText(value))),
  regexall: whole(2, 2, ([pattern, value]) => everyMatch(asText(pattern), asText(value))),
  replace: whole(3, 3, ([value, from, to]) => replace(asText(value), asText(from), asText(to))),
  split: whole(2, 2, ([separator, value]) => split(asText(separator), asText(value))),
  startswith: whole(2, 2, ([value, prefix]) => asText(value).startsWith(asText(prefix))),
  strcontains: whole(2, 2, ([value, part]) => asText(value).includes(asText(part))),
  strrev: whole(1, 1, ([value]) => graphemes(asText(value)).reverse().join("")),
  substr: whole(3, 3, ([value, offset, length]) => substring(asText(value), asInteger(offset), asInteger(length))),
  title: whole(1, 1, ([value]) => title(asText(value))),
  trim: whole(2, 2, ([value, cutset]) => trim(asText(value), asText(cutset))),
  trimprefix: whole(2, 2, ([value, prefix]) => trimPrefix(asText(value), asText(prefix))),
  trimspace: whole(1, 1, ([value]) => asText(value).replace(leadingSpace, "").replace(trailingSpace, "")),
  trimsuffix: whole(2, 2, ([value, suffix]) => trimSuffix(asText(value), asText(suffix))),
  upper: whole(1, 1, ([value]) => eachLetter(asText(value), (letter) => letter.toUpperCase())),
};

/** Go's idea of white space, which leaves the byte order mark alone. */
const leadingSpace = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const trailingSpace =
  /(?<![\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000])[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/;

/** The characters as a person counts them: an emoji of several parts is one. */
export function graphemes(text: string): string[] {
  // Plain ASCII has one character a unit, but for a line break of Windows.
  if (/^[\n\x20-\x7e]*$/.test(text)) return text.split("");
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

function indent(spaces: number, value: string): string {
  if (spaces < 0) throw new EvaluationError("indent() by a negative number");
  boundLength(value.length + spaces * value.split("\n").length);
  return value.replaceAll("\n", `\n${" ".repeat(spaces)}`);
}

function join([separator, ...lists]: readonly Value[]): Value {
  const texts = lists.flatMap((list) => asList(list)).map(textOf);
  boundLength(texts.reduce((sum, text) => sum + text.length, texts.length * asText(separator).length));
  return texts.join(asText(separator));
}

/** Go changes letter by letter, and leaves a letter whose other case is more than one. */
function eachLetter(text: string, change: (letter: string) => string): string {
  const changed = change(text);
  if (changed.length === text.length && Buffer.byteLength(text) === text.length) return changed;
  return Array.from(text, (letter) => ([...change(letter)].length === 1 ? change(letter) : letter)).join("");
}

/** After a sign of ASCII or a space; other signs end no word in Go. */
const wordStart = /(?<=^|(?![A-Za-z0-9_])\p{ASCII}|\p{White_Space})\p{L}/gu;

function title(text: string): string {
  return text.replace(wordStart, (letter) => eachLetter(letter, (one) => one.toUpperCase()));
}

/** The match: a text without groups, a list with groups, a map with named groups. */
function regex(pattern: string, value: string): Value {
  const match = firstMatch(pattern, value);
  if (match === undefined) throw new EvaluationError("regex(): the pattern does not match");
  return matchValue(match);
}

function everyMatch(pattern: string, value: string): Value {
  const { items, of } = inOneType(allMatches(pattern, value).map(matchValue));
  return markTyped([...items], of);
}

function matchValue(match: RegExpMatchArray): Value {
  if (match.groups !== undefined) {
    return mapOf(Object.entries(match.groups).map(([name, found]): [string, Value] => [name, found ?? null]));
  }
  return match.length === 1 ? match[0] : match.slice(1).map((group) => group ?? null);
}

function replace(value: string, from: string, to: string): string {
  if (from.length > 1 && from.startsWith("/") && from.endsWith("/"))
    return replaceMatches(value, from.slice(1, -1), to);
  boundLength(value.length + (from === "" ? value.length : value.length / from.length) * to.length);
  return value.replaceAll(from, () => to);
}

function replaceMatches(value: string, pattern: string, to: string): string {
  const matches = allMatches(pattern, value);
  boundLength(value.length + matches.length * (to.length + value.length / 8));
  let result = "";
  let at = 0;
  for (const match of matches) {
    result += value.slice(at, match.index) + filledIn(to, match);
    at = (match.index ?? 0) + match[0].length;
  }
  return result + value.slice(at);
}

/** Go's template: `$1`, `$name` (as long as it reads on), `${name}`, and `$$` for a dollar. A group that is none is empty. */
function filledIn(template: string, match: RegExpMatchArray): string {
  return template.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, bare?: string, braced?: string) => {
    const name = bare ?? braced;
    if (name === undefined) return whole.slice(1);
    return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? "";
  });
}

function split(separator: string, value: string): Value {
  if (value === "") return markTyped(separator === "" ? [] : [""], text);
  return markTyped(separator === "" ? [...value] : value.split(separator), text);
}

function substring(value: string, offset: number, length: number): string {
  const characters = graphemes(value);
  const start = offset < 0 ? Math.max(0, characters.length + offset) : offset;
  // Counted from the end, a length of 0 takes all the rest, as in Terraform.
  const isRest = length < 0 || (offset < 0 && length === 0);
  return characters.slice(start, isRest ? undefined : start + length).join("");
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

function trimPrefix(value: string, prefix: string): string {
  return value.startsWith(prefix) ? value.slice(prefix.length) : value;
}

function trimSuffix(value: string, suffix: string): string {
  return suffix !== "" && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value;
}
