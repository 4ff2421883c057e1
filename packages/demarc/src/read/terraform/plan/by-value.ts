/**
 * What a resource points to, told by values alone: an attribute that holds another resource's id, ARN or name points to it.
 * A state says nothing more; in a plan it decides where the configuration leaves it open.
 */
import { isList, isMap, type Reference, type Value } from "../../../model/value.js";
import type { WrittenResource } from "./resources.js";

export type Identities = ReadonlyMap<string, readonly WrittenResource[]>;

export function identitiesOf(resources: readonly WrittenResource[]): Identities {
  const found = new Map<string, WrittenResource[]>();
  for (const resource of resources) {
    for (const id of resource.ids) {
      const list = found.get(id);
      if (list === undefined) found.set(id, [resource]);
      else if (!list.includes(resource)) list.push(resource);
    }
  }
  return found;
}

/** Adds what a value at a path, and the values inside of it, point to. */
export function addByValue(
  from: WrittenResource,
  value: Value,
  path: string,
  identities: Identities,
  references: Record<string, Reference[]>,
): void {
  if (typeof value === "string") {
    for (const target of namedBy(from, value, identities)) {
      const list = references[path];
      if (list === undefined) references[path] = [{ address: target.address }];
      else if (!list.some(({ address }) => address === target.address)) list.push({ address: target.address });
    }
  } else if (isList(value)) {
    for (const item of value) addByValue(from, item, path, identities, references);
  } else if (isMap(value)) {
    for (const key of Object.keys(value))
      addByValue(from, value[key] as Value, `${path}.${key}`, identities, references);
  }
}

/**
 * Several resources may share an id (a bucket and its policy): those count that the state says it was made from. A short
 * name may be the same by chance: it counts only where the state says so, or says nothing.
 */
export function namedBy(from: WrittenResource, value: string, identities: Identities): readonly WrittenResource[] {
  const all = identities.get(value);
  if (all === undefined) return [];
  const others = all.filter((target) => target !== from);
  if (from.dependsOn === undefined) return others;
  const expected = others.filter((target) => dependsOn(from, target));
  return expected.length > 0 || !isUnmistakable(value) ? expected : others;
}

function dependsOn({ dependsOn: blocks = [] }: WrittenResource, target: WrittenResource): boolean {
  const block = `${target.mode === "data" ? "data." : ""}${target.type}.${target.name}`;
  const module = target.module.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
  return blocks.some((text) => text === module + block || text === target.address);
}

function isUnmistakable(value: string): boolean {
  return value.startsWith("arn:") || /-[0-9a-f]{8,}$/.test(value);
}
