/** Terraform's functions that encode and decode. */
import { gzipSync } from "node:zlib";
import { dump, load } from "js-yaml";
import { emptyMap, isList, isMap, isUnknown, unknown, type Value } from "../../../model/value.js";
import { EvaluationError, mergeUnknowns, textOf, unknownsIn } from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { any, whole } from "./define.js";
import { fromJson, jsonText } from "./json.js";

const text = (value: Value | undefined): string => textOf(value ?? null);

export const encodings: FunctionTable = {
  base64decode: whole(1, 1, ([value]) => Buffer.from(text(value), "base64").toString("utf8")),
  base64encode: whole(1, 1, ([value]) => Buffer.from(text(value), "utf8").toString("base64")),
  base64gzip: whole(1, 1, ([value]) => gzipSync(text(value)).toString("base64")),
  csvdecode: whole(1, 1, ([value]) => csv(text(value))),
  jsondecode: any(1, 1, ([value]) => decodeJson(value as Value)),
  jsonencode: any(1, 1, ([value]) => encodeJson(value as Value)),
  textdecodebase64: whole(2, 2, ([value, encoding]) =>
    Buffer.from(text(value), "base64").toString(nodeEncoding(text(encoding))),
  ),
  textencodebase64: whole(2, 2, ([value, encoding]) =>
    Buffer.from(text(value), nodeEncoding(text(encoding))).toString("base64"),
  ),
  urlencode: whole(1, 1, ([value]) =>
    encodeURIComponent(text(value))
      .replace(/%20/g, "+")
      .replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`),
  ),
  urldecode: whole(1, 1, ([value]) => decodeURIComponent(text(value).replaceAll("+", " "))),
  yamldecode: whole(1, 1, ([value]) => decodeYaml(text(value))),
  yamlencode: whole(1, 1, ([value]) =>
    dump(plainData(value as Value), { sortKeys: true, quoteStyle: "double" } as object),
  ),
};

/** A text of which only parts are unknown keeps its structure, so that a condition can still read the rest. */
function encodeJson(value: Value): Value {
  const unknowns = unknownsIn(value);
  if (unknowns.length === 0) return jsonText(value);
  const merged = mergeUnknowns(unknowns);
  return isUnknown(value) ? merged : unknown(merged.because, merged.references, value);
}

function decodeJson(value: Value): Value {
  if (isUnknown(value)) return value.encoded ?? value;
  try {
    return fromJson(JSON.parse(text(value)));
  } catch {
    throw new EvaluationError("jsondecode(): the text is no JSON");
  }
}

function decodeYaml(source: string): Value {
  try {
    return fromJson(load(source));
  } catch {
    throw new EvaluationError("yamldecode(): the text is no YAML");
  }
}

function plainData(value: Value): unknown {
  if (isList(value)) return value.map(plainData);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainData(item)]));
  return value;
}

function csv(source: string): Value {
  const [head, ...rows] = source.trim().split(/\r?\n/).map(csvRow);
  return rows.map((row) => {
    const map = emptyMap();
    (head ?? []).forEach((name, at) => {
      map[name] = row[at] ?? "";
    });
    return map;
  });
}

function csvRow(line: string): readonly string[] {
  const cells: string[] = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
  return cells;
}

function nodeEncoding(name: string): "utf8" | "utf16le" | "latin1" {
  switch (name.toUpperCase()) {
    case "UTF-8":
      return "utf8";
    case "UTF-16LE":
      return "utf16le";
    case "ISO-8859-1":
      return "latin1";
    default:
      throw new EvaluationError(`the encoding ${name} is not supported`);
  }
}
