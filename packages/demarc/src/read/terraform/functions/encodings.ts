/** Terraform's functions that encode and decode. */
import { gunzipSync } from "node:zlib";
import { load } from "js-yaml";
import { emptyMap, isUnknown, unknown, type Value } from "../../../model/value.js";
import { markTyped } from "../evaluate/typed.js";
import { text } from "../evaluate/types.js";
import { EvaluationError, mapOf, mergeUnknowns, Undecided, unknownsIn } from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { csvRows } from "./csv.js";
import { asText, longestText, tolerant, whole } from "./define.js";
import { fromJson, jsonText } from "./json.js";
import { yamlText } from "./yaml-text.js";

export const encodings: FunctionTable = {
  base64decode: whole(1, 1, ([value]) => utf8Of(base64Bytes(asText(value)))),
  base64encode: whole(1, 1, ([value]) => Buffer.from(asText(value), "utf8").toString("base64")),
  base64gunzip: whole(1, 1, ([value]) => utf8Of(unzipped(base64Bytes(asText(value))))),
  // The bytes that a compressor makes are its own choice.
  base64gzip: whole(1, 1, () => unknown("a compressed text")),
  csvdecode: whole(1, 1, ([value]) => csv(asText(value))),
  jsondecode: tolerant(1, 1, ([value]) => decoded(value as Value, json)),
  jsonencode: tolerant(1, 1, ([value]) => encoded(value as Value, jsonText)),
  textdecodebase64: whole(2, 2, ([value, encoding]) => textOfBytes(base64Bytes(asText(value)), asText(encoding))),
  textencodebase64: whole(2, 2, ([value, encoding]) => bytesOf(asText(value), asText(encoding)).toString("base64")),
  urldecode: whole(1, 1, ([value]) => urlDecoded(asText(value))),
  urlencode: whole(1, 1, ([value]) => urlEncoded(asText(value))),
  yamldecode: tolerant(1, 1, ([value]) => decoded(value as Value, yaml)),
  yamlencode: tolerant(1, 1, ([value]) => encoded(value as Value, yamlText)),
};

/** A text of which only parts are unknown keeps its structure, so that a condition can still read the rest. */
function encoded(value: Value, write: (value: Value) => string): Value {
  const unknowns = unknownsIn(value);
  if (unknowns.length === 0) return write(value);
  const merged = mergeUnknowns(unknowns);
  return { ...(isUnknown(value) ? merged : unknown(merged.because, merged.references, value)), isSet: true };
}

function decoded(value: Value, read: (text: string) => Value): Value {
  return isUnknown(value) ? (value.encoded ?? mergeUnknowns([value])) : read(asText(value));
}

function json(text: string): Value {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new EvaluationError("jsondecode(): the text is no JSON");
  }
  return fromJson(data);
}

/** Readers of YAML differ in what they take for an error, so an error of ours is none of Terraform's. */
function yaml(text: string): Value {
  if (/^\s*<<\s*:/m.test(text)) throw new Undecided("a merge key of YAML");
  try {
    return plainYaml(load(text));
  } catch (error) {
    throw error instanceof Undecided ? error : new Undecided("the text is no YAML");
  }
}

/** Terraform still reads YAML 1.1's yes and no, which need the quotes that a parsed text has lost. */
function plainYaml(data: unknown): Value {
  if (typeof data === "string" && /^(?:y|yes|n|no|on|off)$/i.test(data))
    return unknown("yes and no of YAML may be texts");
  if (typeof data === "string" && /^\d{4}-\d\d?-\d\d?(?:$|[Tt\s])/.test(data)) return unknown("a date of YAML");
  if (typeof data === "number" && !Number.isFinite(data)) throw new Undecided("a number without end");
  if (Array.isArray(data)) return data.map(plainYaml);
  if (typeof data !== "object" || data === null || data instanceof Date) return fromJson(data);
  return mapOf(Object.entries(data).map(([key, value]): [string, Value] => [key, plainYaml(value)]));
}

function csv(body: string): Value {
  const [head, ...rows] = csvRows(body);
  if (head === undefined) throw new EvaluationError("csvdecode(): there is no head");
  if (new Set(head).size < head.length) throw new EvaluationError("csvdecode(): two columns have the same name");
  const records = rows.map((row) => {
    if (row.length !== head.length) throw new EvaluationError("csvdecode(): a row is longer or shorter than the head");
    const map = emptyMap();
    for (const [at, name] of head.entries()) map[name] = row[at] ?? "";
    return map;
  });
  return markTyped(records, { kind: "object", fields: new Map(head.map((name) => [name, text])) });
}

function base64Bytes(text: string): Buffer {
  const body = text.replace(/[\r\n]/g, "");
  if (body.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(body)) throw new EvaluationError("the text is no base64");
  return Buffer.from(body, "base64");
}

function unzipped(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: longestText });
  } catch (error) {
    if (error instanceof RangeError) throw new Undecided("the text is too long");
    throw new EvaluationError("the bytes are no gzip");
  }
}

function utf8Of(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new EvaluationError("the bytes are no text in UTF-8");
  }
}

function textOfBytes(bytes: Buffer, encoding: string): string {
  switch (encoding.toUpperCase()) {
    case "UTF-8":
      return utf8Of(bytes);
    case "UTF-16LE":
      return utf16Of(bytes);
    case "UTF-16BE":
      return utf16Of(Buffer.from(wholePairs(bytes)).swap16());
    case "ISO-8859-1":
      return bytes.toString("latin1");
    default:
      throw new Undecided(`the encoding ${encoding} is not supported`);
  }
}

function utf16Of(bytes: Buffer): string {
  const text = wholePairs(bytes).toString("utf16le");
  if (/[\ud800-\udfff]/u.test(text)) throw new Undecided("the bytes are no whole characters");
  return text;
}

function wholePairs(bytes: Buffer): Buffer {
  if (bytes.length % 2 !== 0) throw new EvaluationError("the bytes are no text in UTF-16");
  return bytes;
}

function bytesOf(text: string, encoding: string): Buffer {
  switch (encoding.toUpperCase()) {
    case "UTF-8":
      return Buffer.from(text, "utf8");
    case "UTF-16LE":
      return Buffer.from(text, "utf16le");
    case "UTF-16BE":
      return Buffer.from(text, "utf16le").swap16();
    case "ISO-8859-1":
      if ([...text].some((letter) => letter > "\u00ff"))
        throw new EvaluationError("the text has a letter that ISO-8859-1 lacks");
      return Buffer.from(text, "latin1");
    default:
      throw new Undecided(`the encoding ${encoding} is not supported`);
  }
}

function urlEncoded(text: string): string {
  const escaped = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(Buffer.from(text, "utf8").toString("utf8"))
    .replace(/%20/g, "+")
    .replace(/[!'()*]/g, escaped);
}

function urlDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new EvaluationError("the text is not URL-encoded");
  }
}
