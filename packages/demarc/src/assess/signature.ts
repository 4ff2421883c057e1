/**
 * Everything that one condition can read of a component, as a text: components with the same one have the same outcome,
 * so that a condition is evaluated once for all that are alike. Reads through facts count as reads of what they read.
 */
import type { CatalogFormat, Service } from "@demarc/catalog/types";
import { compileCondition } from "../condition/condition.js";
import type { Shape } from "../condition/shape.js";
import { isList, isMap, isUnknown, type Unknown, type Value } from "../model/value.js";
import type { Subject } from "./scope.js";

/** The signature of a condition on a subject; undefined where it cannot be made (circles, doubtful parts). */
export type SignatureOf = (text: string, subject: Subject) => string | undefined;

type Related = (relation: string, subject: Subject) => readonly Subject[] | Unknown;
type Roots = ReadonlyMap<string, Shape>;

/** Relations lead from component to component; a chain as long as this one is a circle. */
const longestChain = 8;

export function createSignatures(related: Related): SignatureOf {
  const byText = new Map<string, Map<string, Roots>>();
  const byShape = new Map<Shape, Map<string, Roots>>();

  function signatureOf(text: string, subject: Subject): string | undefined {
    const out = [subject.kind ?? "", subject.node.resource.type];
    const roots = once(byText, text, subject, () => compileCondition(text).shapes);
    return writeSubject(subject, roots, out, 0) ? out.join("\u0001") : undefined;
  }

  /** What is read of a subject, once a service and format: facts are replaced by what they read. */
  function once<K>(cache: Map<K, Map<string, Roots>>, key: K, subject: Subject, read: () => Roots): Roots {
    let byService = cache.get(key);
    if (byService === undefined) {
      byService = new Map();
      cache.set(key, byService);
    }
    const { format } = subject.node.resource;
    const name = `${subject.service.id} ${format}`;
    let roots = byService.get(name);
    if (roots === undefined) {
      roots = withoutFacts(read(), subject.service, format as CatalogFormat);
      byService.set(name, roots);
    }
    return roots;
  }

  function writeSubject(subject: Subject, roots: Roots, out: string[], depth: number): boolean {
    if (depth > longestChain) return false;
    const { resource, parts, unsureParts } = subject.node;
    const it = roots.get("it");
    if (it !== undefined) writeMap(resource.attributes, it, out);
    for (const [type, shape] of roots.get("parts")?.fields ?? []) {
      if (unsureParts.has(type)) return false;
      const nodes = parts.get(type) ?? [];
      out.push(`${type}${nodes.length}`);
      for (const node of nodes) writeMap(node.resource.attributes, shape.element ?? shape, out);
    }
    for (const [name, shape] of roots.get("refs")?.fields ?? []) {
      const targets = related(name, subject);
      if (isUnknown(targets as Value)) {
        out.push(`${name}?`);
        continue;
      }
      out.push(`${name}${(targets as readonly Subject[]).length}`);
      for (const target of targets as readonly Subject[]) {
        out.push(target.service.id, target.kind ?? "", target.node.resource.type);
        const element = shape.element ?? shape;
        const inner = once(byShape, element, target, () => element.fields);
        if (!writeSubject(target, inner, out, depth + 1)) return false;
      }
    }
    return true;
  }

  return signatureOf;
}

function withoutFacts(read: Roots, service: Service, format: CatalogFormat): Roots {
  const merged = new Map<string, Shape>();
  const seen = new Set<string>();
  const add = (roots: Roots): void => {
    for (const [name, shape] of roots) {
      if (name !== "facts") {
        const into = merged.get(name);
        merged.set(name, into === undefined ? copyOf(shape) : mergeInto(into, shape));
        continue;
      }
      for (const fact of shape.fields.keys()) {
        if (seen.has(fact)) continue;
        seen.add(fact);
        const rule = Object.hasOwn(service.facts, fact) ? service.facts[fact] : undefined;
        const text = rule?.[format] ?? rule?.any;
        if (text !== undefined) add(compileCondition(text).shapes);
      }
    }
  };
  add(read);
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
  // Compared or passed on, it is the value itself that counts.
  into.leaf ||= from.texts.length > 0 || from.passed;
  for (const [name, shape] of from.fields) {
    const field = into.fields.get(name);
    into.fields.set(name, field === undefined ? copyOf(shape) : mergeInto(field, shape));
  }
  if (from.element !== undefined) {
    into.element = into.element === undefined ? copyOf(from.element) : mergeInto(into.element, from.element);
  }
  return into;
}

/** Writes what the shape reads of a value; the whole value where it is used as such. */
function write(value: Value, shape: Shape | undefined, out: string[]): void {
  if (typeof value === "string") {
    // With its length, so that no text can pass for another.
    out.push(`${value.length}"${value}`);
  } else if (typeof value !== "object" || value === null) {
    out.push(String(value));
  } else if (isList(value)) {
    out.push(`[${value.length}`);
    const element = shape === undefined || shape.leaf ? undefined : (shape.element ?? shape);
    for (const item of value) write(item, element, out);
  } else if (isUnknown(value)) {
    out.push(value.isSet === true ? "?!" : "?", ...(value.pieces ?? []));
    if (value.encoded !== undefined) write(value.encoded, undefined, out);
  } else if (isMap(value)) {
    writeMap(value, shape, out);
  }
}

function writeMap(map: { readonly [key: string]: Value }, shape: Shape | undefined, out: string[]): void {
  if (shape === undefined || shape.leaf || shape.list || shape.json || shape.fields.size === 0) {
    const keys = Object.keys(map);
    out.push(`{${keys.length}`);
    for (const key of keys) {
      out.push(key);
      write(map[key] as Value, undefined, out);
    }
    return;
  }
  for (const [key, field] of shape.fields) {
    if (!Object.hasOwn(map, key)) continue;
    out.push(key);
    write(map[key] as Value, field, out);
  }
  out.push("}");
}
