/** YAML as yamlencode() writes it: keys in order, texts in double quotes or, where they have lines, as blocks. */
import { isList, isMap, type Value } from "../../../model/value.js";
import { numberText, sortedKeys } from "../evaluate/value-tools.js";
import { jsonText } from "./json.js";

/** @example yamlText({ a: [1, "x"] }) // '"a":\n- 1\n- "x"\n' */
export function yamlText(value: Value): string {
  if (isCollection(value)) return block(value, 0);
  // A lone word that is no text in quotes needs a mark of where it ends.
  const isBare = value === null || typeof value === "number" || typeof value === "boolean";
  return `${scalar(value, 0)}\n${isBare ? "...\n" : ""}`;
}

function isCollection(value: Value): boolean {
  return (isList(value) && value.length > 0) || (isMap(value) && Object.keys(value).length > 0);
}

/** Lines of a list or map that has items, the first one without its indent. */
function block(value: Value, indent: number): string {
  const margin = " ".repeat(indent);
  if (isList(value)) return value.map((item) => `- ${inItem(item, indent)}`).join(margin);
  if (!isMap(value)) return "";
  return sortedKeys(value)
    .map((key) => `${quoted(key)}:${afterKey(value[key] as Value, indent)}`)
    .join(margin);
}

function inItem(item: Value, indent: number): string {
  return isCollection(item) ? block(item, indent + 2) : `${scalar(item, indent)}\n`;
}

function afterKey(item: Value, indent: number): string {
  if (!isCollection(item)) return ` ${scalar(item, indent)}\n`;
  // A list stands as far left as its key.
  const inner = isList(item) ? indent : indent + 2;
  return `\n${" ".repeat(inner)}${block(item, inner)}`;
}

function scalar(value: Value, indent: number): string {
  if (typeof value === "string")
    return value.includes("\n") && isPrintable(value) ? lines(value, indent) : quoted(value);
  if (typeof value === "number") return numberText(value);
  return isList(value) ? "[]" : isMap(value) ? "{}" : String(value);
}

function lines(text: string, indent: number): string {
  const margin = " ".repeat(indent + 2);
  // How many line breaks end it: |- for none, |+ for more than one; a number where it starts with a space.
  const chomping = /\n\n$|^\n$/.test(text) ? "+" : text.endsWith("\n") ? "" : "-";
  const hint = /^[ \n]/.test(text) ? "2" : "";
  const body = text.replace(/\n$/, "").split("\n");
  return `|${hint}${chomping}\n${body.map((line) => (line === "" ? "" : margin + line)).join("\n")}`;
}

function isPrintable(text: string): boolean {
  return !/[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd]/.test(text);
}

/** As in JSON, but <, > and & stay as they are. */
function quoted(text: string): string {
  return jsonText(text).replace(/\\u(003c|003e|0026)/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
