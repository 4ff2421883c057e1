/**
 * What a plan says of its configuration: for each block, which attributes it sets and what their expressions refer to.
 * Values are not in it (other than constants), nor are locals and dynamic blocks.
 */
import type { JsonCursor } from "../../json/cursor.js";
import { type KeyTable, keyTable } from "../../json/key-table.js";
import { rawCache } from "../../json/raw-cache.js";
import type { Reads } from "./values.js";

export interface ConfigModule {
  /** By `type.name`, data sources by `data.type.name`. */
  readonly blocks: ReadonlyMap<string, ConfigBlock>;
  /** Output → what its value refers to. */
  readonly outputs: ReadonlyMap<string, readonly string[]>;
  readonly calls: ReadonlyMap<string, ConfigCall>;
}

export interface ConfigBlock {
  /** Paths of the attributes and blocks that are set, of those that are wanted: with dots and without indexes. */
  readonly sets: ReadonlySet<string>;
  /** Path of nested blocks → how many of them are written out. What `dynamic` makes is not among them. */
  readonly written: Readonly<Record<string, number>>;
  /** Attribute path with dots and without indexes → what its expression refers to, as Terraform writes it. */
  readonly references: Readonly<Record<string, readonly string[]>>;
  readonly copies: readonly string[];
}

export interface ConfigCall {
  readonly module: ConfigModule;
  /** Variable → what the value that it is given refers to. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly copies: readonly string[];
}

const rootKeys = keyTable(["root_module"]);
const moduleKeys = keyTable(["outputs", "resources", "module_calls"]);
const blockKeys = keyTable(["address", "type", "expressions", "for_each_expression", "count_expression"]);
const callKeys = keyTable(["expressions", "for_each_expression", "count_expression", "module"]);
const outputKeys = keyTable(["expression"]);

/**
 * Reads the `configuration` that is next. Blocks of the root module go to `take` first: those that it can do with at once are
 * not kept.
 */
export function readConfiguration(
  cursor: JsonCursor,
  reads: Reads,
  take: (address: string, block: ConfigBlock) => boolean,
): ConfigModule {
  let root: ConfigModule = { blocks: new Map(), outputs: new Map(), calls: new Map() };
  const names = new Map<string, ReadonlySet<string>>();
  const tables = new Map<string, KeyTable>();
  const cache = rawCache<Noted>();
  const types = rawCache<string>();
  cursor.fields(rootKeys, () => {
    root = module(take);
  });
  return root;

  function module(takes: typeof take): ConfigModule {
    const blocks = new Map<string, ConfigBlock>();
    const outputs = new Map<string, readonly string[]>();
    const calls = new Map<string, ConfigCall>();
    cursor.fields(moduleKeys, (key) => {
      if (key === "resources") cursor.items(() => block(blocks, takes));
      else if (key === "outputs") cursor.entries((name) => outputs.set(name, output()));
      else cursor.entries((name) => calls.set(name, call()));
    });
    return { blocks, outputs, calls };
  }

  function output(): readonly string[] {
    let found: readonly string[] = [];
    cursor.fields(outputKeys, () => {
      found = references();
    });
    return found;
  }

  function call(): ConfigCall {
    const given = new Map<string, readonly string[]>();
    let copies: readonly string[] = [];
    let inner: ConfigModule | undefined;
    cursor.fields(callKeys, (key) => {
      if (key === "module") inner = module(keepAll);
      else if (key === "expressions") cursor.entries((name) => given.set(name, references()));
      else copies = references();
    });
    return { module: inner ?? { blocks: new Map(), outputs: new Map(), calls: new Map() }, given, copies };
  }

  function block(blocks: Map<string, ConfigBlock>, takes: typeof take): void {
    let address = "";
    let type = "";
    let copies = noTexts;
    let expressions: Expressions = nothingSet;
    cursor.fields(blockKeys, (key) => {
      if (key === "address") address = cursor.text() ?? "";
      else if (key === "type") type = cursor.made(types, (raw) => raw.slice(1, -1));
      else if (key === "expressions") expressions = expressionsOf(type);
      else copies = references();
    });
    const { sets, written, references: named } = expressions;
    const made: ConfigBlock = { sets, written, references: named, copies };
    if (!takes(address, made)) blocks.set(address, made);
  }

  function expressionsOf(type: string): Expressions {
    const wanted = reads(type);
    const sets: string[] = [];
    let references: Record<string, readonly string[]> | undefined;
    let written: Record<string, number> | undefined;
    const take = (name: string): void => {
      sets.push(name);
      const noted = cursor.made(cache, notedIn);
      for (const { path, list } of noted.named) {
        references ??= {};
        references[name + path] = list;
      }
      for (const path of noted.inside) sets.push(name + path);
      for (const [path, count] of noted.blocks) {
        written ??= {};
        written[name + path] = count;
      }
    };
    const table = tableOf(type, wanted);
    if (table === undefined) cursor.entries(take);
    else cursor.fields(table, take);
    return {
      sets: sharedNames(sets),
      written: written ?? nothingSet.written,
      references: references ?? nothingSet.references,
    };
  }

  /** Undefined where all attributes are wanted. */
  function tableOf(type: string, wanted: ReturnType<Reads>): KeyTable | undefined {
    if (wanted === "all") return undefined;
    let table = tables.get(type);
    if (table === undefined) {
      table = keyTable(wanted.keys());
      tables.set(type, table);
    }
    return table;
  }

  function references(): readonly string[] {
    return cursor.made(cache, notedIn).named.flatMap(({ list }) => list);
  }

  /** What an expression, or those of nested blocks, set and refer to, as it is written. @throws JsonError for what is no JSON */
  function notedIn(raw: string): Noted {
    let value: unknown;
    try {
      value = JSON.parse(raw);
    } catch {
      cursor.fail(`${raw.slice(0, 40)} is no value`);
    }
    const found: Found = { named: new Map(), blocks: new Map(), inside: new Set() };
    collect(value, "", found);
    const { named, blocks, inside } = found;
    if (named.size === 0 && blocks.size === 0) return nothingNoted;
    return { named: Array.from(named, ([path, list]) => ({ path, list })), inside: [...inside], blocks: [...blocks] };
  }

  /** Blocks of one kind set the same attributes: one set stands for all of them. */
  function sharedNames(list: readonly string[]): ReadonlySet<string> {
    const key = list.join(" ");
    const known = names.get(key) ?? new Set(list);
    names.set(key, known);
    return known;
  }
}

const keepAll = (): boolean => false;

type Expressions = Omit<ConfigBlock, "copies">;

/** What one attribute, or its nested blocks, set and refer to: by path below the attribute, "" for its own. */
interface Noted {
  readonly named: readonly Named[];
  readonly inside: readonly string[];
  readonly blocks: readonly (readonly [string, number])[];
}

interface Named {
  readonly path: string;
  readonly list: readonly string[];
}

interface Found {
  readonly named: Map<string, readonly string[]>;
  readonly blocks: Map<string, number>;
  readonly inside: Set<string>;
}

const nothingNoted: Noted = { named: [], inside: [], blocks: [] };

/** An expression, a nested block, or a list of nested blocks; references of equal paths are put together. */
function collect(value: unknown, path: string, found: Found): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, path, found);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (!isExpression(value)) {
    found.blocks.set(path, (found.blocks.get(path) ?? 0) + 1);
    for (const [name, inner] of Object.entries(value)) {
      found.inside.add(`${path}.${name}`);
      collect(inner, `${path}.${name}`, found);
    }
    return;
  }
  const list = textsIn((value as { readonly references?: unknown }).references);
  if (list.length > 0) found.named.set(path, [...(found.named.get(path) ?? []), ...list]);
}

const nothingSet: Expressions = { sets: new Set(), written: {}, references: {} };
const noTexts: readonly string[] = [];

/** `{ "constant_value": … }`, `{ "references": […] }` or `{}`; anything else is a block with expressions inside. */
function isExpression(value: object): boolean {
  return Object.keys(value).every((name) => name === "constant_value" || name === "references");
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : noTexts;
}
