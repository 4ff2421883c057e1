/** Fn::ForEach: one entry that stands for many. */
import { isList, isUnknown, unknown, type Value } from "../../model/value.js";
import type { YamlEntry, YamlMap } from "../yaml/node.js";
import { nameIn } from "./loops.js";
import { type Loops, MAX_NAME, mistake, type Scope, spend } from "./stack.js";
import { asText } from "./values.js";

const KEY = "Fn::ForEach::";

/** `Fn::ForEach::Name`. */
export function isLoopKey(key: string): boolean {
  return key.startsWith(KEY);
}

/** What a round costs of the work that a template may make, as it can make a resource. */
const ROUND = 100;

interface Round {
  readonly entries: YamlMap["entries"];
  readonly loops: Loops;
}

/** The rounds of a loop, one an item; a single one with an unknown variable where the list is unknown. None where it is malformed. */
export function expandLoop(entry: YamlEntry, scope: Scope): readonly Round[] {
  const { node } = entry;
  const [identifier, collection, body] = node.kind === "list" ? node.items : [];
  if (identifier?.kind !== "scalar" || collection === undefined || body?.kind !== "map") {
    mistake(scope, entry, `${entry.key} is not a list of a variable, a list and a map; it is left out.`, EXAMPLE);
    return [];
  }
  const items = itemsOf(scope.stack.session.evaluate(collection, scope), entry);
  spend(scope.stack.session, items.length * ROUND);
  return items.map((value) => ({ entries: body.entries, loops: new Map(scope.loops).set(identifier.text, value) }));
}

const EXAMPLE = `Write: Fn::ForEach::Name: [Variable, [a, b], {"Key$\{Variable}": …}].`;

function itemsOf(list: Value | undefined, entry: YamlEntry): readonly Value[] {
  if (isUnknown(list)) return [unknown(`the list of ${entry.key} is not known: ${list.because}`, list.references)];
  if (!isList(list)) return [unknown(`what ${entry.key} goes through is no list`)];
  const doubtful = list.find((item) => isUnknown(item) || asText(item) === undefined);
  if (isUnknown(doubtful))
    return [unknown(`the list of ${entry.key} is not known: ${doubtful.because}`, doubtful.references)];
  const texts = list.map((item) => asText(item) ?? "");
  if (texts.some((text) => text.length > MAX_NAME)) return [unknown(`the list of ${entry.key} has too long an item`)];
  return [...new Set(texts)];
}

/**
 * Hands each entry of a section to `add`, loops expanded, in order. A name with an unknown variable stays as it is written:
 * `Bucket${Name}` stands for all that the loop makes.
 */
export function expandSection(
  section: YamlMap | undefined,
  scope: Scope,
  add: (name: string, entry: YamlEntry, loops: Loops) => void,
): void {
  if (section === undefined) return;
  walk(section.entries, scope);

  function walk(entries: YamlMap["entries"], within: Scope): void {
    spend(scope.stack.session, entries.size);
    for (const [key, entry] of entries) {
      if (!isLoopKey(key)) add(nameIn(key, within.loops), entry, within.loops);
      else for (const round of expandLoop(entry, within)) walk(round.entries, { ...within, loops: round.loops });
    }
  }
}
