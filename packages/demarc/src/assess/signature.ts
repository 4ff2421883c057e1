/**
 * Everything that one condition can read of a component, as a text: components with the same one have the same outcome,
 * so that a condition is evaluated once for all that are alike. Reads through facts count as reads of what they read.
 */
import type { CatalogFormat, Service } from "@demarc/catalog/types";
import type { Shape } from "../condition/shape.js";
import type { Truth } from "../model/logic.js";
import { isList, isMap, isUnknown, type Unknown, type Value } from "../model/value.js";
import { askedConditions, type Condition, type Reads, readsOfShapes, readsOrNone } from "./condition-reads.js";
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
const noReasons: readonly string[] = [];

interface Written {
  values: string;
  readonly reasons: string[];
}

/** What is asked of subjects of one service, kind and format. */
interface Asked {
  readonly conditions: readonly Condition[];
  readonly all: Reads;
  /** Conditions on what is hardly ever the same twice (user data, an environment): these are asked of each subject. */
  alone: readonly Condition[];
  /** What the others read. */
  common: Reads;
  /** The first that were different, until it is found out in what. */
  first: Map<string, Subject> | undefined;
}

const enoughToCompare = 32;

function askedOfAll({ service, kind, node }: Subject): Asked | undefined {
  const conditions = askedConditions(service, kind);
  const texts = conditions.map(({ text }) => text);
  const all = readsOrNone(texts, service, node.resource.format as CatalogFormat);
  return all && { conditions, all, alone: [], common: all, first: new Map() };
}

/** Relations lead from component to component; a chain as long as this one is a circle. */
const longestChain = 8;

/** `truthOf` tells how a condition stands, as it is asked of one subject. */
export function createSignatures(related: Related, truthOf: (text: string, subject: Subject) => Truth): Signatures {
  const conditions = new Map<Service, Map<string, SignedCondition>>();
  const targets = new Map<Service, Map<Shape, Reads>>();

  const askedOf = new Map<Service, Map<string, Asked | undefined>>();

  function ofSubject(subject: Subject): Signature | undefined {
    const { service, kind, node } = subject;
    let byKind = askedOf.get(service);
    if (byKind === undefined) {
      byKind = new Map();
      askedOf.set(service, byKind);
    }
    const key = `${node.resource.format} ${kind ?? ""}`;
    let asked = byKind.get(key);
    if (asked === undefined && !byKind.has(key)) {
      asked = askedOfAll(subject);
      byKind.set(key, asked);
    }
    if (asked === undefined) return undefined;
    if (asked.alone.length > 0) return signApart(subject, asked) ?? sign(subject, asked.all);
    const signature = sign(subject, asked.all);
    if (signature !== undefined && asked.first !== undefined) compare(subject, signature, asked, asked.first);
    return signature;
  }

  /**
   * The outcomes of what is asked alone, with the values of all other reads. Undefined where one of them is not known, for its
   * reason hangs on the values.
   */
  function signApart(subject: Subject, { alone, common }: Asked): Signature | undefined {
    let outcomes = "\u0002";
    for (const { text, when } of alone) {
      const isAsked = when === undefined || truthOf(when, subject) !== "no";
      const truth = isAsked ? truthOf(text, subject) : "not asked";
      if (truth === "unknown") return undefined;
      outcomes += `${truth} `;
    }
    const signature = sign(subject, common);
    return signature && { values: outcomes + signature.values, reasons: signature.reasons };
  }

  /** Once enough are different, finds in what. */
  function compare(subject: Subject, { values }: Signature, asked: Asked, first: Map<string, Subject>): void {
    if (first.has(values)) return;
    first.set(values, subject);
    if (first.size < enoughToCompare) return;
    asked.first = undefined;
    const { conditions, all } = asked;
    const various = [...(all.it?.fields ?? [])].flatMap(([name, shape]) => {
      const texts = Array.from(first.values(), ({ node }) => attributeText(node.resource.attributes[name], shape));
      return new Set(texts).size > enoughToCompare / 2 ? [name] : [];
    });
    const { service, node } = subject;
    const format = node.resource.format as CatalogFormat;
    const alone = conditions.filter(({ text, isValue }) => {
      if (isValue === true) return false;
      const it = readsOrNone([text], service, format)?.it;
      return various.some((name) => it?.fields.has(name));
    });
    // Where most conditions read it, there is little that could be shared.
    if (alone.length === 0 || alone.length > conditions.length / 4) return;
    const others = conditions.filter((condition) => !alone.includes(condition)).map(({ text }) => text);
    const common = readsOrNone(others, service, format);
    if (common === undefined) return;
    asked.alone = alone;
    asked.common = common;
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
      reads = readsOfShapes([shape.fields], service, node.resource.format as CatalogFormat);
      byShape.set(shape, reads);
    }
    return reads;
  }
}

function attributeText(value: Value | undefined, shape: Shape): string {
  const out: Written = { values: "", reasons: [] };
  if (value !== undefined) write(value, shape, out);
  return out.values;
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
