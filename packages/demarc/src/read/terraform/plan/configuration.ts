/**
 * What a plan says of its configuration: for each block, which attributes it sets and what their expressions refer to.
 * Values are not in it (other than constants), nor are locals and dynamic blocks.
 */
import type { JsonCursor } from "../../json/cursor.js";
import { keyTable } from "../../json/key-table.js";
import type { Reads } from "./values.js";

export interface ConfigModule {
  /** By `type.name`, data sources by `data.type.name`. */
  readonly blocks: ReadonlyMap<string, ConfigBlock>;
  /** Output → what its value refers to. */
  readonly outputs: ReadonlyMap<string, readonly string[]>;
  readonly calls: ReadonlyMap<string, ConfigCall>;
}

export interface ConfigBlock {
  /** The top-level attributes and blocks that are set, of those that are wanted. */
  readonly sets: ReadonlySet<string>;
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
const blockKeys = keyTable(["mode", "type", "name", "expressions", "for_each_expression", "count_expression"]);
const callKeys = keyTable(["expressions", "for_each_expression", "count_expression", "module"]);
const outputKeys = keyTable(["expression"]);

/** Reads the `configuration` that is next. */
export function readConfiguration(cursor: JsonCursor, reads: Reads): ConfigModule {
  let root: ConfigModule = { blocks: new Map(), outputs: new Map(), calls: new Map() };
  const lists = new Map<string, readonly string[]>();
  const names = new Map<string, ReadonlySet<string>>();
  cursor.fields(rootKeys, () => {
    root = module();
  });
  return root;

  function module(): ConfigModule {
    const blocks = new Map<string, ConfigBlock>();
    const outputs = new Map<string, readonly string[]>();
    const calls = new Map<string, ConfigCall>();
    cursor.fields(moduleKeys, (key) => {
      if (key === "resources") cursor.items(() => block(blocks));
      else if (key === "outputs") cursor.entries((name) => outputs.set(name, output()));
      else cursor.entries((name) => calls.set(name, call()));
    });
    return { blocks, outputs, calls };
  }

  function output(): readonly string[] {
    let found: readonly string[] = [];
    cursor.fields(outputKeys, () => {
      found = referencesIn(cursor.value());
    });
    return found;
  }

  function call(): ConfigCall {
    const given = new Map<string, readonly string[]>();
    let copies: readonly string[] = [];
    let inner: ConfigModule | undefined;
    cursor.fields(callKeys, (key) => {
      if (key === "module") inner = module();
      else if (key === "expressions") cursor.entries((name) => given.set(name, referencesIn(cursor.value())));
      else copies = referencesIn(cursor.value());
    });
    return { module: inner ?? { blocks: new Map(), outputs: new Map(), calls: new Map() }, given, copies };
  }

  function block(blocks: Map<string, ConfigBlock>): void {
    let mode = "managed";
    let type = "";
    let name = "";
    let copies: readonly string[] = [];
    let expressions: Expressions = { sets: none, references: {} };
    cursor.fields(blockKeys, (key) => {
      if (key === "mode") mode = cursor.text() ?? "";
      else if (key === "type") type = cursor.text() ?? "";
      else if (key === "name") name = cursor.text() ?? "";
      else if (key === "expressions") expressions = expressionsOf(type);
      else copies = referencesIn(cursor.value());
    });
    blocks.set(`${mode === "data" ? "data." : ""}${type}.${name}`, { ...expressions, copies });
  }

  function expressionsOf(type: string): Expressions {
    const wanted = reads(type);
    const sets: string[] = [];
    const references: Record<string, readonly string[]> = {};
    cursor.entries((name) => {
      if (wanted !== "all" && !wanted.has(name)) {
        cursor.skip();
        return;
      }
      sets.push(name);
      collect(cursor.value(), name, references);
    });
    return { sets: sharedNames(sets), references };
  }

  /** An expression, a nested block, or a list of nested blocks; references of equal paths are put together. */
  function collect(value: unknown, path: string, references: Record<string, readonly string[]>): void {
    if (Array.isArray(value)) {
      for (const item of value) collect(item, path, references);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    if (isExpression(value)) {
      const list = sharedList(textsIn((value as { readonly references?: unknown }).references));
      if (list.length === 0) return;
      const before = Object.hasOwn(references, path) ? references[path] : undefined;
      references[path] = before === undefined ? list : sharedList([...before, ...list]);
      return;
    }
    for (const [name, inner] of Object.entries(value)) collect(inner, `${path}.${name}`, references);
  }

  function referencesIn(value: unknown): readonly string[] {
    const references: Record<string, readonly string[]> = {};
    collect(value, "", references);
    return sharedList(Object.values(references).flat());
  }

  /** Blocks of one kind set the same attributes, and refer to the same names: one list stands for all of them. */
  function sharedList(list: readonly string[]): readonly string[] {
    if (list.length === 0) return noTexts;
    const key = list.join(" ");
    const known = lists.get(key);
    if (known !== undefined) return known;
    lists.set(key, list);
    return list;
  }

  function sharedNames(list: readonly string[]): ReadonlySet<string> {
    const key = list.join(" ");
    const known = names.get(key) ?? new Set(list);
    names.set(key, known);
    return known;
  }
}

interface Expressions {
  readonly sets: ReadonlySet<string>;
  readonly references: Readonly<Record<string, readonly string[]>>;
}

const none: ReadonlySet<string> = new Set();
const noTexts: readonly string[] = [];

/** `{ "constant_value": … }`, `{ "references": […] }` or `{}`; anything else is a block with expressions inside. */
function isExpression(value: object): boolean {
  return Object.keys(value).every((name) => name === "constant_value" || name === "references");
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
