/** What the composer builds: values with their place in the file and their tag. Shared by all readers of YAML and JSON; knows no format. */
import { emptyMap, type Value } from "../../model/value.js";

interface Placed {
  /** A local tag as written, with its mark: `!Ref`. Standard tags (`!!str`) are applied and not kept. */
  readonly tag?: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

export interface YamlScalar extends Placed {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** As written, quotes and escapes undone: `012345678901`, `True`, `~`. */
  readonly text: string;
}

export interface YamlList extends Placed {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
}

export interface YamlMap extends Placed {
  readonly kind: "map";
  /** In the order of the file. Keys are texts: `1:` has the key `1`. */
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

export interface YamlEntry {
  readonly key: string;
  /** Of the key. */
  readonly line: number;
  readonly column: number;
  readonly node: YamlNode;
}

/** A node may be shared (by an alias), never part of itself. */
export type YamlNode = YamlScalar | YamlList | YamlMap;

/** The value of `key` where `node` is a map that has it. */
export function child(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.kind === "map" ? node.entries.get(key)?.node : undefined;
}

/** The text of a scalar that is a text; for a number or a boolean, as it was written. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? node.text : undefined;
}

/** The plain value, without places and tags. Maps have no prototype. */
export function toValue(node: YamlNode): Value {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(toValue);
    case "map": {
      const map = emptyMap();
      for (const [key, entry] of node.entries) map[key] = toValue(entry.node);
      return map;
    }
  }
}
