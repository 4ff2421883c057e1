/**
 * From what an expression refers to, as a plan's configuration writes it (`aws_subnet.a[0].id`, `module.network.subnets`,
 * `each.value`), to the resources that are meant, through variables and outputs of any depth.
 */
import type { Reference } from "../../../model/value.js";
import { suffixOf } from "../module/copies.js";
import type { ConfigModule } from "./configuration.js";

/** The copies of blocks and of modules that a plan has. */
export interface Copies {
  /** Block address without its own key (`module.a["x"].aws_subnet.b`) → the keys of its copies; none for a single one. */
  readonly keysOf: (block: string) => readonly (string | number)[] | undefined;
  readonly has: (address: string) => boolean;
  /** Module address without its last key (`module.a["x"].module.b`) → the keys of its copies. */
  readonly keysOfModule: (module: string) => readonly (string | number)[] | undefined;
}

/** One module of the plan: its address with a dot behind, and its part of the configuration. */
export interface Place {
  readonly prefix: string;
  readonly config: ConfigModule;
  /** Absent for the root module. */
  readonly caller?: { readonly place: Place; readonly name: string; readonly own: Copy };
}

export interface Targets {
  readonly references: readonly Reference[];
  /** There may be others: a local, or something that only each copy's own key or value tells, stands between. */
  readonly isSure: boolean;
}

/** Paths from variable to variable and output to output end; a longer one is a circle. */
const longestWay = 100;

const nothing: Targets = { references: [], isSure: true };

/** What a list of references means for one copy of a block. */
export function targetsOf(list: readonly string[], place: Place, copies: Copies, own: Copy): Targets {
  return resolve(list, place, own, copies, 0);
}

/** The copy of a block or of a module call in which an expression stands. */
export interface Copy {
  readonly key: string | number | undefined;
  /** How many copies there are. */
  readonly siblings: number;
  /** What its `count` or `for_each` refers to. */
  readonly copiedBy: readonly string[];
}

const noCopy: Copy = { key: undefined, siblings: 1, copiedBy: [] };

function resolve(list: readonly string[], place: Place, own: Copy, copies: Copies, depth: number): Targets {
  if (list.length === 0) return nothing;
  if (depth > longestWay) return { references: [], isSure: false };
  const byKey = list.includes("each.key") || list.includes("count.index") ? own : undefined;
  const found: Targets[] = [];
  for (const text of mostSpecific(list)) {
    const [root = "", ...steps] = stepsOf(text);
    const first = steps[0] ?? "";
    if (root === "var") {
      const { caller } = place;
      const given = caller?.place.config.calls.get(caller.name);
      if (caller === undefined || given === undefined) continue;
      found.push(resolve(given.given.get(first) ?? [], caller.place, caller.own, copies, depth + 1));
    } else if (root === "local") {
      found.push({ references: [], isSure: false });
    } else if (root === "each") {
      if (first === "value") found.push(valueOfCopy(steps.slice(1), place, own, copies, depth));
    } else if (root === "module") {
      found.push(throughOutput(steps, place, byKey, copies, depth));
    } else if (root !== "count" && root !== "path" && root !== "terraform" && root !== "self") {
      const [type, rest] = root === "data" ? [`data.${first}`, steps.slice(1)] : [root, steps];
      found.push(copiesAt(type, rest, place, byKey, copies));
    }
  }
  if (found.length === 0) return nothing;
  if (found.length === 1) return found[0] as Targets;
  return {
    references: found.flatMap(({ references }) => references),
    isSure: found.every(({ isSure }) => isSure),
  };
}

/**
 * `each.value.id`: where `for_each` goes through the copies of one block, the value is the copy of the same key; else it is
 * somewhere in what `for_each` goes through.
 */
function valueOfCopy(rest: readonly string[], place: Place, own: Copy, copies: Copies, depth: number): Targets {
  const list = mostSpecific(own.copiedBy);
  const [root = "", ...steps] = list.length === 1 ? stepsOf(list[0] ?? "") : [];
  const [type, name, ...more] = root === "data" ? [`data.${steps[0]}`, ...steps.slice(1)] : [root, ...steps];
  if (type !== undefined && name !== undefined && more.length === 0) {
    const keys = copies.keysOf(`${place.prefix}${type}.${name}`);
    if (keys !== undefined) return copiesAt(type, [name, ...rest], place, own, copies);
  }
  return { ...resolve(own.copiedBy, place, noCopy, copies, depth + 1), isSure: false };
}

/** `a.b` beside `a.b.c` says nothing more. */
export function mostSpecific(list: readonly string[]): readonly string[] {
  if (list.length === 1) return list;
  const [first = "", second = ""] = list;
  if (list.length === 2 && first.startsWith(second) && first.charAt(second.length) === ".") return [first];
  return list.filter(
    (text) =>
      !list.some(
        (other) => other.length > text.length && other.startsWith(text) && /[.[]/.test(other.charAt(text.length)),
      ),
  );
}

/** `module.network.subnets`, `module.network["a"].subnets[0]`. */
function throughOutput(
  steps: readonly string[],
  place: Place,
  own: Copy | undefined,
  copies: Copies,
  depth: number,
): Targets {
  const [name = "", ...rest] = steps;
  const call = place.config.calls.get(name);
  if (call === undefined) return { references: [], isSure: false };
  const [given, after] = keyAt(rest);
  const output = after[0];
  const address = `${place.prefix}module.${name}`;
  const keys = copies.keysOfModule(address) ?? [undefined];
  const chosen = chosenKeys(keys, given, own);
  const found = chosen.keys.map((copy): Targets => {
    const inner: Place = {
      prefix: `${address}${suffixOf(copy)}.`,
      config: call.module,
      caller: { place, name, own: { key: copy, siblings: keys.length, copiedBy: call.copies } },
    };
    if (output === undefined) return { references: [], isSure: false };
    return resolve(call.module.outputs.get(output) ?? [], inner, noCopy, copies, depth + 1);
  });
  return {
    references: found.flatMap(({ references }) => references),
    isSure: chosen.isSure && found.every(({ isSure }) => isSure),
  };
}

/** `aws_subnet.a.id`, `aws_subnet.a[0].id`: with the name as first step. */
function copiesAt(
  type: string,
  steps: readonly string[],
  place: Place,
  own: Copy | undefined,
  copies: Copies,
): Targets {
  const [name = "", ...rest] = steps;
  const block = `${place.prefix}${type}.${name}`;
  const keys = copies.keysOf(block);
  const [given, after] = keyAt(rest);
  const attribute = after[0];
  const referenceTo = (address: string): Reference => (attribute === undefined ? { address } : { address, attribute });
  if (keys === undefined) return { references: copies.has(block) ? [referenceTo(block)] : [], isSure: true };
  const chosen = chosenKeys(keys, given, own);
  return { references: chosen.keys.map((copy) => referenceTo(block + suffixOf(copy))), isSure: chosen.isSure };
}

/**
 * Which copies are meant: the one that is named; where each copy's own key is used, the one of the same key, if there is
 * one; else any of them.
 */
function chosenKeys(
  keys: readonly (string | number | undefined)[],
  given: string | number | undefined,
  own: Copy | undefined,
): { readonly keys: readonly (string | number | undefined)[]; readonly isSure: boolean } {
  if (given !== undefined) return { keys: keys.filter((key) => key === given), isSure: true };
  if (own === undefined) return { keys, isSure: true };
  // count.index may be computed with (`count.index % 2`), which does not show; where both have as many copies, it is not.
  const isSame = keys.includes(own.key) && (typeof own.key === "string" || keys.length === own.siblings);
  return isSame ? { keys: [own.key], isSure: true } : { keys, isSure: false };
}

/** The key that comes first, with what follows it. */
function keyAt(steps: readonly string[]): readonly [string | number | undefined, readonly string[]] {
  const first = steps[0];
  if (first === undefined || !first.startsWith("[")) return [undefined, steps];
  const inner = first.slice(1, -1);
  const key = inner.startsWith('"') ? keyText(inner) : Number(inner);
  return [key, steps.slice(1)];
}

/** A key as it stands in an address, without its quotation marks. */
export function keyText(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted.slice(1, -1);
  }
}

/** `a.b["c.d"].e` → a, b, ["c.d"], e. */
function stepsOf(text: string): readonly string[] {
  return text.includes("[") ? (text.match(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]|[^.[]+/g) ?? []) : text.split(".");
}
