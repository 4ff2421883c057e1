/**
 * Everything that the conditions of a service can read of a component, as one text: components with the same one have
 * the same outcome of every condition, so that a condition is evaluated once for all that are alike.
 */
import type { CatalogFormat, Service } from "@demarc/catalog/types";
import { compileCondition } from "../condition/condition.js";
import type { Shape } from "../condition/shape.js";
import { isList, isMap, isUnknown, type Unknown, type Value } from "../model/value.js";
import type { Subject } from "./scope.js";

export interface Signatures {
  /** A number for the signature, the same for equal ones; undefined where it cannot be made (circles, doubtful parts). */
  readonly of: (subject: Subject) => number | undefined;
}

type Related = (relation: string, subject: Subject) => readonly Subject[] | Unknown;

export function createSignatures(related: Related): Signatures {
  const shapes = new Map<string, ReadonlyMap<string, Shape>>();
  const known = new Map<Subject, number | undefined>();
  const running = new Set<Subject>();
  const numbers = new Map<string, number>();

  function of(subject: Subject): number | undefined {
    if (known.has(subject)) return known.get(subject);
    if (running.has(subject)) return undefined;
    running.add(subject);
    const text = textOf(subject);
    running.delete(subject);
    let number: number | undefined;
    if (text !== undefined) {
      number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
    }
    known.set(subject, number);
    return number;
  }

  function textOf(subject: Subject): string | undefined {
    const { resource, parts } = subject.node;
    const read = shapesFor(subject);
    const out = [subject.service.id, subject.kind ?? "", resource.type];
    const it = read.get("it");
    if (it !== undefined) write(resource.attributes as Value, it, out);
    for (const [type, shape] of read.get("parts")?.fields ?? []) {
      const nodes = parts.get(type) ?? [];
      if (nodes.some((node) => node.resource.number === "unknown")) return undefined;
      out.push(`${type}${nodes.length}`);
      for (const node of nodes) write(node.resource.attributes as Value, elementShape(shape), out);
    }
    for (const name of read.get("refs")?.fields.keys() ?? []) {
      const targets = related(name, subject);
      if (isUnknown(targets as Value)) {
        out.push(`${name}?`);
        continue;
      }
      out.push(`${name}${(targets as readonly Subject[]).length}`);
      for (const target of targets as readonly Subject[]) {
        const number = of(target);
        if (number === undefined) return undefined;
        out.push(`#${number}`);
      }
    }
    return out.join("\u0001");
  }

  /** What all conditions of the service together read, in the format of this subject. */
  function shapesFor(subject: Subject): ReadonlyMap<string, Shape> {
    const { format } = subject.node.resource;
    const key = `${subject.service.id} ${format}`;
    let merged = shapes.get(key);
    if (merged === undefined) {
      merged = mergedShapes(expressionsOf(subject.service, format as CatalogFormat));
      shapes.set(key, merged);
    }
    return merged;
  }

  return { of };
}

function expressionsOf(service: Service, format: CatalogFormat): readonly string[] {
  return [
    ...Object.values(service.facts).map((fact) => fact[format] ?? fact.any),
    ...service.variants.map((variant) => variant.when),
    ...service.duties.flatMap((duty) => [duty.when, duty.check]),
    ...service.runsOn.map((rule) => rule.when),
  ].filter((text) => text !== undefined);
}

function mergedShapes(expressions: readonly string[]): ReadonlyMap<string, Shape> {
  const merged = new Map<string, Shape>();
  for (const text of expressions) {
    for (const [name, shape] of compileCondition(text).shapes) {
      const into = merged.get(name);
      merged.set(name, into === undefined ? copyOf(shape) : mergeInto(into, shape));
    }
  }
  return merged;
}

function copyOf(shape: Shape): Shape {
  return mergeInto(
    { ...shape, fields: new Map(), element: undefined, leaf: false, list: false, nullCompared: false, json: false },
    shape,
  );
}

function mergeInto(into: Shape, from: Shape): Shape {
  into.leaf ||= from.leaf;
  into.list ||= from.list;
  into.nullCompared ||= from.nullCompared;
  into.json ||= from.json;
  for (const [name, shape] of from.fields) {
    const field = into.fields.get(name);
    into.fields.set(name, field === undefined ? copyOf(shape) : mergeInto(field, shape));
  }
  if (from.element !== undefined) {
    into.element = into.element === undefined ? copyOf(from.element) : mergeInto(into.element, from.element);
  }
  return into;
}

function elementShape(shape: Shape): Shape {
  return shape.element ?? shape;
}

/** Writes what the shape reads of a value; the whole value where it is used as such. */
function write(value: Value, shape: Shape | undefined, out: string[]): void {
  if (isUnknown(value)) {
    out.push(value.isSet === true ? "?!" : "?");
    if (value.encoded !== undefined) write(value.encoded, undefined, out);
  } else if (isList(value)) {
    out.push(`[${value.length}`);
    const element = shape === undefined || shape.leaf ? undefined : (shape.element ?? shape);
    for (const item of value) write(item, element, out);
  } else if (isMap(value)) {
    writeMap(value, shape, out);
  } else if (typeof value === "string") {
    // With its length, so that no text can pass for another.
    out.push(`${value.length}"${value}`);
  } else out.push(String(value));
}

function writeMap(map: { readonly [key: string]: Value }, shape: Shape | undefined, out: string[]): void {
  const isWhole = shape === undefined || shape.leaf || shape.list || shape.json || shape.fields.size === 0;
  const keys = isWhole ? Object.keys(map) : [...shape.fields.keys()].filter((key) => Object.hasOwn(map, key));
  out.push(`{${keys.length}`);
  for (const key of keys) {
    out.push(key);
    write(map[key] as Value, isWhole ? undefined : shape.fields.get(key), out);
  }
}
