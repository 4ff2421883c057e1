/** What two readings of one configuration have in common: one with a module's real code, one with the catalog's file of it. */
import type { Inventory, Resource } from "../../packages/demarc/src/model/inventory.js";
import { isList, isMap, isUnknown, type Value } from "../../packages/demarc/src/model/value.js";

export interface Comparison {
  readonly same: number;
  /** Addresses that only the real code gives, or only the file. */
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  /** Known in both, and not the same. */
  readonly faults: readonly string[];
  /** Told by the file where the reader cannot tell it from the code. */
  readonly beyond: readonly string[];
  /** Known from the real code and unknown from the file. */
  readonly losses: readonly string[];
  /** Set by the real code, and said by the file to be never set. */
  readonly silent: readonly string[];
}

/** @param isAsked whether anybody asks for an attribute of a type: only these count as losses */
export function compareInventories(
  real: Inventory,
  told: Inventory,
  isAsked: (type: string, attribute: string) => boolean,
  isUntold: (resource: Resource, attribute: string) => boolean,
): Comparison {
  const managed = ({ resources }: Inventory): ReadonlyMap<string, Resource> =>
    new Map(resources.filter(({ mode }) => mode === "managed").map((resource) => [resource.address, resource]));
  const left = managed(real);
  const right = managed(told);
  const result = {
    same: 0,
    faults: [] as string[],
    beyond: [] as string[],
    losses: [] as string[],
    silent: [] as string[],
  };
  for (const [address, resource] of left) {
    const other = right.get(address);
    if (other === undefined) continue;
    if (resource.number !== other.number) {
      const list = other.number === "unknown" ? result.losses : result.beyond;
      list.push(`${address}: how many there are is known to one only`);
    }
    const names = new Set([...Object.keys(resource.attributes), ...Object.keys(other.attributes)]);
    for (const name of names) compareAttribute(resource, other, name);
  }
  const only = (these: ReadonlyMap<string, Resource>, those: ReadonlyMap<string, Resource>): readonly string[] =>
    [...these.keys()].filter((address) => !those.has(address));
  // One whose number is not known stands for all of its copies, of which there may be none.
  const isUnsure = (resources: ReadonlyMap<string, Resource>, address: string): boolean =>
    resources.get(address.replace(/\[[^\]]*\]$/, ""))?.number === "unknown";
  const missing = only(left, right);
  const extra = only(right, left);
  for (const address of missing)
    if (isUnsure(right, address)) result.losses.push(`${address}: how many there are is not told`);
    else if (isUnsure(left, address)) result.beyond.push(`${address}: how many there are is told`);
  return {
    ...result,
    missing: missing.filter((address) => !isUnsure(right, address) && !isUnsure(left, address)),
    extra: extra.filter((address) => !isUnsure(left, address) && !isUnsure(right, address)),
  };

  function compareAttribute(resource: Resource, other: Resource, name: string): void {
    const asked = isAsked(resource.type, name);
    const where = `${resource.address}.${name}`;
    const isSaid = Object.hasOwn(other.attributes, name);
    const a = resource.attributes[name] ?? null;
    const b = other.attributes[name] ?? null;
    if (!isSaid && isUntold(other, name)) return;
    if (!isSaid && !isEmpty(a)) {
      result.silent.push(`${where} is ${shown(a)}${asked ? "" : " (asked for by nobody)"}`);
      return;
    }
    const differences = [...differencesOf(a, b, where)];
    if (differences.length === 0) result.same += 1;
    for (const { kind, text } of differences) {
      if (kind !== "losses" || asked) result[kind].push(text);
    }
    if (!asked || differences.length > 0) return;
    const pointed = targetsOf(resource, name);
    const told = targetsOf(other, name);
    if (pointed.join() === told.join()) return;
    const isLess = told.every((target) => pointed.includes(target));
    const isMore = pointed.every((target) => told.includes(target));
    const list = isLess ? result.losses : isMore ? result.beyond : result.faults;
    list.push(`${where} points to ${told.join(", ") || "nothing"}, really to ${pointed.join(", ") || "nothing"}`);
  }
}

function* differencesOf(
  a: Value,
  b: Value,
  where: string,
): Generator<{ kind: "faults" | "beyond" | "losses"; text: string }> {
  if (isUnknown(a) && isUnknown(b)) {
    if (a.isSet === true && b.isSet !== true) yield { kind: "losses", text: `${where} is surely set` };
    if (b.isSet === true && a.isSet !== true)
      yield {
        kind: "beyond",
        text: `${where} is told to be surely set; the real code leaves that open (${a.because})`,
      };
    if (a.encoded !== undefined && b.encoded !== undefined) yield* differencesOf(a.encoded, b.encoded, where);
  } else if (isUnknown(b)) yield { kind: "losses", text: `${where} is ${shown(a)} (${b.because})` };
  else if (isUnknown(a))
    yield { kind: "beyond", text: `${where} is told as ${shown(b)}; the real code leaves it open (${a.because})` };
  else if (isList(a) && isList(b) && a.length === b.length)
    for (let at = 0; at < a.length; at += 1) yield* differencesOf(a[at] ?? null, b[at] ?? null, `${where}[${at}]`);
  else if (isMap(a) && isMap(b))
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
      yield* differencesOf(a[key] ?? null, b[key] ?? null, `${where}.${key}`);
  else if (!(isEmpty(a) && isEmpty(b)) && !isSameText(a, b))
    yield { kind: "faults", text: `${where} is told as ${shown(b)}, really ${shown(a)}` };
}

/** 1 and "1" are the same to Terraform. */
function isSameText(a: Value, b: Value): boolean {
  const isPlain = typeof a !== "object" && typeof b !== "object";
  return isPlain ? String(a) === String(b) : a === b;
}

function isEmpty(value: Value): boolean {
  return value === null || (isList(value) && value.length === 0);
}

function targetsOf(resource: Resource, name: string): readonly string[] {
  const paths = Object.keys(resource.references).filter((path) => path === name || path.startsWith(`${name}.`));
  const targets = paths.flatMap((path) => (resource.references[path] ?? []).map(({ address }) => address));
  // What is only looked up has another name in the real code, and is no component.
  return [...new Set(targets.filter((address) => !/(^|\.)data\./.test(address)))].sort();
}

function shown(value: Value): string {
  const text = JSON.stringify(value, (_, item: Value) => (isUnknown(item) ? `? ${item.because}` : item)) ?? "null";
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}
