/** Sets: items without repeats, in the order that Terraform keeps them in. */
import { isList, isMap, isUnknown, type unknown, type Value } from "../../../model/value.js";
import { isTyped, markDisordered, markSet } from "./typed.js";
import type { Type } from "./types.js";
import { compareText, containsUnknown, equals, mergeUnknowns, sortedKeys, unknownsIn } from "./value-tools.js";

/** A set of items of one type; unknown where an item may turn out to be the same as another, so that their number is not known. */
export function setOf(items: readonly Value[], of: Type | undefined): Value {
  const distinct = withoutRepeats(items);
  if (isUnknown(distinct)) return distinct;
  const sorted = [...distinct].sort(compareItems);
  if (sorted.length > 1 && sorted.some(containsUnknown)) markDisordered(sorted);
  return markSet(sorted, of);
}

/** The first of each of the items, or an unknown where that cannot be told. */
export function withoutRepeats(items: readonly Value[]): Value & (readonly Value[] | ReturnType<typeof unknown>) {
  const seen = new Set<string>();
  const known: Value[] = [];
  const partly: Value[] = [];
  const result: Value[] = [];
  for (const item of items) {
    if (containsUnknown(item)) {
      const same = partly.map((other) => equals(item, other));
      if (same.includes(true)) continue;
      if (partly.length > mostPartly || same.includes(undefined)) return mergeUnknowns(unknownsIn(items));
      partly.push(item);
    } else {
      const key = keyOf(item);
      if (seen.has(key)) continue;
      seen.add(key);
      known.push(item);
    }
    result.push(item);
  }
  const isCertain = partly.every((item) => known.every((other) => equals(item, other) === false));
  return isCertain ? result : mergeUnknowns(unknownsIn(items));
}

/** Items with unknown parts are compared each with each. */
const mostPartly = 300;

/** The same text for equal values, whatever the order of their keys. */
export function keyOf(item: Value): string {
  if (isList(item)) return `[${item.map(keyOf).join(",")}]`;
  if (isMap(item))
    return `{${sortedKeys(item)
      .map((key) => `${JSON.stringify(key)}:${keyOf(item[key] as Value)}`)
      .join(",")}}`;
  return JSON.stringify(item);
}

function compareItems(a: Value, b: Value): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (containsUnknown(a) || containsUnknown(b)) return 0;
  return compareText(orderText(a), orderText(b));
}

function rankOf(value: Value): number {
  return value === null ? 1 : containsUnknown(value) ? 2 : 0;
}

/** Lists and maps stand in the order of a text that Terraform makes of each. Of a map it says the keys, of an object not. */
function orderText(value: Value): string {
  if (value === null) return "~";
  if (typeof value === "boolean") return value ? "T" : "F";
  if (typeof value === "number") return shortNumber(value);
  if (typeof value === "string") return quoted(value);
  if (isList(value)) {
    const items = value.map((item) => `${orderText(item)};`).join("");
    return isTyped(value) ? `[${items}]` : `<${items}>`;
  }
  if (!isMap(value)) return "?";
  const isMapType = isTyped(value);
  const items = sortedKeys(value).map((key) => {
    const item = `${orderText(value[key] as Value)};`;
    return isMapType ? `${quoted(key)}:${item}` : item;
  });
  return isMapType ? `{${items.join("")}}` : `<${items.join("")}>`;
}

/** Ten digits, and an exponent from 1e10 on, as Go writes a number for people. */
function shortNumber(value: number): string {
  const digits = Number(value.toPrecision(10));
  const exponent = digits === 0 ? 0 : Number(digits.toExponential().split("e")[1]);
  if (exponent >= -4 && exponent < 10) return String(digits);
  return digits.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

/** As Go quotes a text. */
function quoted(value: string): string {
  const body = value.replace(/["\\\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, (letter) => escapes[letter] ?? escaped(letter));
  return `"${body}"`;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

function escaped(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x20 || code === 0x7f) return `\\x${hex.padStart(2, "0")}`;
  return code > 0xffff ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
}
