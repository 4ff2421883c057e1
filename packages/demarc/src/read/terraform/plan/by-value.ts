/**
 * What a resource points to, told by values alone: an attribute that holds another resource's id, ARN or name points to it.
 * A state says nothing more; in a plan it decides where the configuration leaves it open.
 */
import { isList, isMap, type Reference, type Value } from "../../../model/value.js";
import { blockOf, type Draft, type ResourceTable } from "./table.js";

/** Adds what a value at a path, and the values inside of it, point to. */
export function addByValue(
  from: Draft,
  value: Value,
  path: string,
  table: ResourceTable,
  references: Record<string, Reference[]>,
): void {
  if (typeof value === "string") {
    for (const target of namedBy(from, value, table)) {
      const list = references[path];
      if (list === undefined) references[path] = [{ address: target.address }];
      else if (!list.some(({ address }) => address === target.address)) list.push({ address: target.address });
    }
  } else if (isList(value)) {
    for (const item of value) addByValue(from, item, path, table, references);
  } else if (isMap(value)) {
    for (const key of Object.keys(value)) addByValue(from, value[key] as Value, `${path}.${key}`, table, references);
  }
}

/**
 * Several resources may share an id (a bucket and its policy): those count that the state says it was made from. A short
 * name may be the same by chance: it counts only where the state says so, or says nothing.
 */
export function namedBy(from: Draft, value: string, table: ResourceTable): readonly Draft[] {
  const all = table.named(value);
  if (all.length === 0) return all;
  const others = all.filter((target) => target !== from);
  const blocks = table.dependsOn(from);
  if (blocks === undefined) return others;
  const expected = others.filter((target) => isAmong(blocks, target));
  return expected.length > 0 || !isUnmistakable(value) ? expected : others;
}

function isAmong(blocks: readonly string[], target: Draft): boolean {
  const block = blockOf(target.mode, target.type, target.name);
  const module = target.module.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
  return blocks.some((text) => text === module + block || text === target.address);
}

function isUnmistakable(value: string): boolean {
  return value.startsWith("arn:") || /-[0-9a-f]{8,}$/.test(value);
}
