/**
 * Values as a plan or a state writes them. It writes out what is not set: as null, "", [] or {}. That is left out here, so
 * that it reads as not set. Equal values are one object, because tens of thousands of resources repeat them.
 */
import { isList, isMap, type Value } from "../../../model/value.js";
import type { JsonCursor } from "../../json/cursor.js";
import { type KeyTable, keyTable } from "../../json/key-table.js";
import { type RawCache, rawCache, steadyCache } from "../../json/raw-cache.js";
import { identifying } from "./identities.js";

/** Of a type, the top-level attributes that are wanted: as a value, or as nested blocks. */
export type Reads = (type: string) => ReadonlyMap<string, "value" | "blocks"> | "all";

export interface ValueReader {
  /** The attributes here that are wanted of a type; those that are not set are left out. Ids go to `identify`, too. */
  readonly attributes: (type: string, identify: (id: string) => void) => Record<string, Value>;
  /** The same of an object in which each path says true (`after_unknown`, `sensitive_values`); false is left out. */
  readonly marks: (type: string) => Marks | undefined;
  /** `after_sensitive`, which tells more than what is sensitive. */
  readonly sensitivity: (type: string) => Sensitivity | undefined;
  /** The text here, "" for anything else; equal ones are one. For words that are few: types, modes. */
  readonly text: () => string;
}

/** Attribute → true, or the marks inside of it. */
export interface Marks {
  readonly [name: string]: Mark;
}
export type Mark = true | Marks | readonly (Mark | undefined)[];

export interface Sensitivity {
  readonly marks: Marks | undefined;
  readonly holders: Holders;
}

/**
 * What holds something: lists, sets, maps and blocks. Terraform leaves plain values that are not sensitive out of
 * `after_sensitive`, and writes an empty list or map for all others, even where these are unknown: what has no entry here is
 * a text, a number or a bool.
 */
export interface Holders {
  readonly [name: string]: true | Holders | readonly (Holders | undefined)[];
}

/** Reads values where the cursor stands. */
export function createValueReader(reading: JsonCursor, reads: Reads): ValueReader {
  const shared = rawCache<Value | undefined>();
  const sharedTexts = rawCache<string>();
  const sharedMarks = new Map<string, RawCache<Marks | undefined>>();
  const sharedSensitivities = new Map<string, RawCache<Sensitivity | undefined>>();
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

  /** The resource that is being read: these change with each, so that no function is made for each. */
  let found: Record<string, Value> = {};
  let wanted: ReturnType<Reads> = "all";
  let ids: readonly string[] = [];
  let identified: (id: string) => void = () => undefined;

  const makeValue = (raw: string): Value | undefined => setValue(parsed(raw, reading) as Value);
  const makeText = (raw: string): string => {
    const value = parsed(raw, reading);
    return typeof value === "string" ? value : "";
  };

  function take(name: string): void {
    if (reading.isBlank()) return;
    const value = reading.made(shared, makeValue);
    if (value === undefined) return;
    if (typeof value === "string" && ids.includes(name)) identified(value);
    if (wanted === "all" || wanted.has(name)) found[name] = value;
  }

  function attributes(type: string, identify: (id: string) => void): Record<string, Value> {
    const table = tableOf(type);
    wanted = reads(type);
    ids = identifying(type);
    identified = identify;
    found = table === "all" ? Object.create(null) : {};
    if (table === "all") reading.entries(take);
    else reading.fields(table, take);
    return found;
  }

  function marks(type: string): Marks | undefined {
    if (reading.isBlank()) return undefined;
    return reading.made(cacheOf(sharedMarks, type), (raw) => markedIn(parsed(raw, reading), reads(type)));
  }

  function sensitivity(type: string): Sensitivity | undefined {
    return reading.made(cacheOf(sharedSensitivities, type), (raw) => {
      const value = parsed(raw, reading);
      const holders = holdersIn(value);
      return holders === undefined ? undefined : { marks: markedIn(value, reads(type)), holders };
    });
  }

  function text(): string {
    return reading.made(sharedTexts, makeText);
  }

  return { attributes, marks, sensitivity, text };
}

function cacheOf<T>(caches: Map<string, RawCache<T>>, type: string): RawCache<T> {
  let cache = caches.get(type);
  if (cache === undefined) {
    cache = steadyCache();
    caches.set(type, cache);
  }
  return cache;
}

/** @throws JsonError for what was passed over as a value and is none. */
function parsed(raw: string, cursor: JsonCursor): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return cursor.fail("what stands here is no value");
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

function markedIn(value: unknown, wanted: ReturnType<Reads>): Marks | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, Mark][] => {
    const mark = wanted === "all" || wanted.has(name) ? markOf(inner) : undefined;
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

/** Undefined for what is no object: a plan to delete has `false` there. */
function holdersIn(value: unknown): Holders | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, Holders[string]][] => {
    // What is sensitive as a whole may be anything.
    if (inner === true) return [[name, true]];
    if (Array.isArray(inner)) return [[name, inner.map(holdersIn)]];
    const held = holdersIn(inner);
    return held === undefined ? [] : [[name, held]];
  });
  return Object.fromEntries(entries);
}

/** The entry at a key, made where there is none yet. */
export function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
