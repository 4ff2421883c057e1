/**
 * Everything that one condition can read of a component, as a text: components with the same one have the same outcome,
 * so that a condition is evaluated once for all that are alike. Reads through facts count as reads of what they read.
 */
import type { CatalogFormat, Service } from "@demarc/catalog/types";
import { compileCondition } from "../condition/condition.js";
import type { Shape } from "../condition/shape.js";
import type { Truth } from "../model/logic.js";
import { isList, isMap, isUnknown, type Unknown, type Value } from "../model/value.js";
import { noParts, partsOfType, type Subject } from "./node.js";

/** A condition with all that was found out about it, for subjects of one service and format. */
export interface SignedCondition {
  /** The signature of a subject; undefined where it cannot be made (circles, doubtful parts). */
  readonly signatureOf: (subject: Subject) => Signature | undefined;
  /** What the condition gave, by signature: where it was known, and where it was not, by what it may hang on. */
  readonly known: Map<string, Truth>;
  readonly unknown: Map<string, { readonly truth: Truth; readonly because?: string }>;
}

export interface Signature {
  readonly values: string;
  /** The reasons of the unknowns among them, which name what they hang on, in the order of the values. */
  readonly reasons: readonly string[];
}

/** All signatures are made by one of these, for one run. */
export interface Signatures {
  /** By a condition's text. */
  readonly ofCondition: (text: string, subject: Subject) => SignedCondition;
  /**
   * Of everything that the conditions of a subject's service can read of it: subjects of one service, kind and format with
   * the same one are answered alike. Undefined where it cannot be made.
   */
  readonly ofSubject: (subject: Subject) => Signature | undefined;
}

type Related = (relation: string, subject: Subject) => readonly Subject[] | Unknown;
type Roots = ReadonlyMap<string, Shape>;

/** What is read of a subject: its own attributes, those of its parts by type, and of what its relations lead to. */
interface Reads {
  readonly it: Shape | undefined;
  readonly parts: readonly (readonly [string, Shape])[];
  readonly refs: readonly (readonly [string, Shape])[];
}

const noReasons: readonly string[] = [];

interface Written {
  values: string;
  readonly reasons: string[];
}

/** Relations lead from component to component; a chain as long as this one is a circle. */
const longestChain = 8;

export function createSignatures(related: Related): Signatures {
  const conditions = new Map<Service, Map<string, SignedCondition>>();
  const targets = new Map<Service, Map<Shape, Reads>>();

  const wholes = new Map<Service, Map<string, Reads | undefined>>();

  function ofSubject(subject: Subject): Signature | undefined {
    const { service, kind, node } = subject;
    let byKind = wholes.get(service);
    if (byKind === undefined) {
      byKind = new Map();
      wholes.set(service, byKind);
    }
    const key = `${node.resource.format} ${kind ?? ""}`;
    let reads = byKind.get(key);
    if (reads === undefined && !byKind.has(key)) {
      reads = readsOrNone(textsOf(service, kind), service, node.resource.format as CatalogFormat);
      byKind.set(key, reads);
    }
    return reads === undefined ? undefined : sign(subject, reads);
  }

  /** A run reads a service in one format, or in two where its inputs mix them: the format is part of the key then. */
  function ofCondition(text: string, subject: Subject): SignedCondition {
    const { service, node } = subject;
    let byText = conditions.get(service);
    if (byText === undefined) {
      byText = new Map();
      conditions.set(service, byText);
    }
    const key = node.resource.format === "terraform" ? text : `${node.resource.format} ${text}`;
    let condition = byText.get(key);
    if (condition === undefined) {
      const reads = readsOrNone([text], service, node.resource.format as CatalogFormat);
      const signatureOf = (other: Subject) => (reads === undefined ? undefined : sign(other, reads));
      condition = { signatureOf, known: new Map(), unknown: new Map() };
      byText.set(key, condition);
    }
    return condition;
  }

  return { ofCondition, ofSubject };

  function sign(subject: Subject, reads: Reads): Signature | undefined {
    const out: Written = { values: `${subject.kind ?? ""}\u0001${subject.node.resource.type}`, reasons: [] };
    if (!writeSubject(subject, reads, out, 0)) return undefined;
    return { values: out.values, reasons: out.reasons.length === 0 ? noReasons : out.reasons };
  }

  function writeSubject(subject: Subject, reads: Reads, out: Written, depth: number): boolean {
    if (depth > longestChain) return false;
    const { resource, parts, unsureParts } = subject.node;
    if (reads.it !== undefined) writeMap(resource.attributes, reads.it, out);
    for (const [type, shape] of reads.parts) {
      const unsure = unsureParts.get(type);
      if (unsure !== undefined) {
        // Whatever was joined to it, the parts of this type are unknown as a whole.
        out.values += `\u0001${type}?`;
        out.reasons.push(unsure);
        continue;
      }
      if (parts === noParts) continue;
      const nodes = partsOfType(subject.node, type);
      if (nodes.length === 0) continue;
      out.values += `\u0001${type}${nodes.length}`;
      for (const node of nodes) writeMap(node.resource.attributes, shape, out);
    }
    for (const [name, shape] of reads.refs) {
      const found = related(name, subject);
      if (isUnknown(found as Value)) {
        out.values += `\u0001${name}?`;
        out.reasons.push((found as Unknown).because);
        continue;
      }
      const list = found as readonly Subject[];
      out.values += `\u0001${name}${list.length}`;
      for (const target of list) {
        out.values += `\u0001${target.service.id}\u0001${target.kind ?? ""}\u0001${target.node.resource.type}`;
        if (!writeSubject(target, readsOfTarget(shape, target), out, depth + 1)) return false;
      }
    }
    return true;
  }

  function readsOfTarget(shape: Shape, { service, node }: Subject): Reads {
    let byShape = targets.get(service);
    if (byShape === undefined) {
      byShape = new Map();
      targets.set(service, byShape);
    }
    let reads = byShape.get(shape);
    if (reads === undefined) {
      // A relation leads to the same format: both ends are of one input.
      reads = readsOf([shape.fields], service, node.resource.format as CatalogFormat);
      byShape.set(shape, reads);
    }
    return reads;
  }
}

/** The conditions that are asked of a subject of this kind; what the facts in them read is looked up from these. */
function textsOf(service: Service, kind: string | undefined): readonly string[] {
  const isOfKind = (rule: { readonly kind?: string }): boolean => rule.kind === undefined || rule.kind === kind;
  return [
    ...service.variants.filter(isOfKind).map(({ when }) => when),
    ...service.duties.filter(isOfKind).flatMap(({ when, check }) => [when, check]),
    ...service.runsOn.map(({ when }) => when),
  ].filter((text) => text !== undefined);
}

/** Undefined where an expression does not parse: evaluating it tells the fault. */
function readsOrNone(texts: readonly string[], service: Service, format: CatalogFormat): Reads | undefined {
  try {
    return readsOf(
      texts.map((text) => compileCondition(text).shapes),
      service,
      format,
    );
  } catch {
    return undefined;
  }
}

/** Facts are replaced by what they read. */
function readsOf(roots: readonly Roots[], service: Service, format: CatalogFormat): Reads {
  const all = withoutFacts(roots, service, format);
  const entries = (name: string) =>
    [...(all.get(name)?.fields ?? [])].map(([key, shape]) => [key, shape.element ?? shape] as const);
  return { it: all.get("it"), parts: entries("parts"), refs: entries("refs") };
}

function withoutFacts(read: readonly Roots[], service: Service, format: CatalogFormat): Roots {
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
  for (const roots of read) add(roots);
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
function write(value: Value, shape: Shape | undefined, out: Written): void {
  if (typeof value === "string") {
    out.values += written(value);
  } else if (typeof value !== "object" || value === null) {
    out.values += `\u0001${value}`;
  } else if (isList(value)) {
    out.values += `\u0001[${value.length}`;
    const element = shape === undefined || shape.leaf ? undefined : (shape.element ?? shape);
    for (const item of value) write(item, element, out);
  } else if (isUnknown(value)) {
    out.values += value.isSet === true ? "\u0001?!" : "\u0001?";
    for (const piece of value.pieces ?? []) out.values += written(piece);
    out.reasons.push(value.because);
    if (value.encoded !== undefined) write(value.encoded, undefined, out);
  } else if (isMap(value)) {
    writeMap(value, shape, out);
  }
}

/** With its length, so that no text can pass for another. */
function written(text: string): string {
  return `\u0001${text.length}"${text}`;
}

function writeMap(map: { readonly [key: string]: Value }, shape: Shape | undefined, out: Written): void {
  if (shape === undefined || shape.leaf || shape.list || shape.json || shape.fields.size === 0) {
    const keys = Object.keys(map);
    out.values += `\u0001{${keys.length}`;
    for (const key of keys) {
      out.values += written(key);
      write(map[key] as Value, undefined, out);
    }
    return;
  }
  if (shape.fields.size > 12) {
    // Much is asked for, and little is set.
    for (const key of Object.keys(map)) {
      const field = shape.fields.get(key);
      if (field === undefined) continue;
      out.values += `\u0001${key}`;
      write(map[key] as Value, field, out);
    }
  } else {
    for (const [key, field] of shape.fields) {
      if (!Object.hasOwn(map, key)) continue;
      out.values += `\u0001${key}`;
      write(map[key] as Value, field, out);
    }
  }
  out.values += "}";
}
