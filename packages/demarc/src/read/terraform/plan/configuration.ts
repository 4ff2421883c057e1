/**
 * What a plan says of its configuration: for each block, which attributes it sets and what their expressions refer to.
 * Values are not in it (other than constants), nor are locals and dynamic blocks.
 */
import type { JsonCursor } from "../../json/cursor.js";
import { type KeyTable, keyTable } from "../../json/key-table.js";
import { rawCache, steadyCache } from "../../json/raw-cache.js";
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
 * Reads the `configuration` that is next; `addressHere` reads the address of a block. Blocks of the root module go to `take`
 * first: those that it can do with at once are not kept.
 */
export function readConfiguration(
  cursor: JsonCursor,
  reads: Reads,
  addressHere: () => string,
  take: (address: string, block: ConfigBlock) => boolean,
): ConfigModule {
  let root: ConfigModule = { blocks: new Map(), outputs: new Map(), calls: new Map() };
  const noNames: NameList = { name: "", before: undefined, next: new Map(), set: undefined };
  const tables = new Map<string, KeyTable>();
  const cache = rawCache<Noted>();
  const types = steadyCache<string>();
  /** The block that is being read: these change with each, so that no function is made for each. */
  let address = "";
  let type = "";
  let copies = noTexts;
  let sets = noNames;
  let named: Record<string, readonly string[]> | undefined;
  let written: Record<string, number> | undefined;
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
    address = type = "";
    copies = noTexts;
    sets = noNames;
    named = written = undefined;
    cursor.fields(blockKeys, blockField);
    const made: ConfigBlock = {
      sets: setOf(sets),
      written: written ?? nothingWritten,
      references: named ?? nothingNamed,
      copies,
    };
    if (!takes(address, made)) blocks.set(address, made);
  }

  function blockField(key: string): void {
    if (key === "address") address = addressHere();
    else if (key === "type") type = cursor.made(types, (raw) => raw.slice(1, -1));
    else if (key === "expressions") expressions();
    else copies = references();
  }

  function expressions(): void {
    const table = tableOf(type, reads(type));
    if (table === undefined) cursor.entries(expression);
    else cursor.fields(table, expression);
  }

  function expression(name: string): void {
    sets = withName(sets, name);
    const noted = cursor.made(cache, notedIn);
    if (noted === nothingNoted) return;
    const placed = placedAt(noted, name);
    for (const { path, list } of placed.named) {
      named ??= {};
      named[path] = list;
    }
    for (const path of placed.inside) sets = withName(sets, path);
    for (const [path, count] of placed.blocks) {
      written ??= {};
      written[path] = count;
    }
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
    if (isPlainConstant(raw)) return nothingNoted;
    let value: unknown;
    try {
      value = JSON.parse(raw);
    } catch {
      cursor.fail("what stands here is no value");
    }
    return noted(value);
  }
}

const keepAll = (): boolean => false;

/** The names that were set one after another. Blocks of one kind set the same: one list stands for all of them. */
interface NameList {
  readonly name: string;
  readonly before: NameList | undefined;
  readonly next: Map<string, NameList>;
  set: ReadonlySet<string> | undefined;
}

function withName(before: NameList, name: string): NameList {
  let list = before.next.get(name);
  if (list === undefined) {
    list = { name, before, next: new Map(), set: undefined };
    before.next.set(name, list);
  }
  return list;
}

function setOf(list: NameList): ReadonlySet<string> {
  if (list.set === undefined) {
    const names: string[] = [];
    for (let at = list; at.before !== undefined; at = at.before) names.push(at.name);
    list.set = new Set(names.reverse());
  }
  return list.set;
}

/** What one attribute, or its nested blocks, set and refer to: by path below the attribute, "" for its own. */
interface Noted extends Notes {
  /** The same by path from the block on, for the attribute that it was last asked for. */
  placed: (Notes & { readonly name: string }) | undefined;
}

interface Notes {
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

const nothing: readonly never[] = [];
const nothingNoted: Noted = { named: nothing, inside: nothing, blocks: nothing, placed: undefined };

/** `{"constant_value":"text"}`, or with a word: no attribute of a nested block is written like that. */
function isPlainConstant(raw: string): boolean {
  const first = raw.startsWith(constantStart) ? raw.charAt(constantStart.length) : "{";
  return first !== "{" && first !== "[" && first !== " ";
}

const constantStart = '{"constant_value":';

function noted(value: unknown): Noted {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && isExpression(value)) {
    const list = referencesOf(value);
    return list.length === 0
      ? nothingNoted
      : { named: [{ path: "", list }], inside: nothing, blocks: nothing, placed: undefined };
  }
  const found: Found = { named: new Map(), blocks: new Map(), inside: new Set() };
  collect(value, "", found);
  const { named, blocks, inside } = found;
  if (named.size === 0 && blocks.size === 0) return nothingNoted;
  return {
    named: Array.from(named, ([path, list]) => ({ path, list })),
    inside: [...inside],
    blocks: [...blocks],
    placed: undefined,
  };
}

function placedAt(of: Noted, name: string): Notes {
  if (of.placed?.name !== name) {
    of.placed = {
      name,
      named: of.named.map(({ path, list }) => ({ path: name + path, list })),
      inside: of.inside.map((path) => name + path),
      blocks: of.blocks.map(([path, count]) => [name + path, count]),
    };
  }
  return of.placed;
}

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
  const list = referencesOf(value);
  if (list.length > 0) found.named.set(path, [...(found.named.get(path) ?? []), ...list]);
}

const nothingNamed: ConfigBlock["references"] = {};
const nothingWritten: ConfigBlock["written"] = {};
const noTexts: readonly string[] = [];

/** `{ "constant_value": … }`, `{ "references": […] }` or `{}`; anything else is a block with expressions inside. */
function isExpression(value: object): boolean {
  for (const name in value) if (name !== "constant_value" && name !== "references") return false;
  return true;
}

function referencesOf(value: object): readonly string[] {
  const { references } = value as { readonly references?: unknown };
  return Array.isArray(references) ? references.filter((item) => typeof item === "string") : noTexts;
}
