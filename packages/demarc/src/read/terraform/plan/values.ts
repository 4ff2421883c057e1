/**
 * Values as a plan or a state writes them. It writes out what is not set: as null, "", [] or {}. That is left out here, so
 * that it reads as not set. Equal values are one object, because tens of thousands of resources repeat them.
 */
import { isList, isMap, type Value } from "../../../model/value.js";
import type { JsonCursor } from "../../json/cursor.js";
import { type KeyTable, keyTable } from "../../json/key-table.js";
import { identifying } from "./identities.js";

/** Of a type, the top-level attributes that are wanted: as a value, or as nested blocks. */
export type Reads = (type: string) => ReadonlyMap<string, "value" | "blocks"> | "all";

export interface ValueReader {
  /** The attributes here that are wanted of a type; those that are not set are left out. Ids go to `identify`, too. */
  readonly attributes: (cursor: JsonCursor, type: string, identify: (id: string) => void) => Record<string, Value>;
  /** The same of an object in which each path says true (`after_unknown`, `sensitive_values`); false is left out. */
  readonly marks: (cursor: JsonCursor, type: string) => Marks | undefined;
  /** Equal texts are one. */
  readonly text: (text: string) => string;
}

/** Attribute → true, or the marks inside of it. */
export interface Marks {
  readonly [name: string]: Mark;
}
export type Mark = true | Marks | readonly (Mark | undefined)[];

/** Longer texts (policies, scripts) are seldom the same twice. */
const longestShared = 512;
const mostShared = 50_000;

export function createValueReader(reads: Reads): ValueReader {
  const shared = new Map<string, Value | undefined>();
  const sharedMarks = new Map<string, Map<string, Marks | undefined>>();
  const sharedTexts = new Map<string, string>();
  const tables = new Map<string, KeyTable | "all">();

  function tableOf(type: string): KeyTable | "all" {
    let table = tables.get(type);
    if (table === undefined) {
      const names = reads(type);
      table = names === "all" ? "all" : keyTable([...names.keys(), ...identifying(type)]);
      tables.set(type, table);
    }
    return table;
  }

  function attributes(cursor: JsonCursor, type: string, identify: (id: string) => void): Record<string, Value> {
    const table = tableOf(type);
    const wanted = reads(type);
    const ids = identifying(type);
    const found: Record<string, Value> = table === "all" ? Object.create(null) : {};
    const take = (name: string): void => {
      const value = sharedValue(cursor.raw(), cursor);
      if (value === undefined) return;
      if (typeof value === "string" && ids.includes(name)) identify(value);
      if (wanted === "all" || wanted.has(name)) found[name] = value;
    };
    if (table === "all") cursor.entries(take);
    else cursor.fields(table, take);
    return found;
  }

  function sharedValue(raw: string, cursor: JsonCursor): Value | undefined {
    if (raw.length > longestShared) return setValue(parsed(raw, cursor) as Value);
    const known = shared.get(raw);
    if (known !== undefined || shared.has(raw)) return known;
    const value = setValue(parsed(raw, cursor) as Value);
    if (shared.size < mostShared) shared.set(raw, value);
    return value;
  }

  function marks(cursor: JsonCursor, type: string): Marks | undefined {
    const raw = cursor.raw();
    if (raw.length <= 2) return undefined;
    let ofType = sharedMarks.get(type);
    if (ofType === undefined) {
      ofType = new Map();
      sharedMarks.set(type, ofType);
    }
    if (ofType.has(raw)) return ofType.get(raw);
    const found = markedIn(parsed(raw, cursor), tableOf(type));
    if (ofType.size < mostShared) ofType.set(raw, found);
    return found;
  }

  function text(value: string): string {
    const known = sharedTexts.get(value);
    if (known !== undefined) return known;
    if (sharedTexts.size < mostShared) sharedTexts.set(value, value);
    return value;
  }

  return { attributes, marks, text };
}

/** @throws JsonError for what was passed over as a value and is none. */
function parsed(raw: string, cursor: JsonCursor): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return cursor.fail(`${raw.slice(0, 40)} is no value`);
  }
}

/** A value without what is not set in it; undefined where nothing is. Items of a list stay, so that their places do. */
export function setValue(value: Value): Value | undefined {
  if (value === null || value === "") return undefined;
  if (isList(value)) return value.length === 0 ? undefined : value.map((item) => setValue(item) ?? null);
  if (!isMap(value)) return value;
  const entries = Object.keys(value).flatMap((key): [string, Value][] => {
    const inner = setValue(value[key] as Value);
    return inner === undefined ? [] : [[key, inner]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function markedIn(value: unknown, table: KeyTable | "all"): Marks | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, Mark][] => {
    const mark = table === "all" || table.names.has(name) ? markOf(inner) : undefined;
    return mark === undefined ? [] : [[name, mark]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function markOf(value: unknown): Mark | undefined {
  if (value === true) return true;
  if (Array.isArray(value)) {
    const items = value.map(markOf);
    return items.every((item) => item === undefined) ? undefined : items;
  }
  return markedIn(value, "all");
}
