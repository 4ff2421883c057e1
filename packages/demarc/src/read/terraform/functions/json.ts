/** JSON as Terraform writes it: keys in order, and <, > and & escaped. */
import { emptyMap, isList, isMap, isUnknown, type Value } from "../../../model/value.js";
import { exactNumber, numberText, sortedKeys } from "../evaluate/value-tools.js";

export function jsonText(value: Value): string {
  if (value === null || isUnknown(value)) return "null";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return String(value);
  if (isList(value)) return `[${value.map(jsonText).join(",")}]`;
  if (isMap(value))
    return `{${sortedKeys(value)
      .map((key) => `${quoted(key)}:${jsonText(value[key] as Value)}`)
      .join(",")}}`;
  return "null";
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Plain JSON data as values: maps lose their prototype. */
export function fromJson(data: unknown): Value {
  if (Array.isArray(data)) return data.map(fromJson);
  if (typeof data === "object" && data !== null) {
    const map = emptyMap();
    for (const [key, value] of Object.entries(data)) map[key] = fromJson(value);
    return map;
  }
  if (typeof data === "number") return Number.isFinite(data) ? exactNumber(data) : null;
  // Half of a pair of surrogates is no character.
  if (typeof data === "string") return data.replace(/[\ud800-\udfff]/gu, "\ufffd");
  return typeof data === "boolean" ? data : null;
}
