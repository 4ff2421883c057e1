/**
 * Builds values with places and tags from js-yaml's events. JSON is YAML, so this reads both.
 * Bounded against hostile texts: depth, and what aliases expand to.
 */
import { EVENT_ID, getScalarValue, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { Problem } from "../../model/inventory.js";
import { problemOf } from "./errors.js";
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from "./node.js";
import { PADDING, type Parsed, parseLeniently } from "./parse.js";
import { plainScalar, taggedScalar, type YamlVersion } from "./scalar.js";
import { placeOf, problemAt, type Source, sourceOf } from "./source.js";

export interface YamlInput {
  readonly file: string;
  readonly text: string;
  /** Default `yaml-1.1`, which is what infrastructure tools read. */
  readonly version?: YamlVersion;
}

export interface YamlRead {
  readonly source: Source;
  /** One a document, empty ones left out. */
  readonly documents: readonly YamlNode[];
  readonly problems: readonly Problem[];
}

/** Maps and lists inside one another, aliases followed. */
export const MAX_DEPTH = 250;
/** Nodes that all aliases of a file may stand for together. */
const MAX_ALIASED = 200_000;
/** More problems in one file help nobody. */
const MAX_PROBLEMS = 50;

/**
 * Reads YAML or JSON of any number of documents. Never throws: what is wrong is in `problems`. After a syntax error or
 * a broken bound there are no documents.
 */
export function readYaml(input: YamlInput): YamlRead {
  const source = sourceOf(input.file, input.text);
  try {
    return compose(source, parseLeniently(input.text, MAX_DEPTH), input.version ?? "yaml-1.1");
  } catch (error) {
    return { source, documents: [], problems: [problemOf(error, source, MAX_DEPTH)] };
  }
}

interface Anchored {
  /** Not set while the node is still open: an alias to it would make it part of itself. */
  node?: YamlNode;
  size: number;
  height: number;
}

/** A list, map or document that is open. Every field is always there: one shape is what makes this loop fast. */
interface Frame {
  readonly list: YamlNode[] | undefined;
  readonly map: Map<string, YamlEntry> | undefined;
  readonly node: YamlList | YamlMap | undefined;
  readonly anchored: Anchored | undefined;
  /** The key that waits for its value. */
  key: Key | undefined;
  merged: YamlNode[] | undefined;
  /** Nodes in here, aliases counted as what they stand for. */
  size: number;
  height: number;
}

interface Key {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly kind: "plain" | "merge" | "bad";
}

function compose(source: Source, parsed: Parsed, version: YamlVersion): YamlRead {
  const { events, text } = parsed;
  const documents: YamlNode[] = [];
  const problems: Problem[] = [];
  const place = placer(parsed.padded.size === 0 ? source : sourceOf(source.file, text), parsed.padded);
  let frames: Frame[] = [];
  let anchors = new Map<string, Anchored>();
  let aliased = 0;

  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        frames = [frameOf(documents, undefined, undefined, undefined)];
        anchors = new Map();
        break;
      case EVENT_ID.SCALAR: {
        const node = scalarNode(event);
        const anchored = anchorOf(event);
        if (anchored !== undefined) Object.assign(anchored, { node, size: 1, height: 0 });
        const isPlain = event.style === SCALAR_STYLE.PLAIN && event.tagStart === -1;
        if (!isEmptyDocument(node)) add(node, 1, 0, isPlain && node.text === "<<");
        break;
      }
      case EVENT_ID.SEQUENCE: {
        const list: YamlNode[] = [];
        const { tag, line, column } = placed(event);
        frames.push(frameOf(list, undefined, { kind: "list", items: list, tag, line, column }, anchorOf(event)));
        break;
      }
      case EVENT_ID.MAPPING: {
        const map = new Map<string, YamlEntry>();
        const { tag, line, column } = placed(event);
        frames.push(frameOf(undefined, map, { kind: "map", entries: map, tag, line, column }, anchorOf(event)));
        break;
      }
      case EVENT_ID.ALIAS: {
        const name = text.slice(event.anchorStart, event.anchorEnd);
        const target = anchors.get(name);
        const at = place(event.anchorStart);
        if (target?.node === undefined) {
          const what =
            target === undefined
              ? `There is no anchor \`&${name}\` above.`
              : `\`*${name}\` stands inside of what it names.`;
          report(
            at,
            "error",
            what,
            target === undefined ? `Name an anchor that exists, or write \`&${name}\` before the value.` : undefined,
          );
          add({ kind: "scalar", value: null, text: "", ...at }, 1, 0, false);
          break;
        }
        aliased += target.size;
        if (aliased > MAX_ALIASED || frames.length + target.height > MAX_DEPTH) {
          const message = `The aliases of this file stand for more than ${MAX_ALIASED} values, or go more than ${MAX_DEPTH} levels deep.`;
          report(at, "error", message, "Write out what is needed instead of aliases of aliases.");
          return { source, documents: [], problems };
        }
        add(target.node, target.size, target.height, false);
        break;
      }
      case EVENT_ID.POP:
        close();
        break;
    }
  }
  return { source, documents, problems };

  function close(): void {
    const frame = frames.pop();
    if (frame?.node === undefined) return;
    if (frame.merged !== undefined && frame.map !== undefined) merge(frame.map, frame.merged, frame.node);
    if (frame.anchored !== undefined)
      Object.assign(frame.anchored, { node: frame.node, size: frame.size, height: frame.height + 1 });
    add(frame.node, frame.size, frame.height + 1, false);
  }

  function add(node: YamlNode, size: number, height: number, isMergeKey: boolean): void {
    const frame = frames[frames.length - 1];
    if (frame === undefined) return;
    frame.size += size;
    if (height > frame.height) frame.height = height;
    if (frame.list !== undefined) frame.list.push(node);
    else if (frame.map !== undefined) {
      if (frame.key === undefined) frame.key = keyOf(node, isMergeKey);
      else addEntry(frame, frame.map, frame.key, node);
    }
  }

  function keyOf(node: YamlNode, isMergeKey: boolean): Key {
    const { line, column } = node;
    if (node.kind === "scalar") return { text: node.text, line, column, kind: isMergeKey ? "merge" : "plain" };
    report(node, "error", `A key is a ${node.kind}; expected a text.`, "Quote it if it is meant as a text.");
    return { text: "", line, column, kind: "bad" };
  }

  function addEntry(frame: Frame, map: Map<string, YamlEntry>, key: Key, node: YamlNode): void {
    frame.key = undefined;
    if (key.kind === "bad") return;
    if (key.kind === "merge") {
      frame.merged ??= [];
      if (node.kind === "list") for (const item of node.items) frame.merged.push(item);
      else frame.merged.push(node);
      return;
    }
    const before = map.get(key.text);
    if (before !== undefined) {
      const message = `The key \`${shortened(key.text)}\` is here twice: first in line ${before.line}.`;
      report(key, "warning", message, "Remove one of the two. The last one counts here.");
    }
    map.set(key.text, { key: key.text, line: key.line, column: key.column, node });
  }

  function merge(map: Map<string, YamlEntry>, merged: readonly YamlNode[], at: YamlNode): void {
    for (const node of merged) {
      if (node.kind !== "map") report(at, "error", "`<<` merges maps; here it is given something else.");
      else for (const [key, entry] of node.entries) if (!map.has(key)) map.set(key, entry);
    }
  }

  function anchorOf(event: { anchorStart: number; anchorEnd: number }): Anchored | undefined {
    if (event.anchorStart === -1) return undefined;
    const anchored: Anchored = { size: 0, height: 0 };
    anchors.set(text.slice(event.anchorStart, event.anchorEnd), anchored);
    return anchored;
  }

  function scalarNode(event: ScalarEvent): YamlScalar {
    const content = getScalarValue(text, event);
    const at = scalarPlace(event);
    if (event.tagStart !== -1) {
      const tag = tagOf(text.slice(event.tagStart, event.tagEnd));
      if (tag.standard !== undefined)
        return { kind: "scalar", value: taggedScalar(content, tag.standard, version), text: content, ...at };
      // Whether `!Sub 012` means a number is for the reader of the tag, who has the text.
      const value = event.style === SCALAR_STYLE.PLAIN ? plainScalar(content, version) : content;
      return { kind: "scalar", value, text: content, tag: tag.local, ...at };
    }
    const value = event.style === SCALAR_STYLE.PLAIN ? plainScalar(content, version) : content;
    return { kind: "scalar", value, text: content, tag: undefined, line: at.line, column: at.column };
  }

  function scalarPlace(event: ScalarEvent): { line: number; column: number } {
    if (event.tagStart !== -1) return place(event.tagStart);
    if (event.anchorStart !== -1) return place(event.anchorStart);
    if (event.valueStart === -1) return place(-1);
    const at = place(event.valueStart);
    // The text of a block starts under its `|`, which is where the value is.
    const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
    return isBlock && at.line > 1 ? { line: at.line - 1, column: 1 } : at;
  }

  function placed(event: { start: number; tagStart: number; tagEnd: number }): {
    tag?: string;
    line: number;
    column: number;
  } {
    if (event.tagStart === -1) return place(event.start);
    const { local } = tagOf(text.slice(event.tagStart, event.tagEnd));
    const at = place(event.tagStart);
    return local === undefined ? at : { tag: local, ...at };
  }

  function isEmptyDocument(node: YamlScalar): boolean {
    return frames.length === 1 && node.text === "" && node.value === null && node.tag === undefined;
  }

  function report(
    at: { line: number; column: number },
    severity: Problem["severity"],
    message: string,
    hint?: string,
  ): void {
    if (problems.length < MAX_PROBLEMS) problems.push(problemAt(source, at, severity, message, hint));
  }
}

function frameOf(list: Frame["list"], map: Frame["map"], node: Frame["node"], anchored: Frame["anchored"]): Frame {
  return { list, map, node, anchored, key: undefined, merged: undefined, size: 1, height: 0 };
}

/** Finds places fast for offsets that mostly grow. An offset of -1 (an empty value) is where the last one was. */
function placer(source: Source, padded: ReadonlySet<number>): (offset: number) => { line: number; column: number } {
  const { lineStarts } = source;
  let line = 0;
  let start = 0;
  let next = lineStarts[1] ?? Number.POSITIVE_INFINITY;
  let last = 0;
  return (offset) => {
    const at = offset === -1 ? last : offset;
    last = at;
    if (at < start) {
      line = placeOf(source, at).line - 1;
      start = lineStarts[line] ?? 0;
      next = lineStarts[line + 1] ?? Number.POSITIVE_INFINITY;
    }
    while (at >= next) {
      line++;
      start = next;
      next = lineStarts[line + 1] ?? Number.POSITIVE_INFINITY;
    }
    const isPadded = padded.size > 0 && padded.has(line + 1);
    return { line: line + 1, column: isPadded ? Math.max(1, at - start + 1 - PADDING) : at - start + 1 };
  };
}

const STANDARD = "tag:yaml.org,2002:";

function tagOf(raw: string): { local?: string; standard?: string } {
  if (raw === "!") return { standard: "str" };
  if (raw.startsWith("!!")) return { standard: raw.slice(2) };
  if (!raw.startsWith("!<")) return { local: raw };
  const name = raw.slice(2, -1);
  return name.startsWith(STANDARD) ? { standard: name.slice(STANDARD.length) } : { local: name };
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
