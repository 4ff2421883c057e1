/** What a condition can read of a component: its attributes, its parts, the components it points to, its facts. */
import type { Fact, Lifecycle, Relation, Service } from "@demarc/catalog/types";
import type { Catalog } from "../catalog/catalog.js";
import { evaluateText, type Outcome, type Scope, truthOf } from "../condition/condition.js";
import { definePresented, present } from "../condition/present.js";
import type { Shape } from "../condition/shape.js";
import { wholeShape } from "../condition/shape.js";
import type { Truth } from "../model/logic.js";
import { type Address, emptyMap, isUnknown, type Unknown, unknown, type Value } from "../model/value.js";
import { type Classification, isUtility } from "./classify.js";
import { claimedBy, referencesAt } from "./join-parts.js";
import { pastOn, type Standing, standingOf } from "./lifecycle.js";
import { type Node, partsOfType, type Subject, subjectOf } from "./node.js";
import { whyUnsure } from "./paths.js";
import { createSignatures, type Signature } from "./signature.js";
import { unlistedCondition } from "./unlisted.js";

/** Evaluates conditions for one run; remembers subjects and facts, and gathers the catalog's faults. */
export interface Evaluator {
  readonly subject: (node: Node, service: Service, kind: string | undefined) => Subject;
  readonly truth: (text: string, subject: Subject) => { readonly truth: Truth; readonly because?: string };
  readonly related: (relation: string, subject: Subject) => readonly Subject[] | Unknown;
  /** Where what it runs stands in its calendar. */
  readonly standing: (lifecycle: Lifecycle, subject: Subject) => Standing;
  readonly asOf: string;
  /** See {@link Signatures.ofSubject}. */
  readonly signatureOf: (subject: Subject) => Signature | undefined;
  readonly faults: ReadonlySet<string>;
}

export function createEvaluator(classification: Classification, catalog: Catalog, asOf: string): Evaluator {
  const elsewhere = new Map(classification.dataSources.map((data) => [data.address, data.type]));
  const faults = new Set<string>();
  const running = new Set<string>();

  function subject(node: Node, service: Service, kind: string | undefined): Subject {
    const known = node.subjects.find((candidate) => candidate.service === service && candidate.kind === kind);
    if (known !== undefined) return known;
    const made = subjectOf(node, service, kind);
    node.subjects = node.subjects.length === 0 ? [made] : [...node.subjects, made];
    return made;
  }

  const signatures = createSignatures(related, (text, of) => truth(text, of).truth);

  /** Once for all components that are alike: for an unknown, also in what it hangs on, for its reason names that. */
  function truth(text: string, of: Subject): { readonly truth: Truth; readonly because?: string } {
    const condition = signatures.ofCondition(text, of);
    const signature = condition.signatureOf(of);
    if (signature === undefined) return truthAnew(text, of);
    const { values, reasons } = signature;
    const known = condition.known.get(values);
    if (known !== undefined) return { truth: known };
    const withReasons = `${values}\u0002${reasons.join("\u0001")}`;
    const unknownBefore = condition.unknown.get(withReasons);
    if (unknownBefore !== undefined) return unknownBefore;
    const result = truthAnew(text, of);
    if (result.truth === "unknown") remember(condition.unknown, withReasons, result);
    else remember(condition.known, values, result.truth);
    return result;
  }

  /** Where so many differ, later ones seldom are like the first: these are forgotten. */
  function remember<V>(map: Map<string, V>, key: string, value: V): void {
    if (map.size >= mostRemembered) map.clear();
    map.set(key, value);
  }

  function truthAnew(text: string, of: Subject): { readonly truth: Truth; readonly because?: string } {
    const outcome = run(text, of);
    const result = truthOf(outcome);
    if (typeof result === "string") {
      return outcome.kind === "unknown" ? { truth: result, because: outcome.unknown.because } : { truth: result };
    }
    fault(of, text, result.fault);
    return { truth: "unknown", because: `a fault of the catalog: ${text} ${result.fault}` };
  }

  function run(text: string, of: Subject): Outcome {
    return evaluateText(text, scopeOf(of));
  }

  function scopeOf(of: Subject): Scope {
    return (variable, shape) => {
      switch (variable) {
        case "it":
          return present(of.node.resource.attributes as Value, shape);
        case "resourceType":
          return of.node.resource.type;
        case "kind":
          return of.kind ?? null;
        case "asOf":
          return asOf;
        case unlistedCondition:
          return unknown(
            `what sort of thing ${of.node.resource.type} is, is not known: the catalog has no such type yet`,
          );
        case "parts":
          return partsOf(of, shape);
        case "facts":
          return factsOf(of, shape);
        case "refs":
          return relationsOf(of, shape);
        default:
          return null;
      }
    };
  }

  function partsOf(of: Subject, shape: Shape): unknown {
    const parts = emptyMap<unknown>();
    for (const [type, listShape] of shape.fields) {
      const unsure = of.node.unsureParts.get(type);
      const values = partsOfType(of.node, type).map((node) => node.resource.attributes as Value);
      definePresented(parts, type, unsure === undefined ? present(values, listShape) : unknown(unsure));
    }
    return parts;
  }

  function factsOf(of: Subject, shape: Shape): unknown {
    const facts = emptyMap<unknown>();
    for (const [name, factShape] of shape.fields) definePresented(facts, name, present(fact(name, of), factShape));
    return facts;
  }

  function relationsOf(of: Subject, shape: Shape): unknown {
    const relations = emptyMap<unknown>();
    for (const [name, listShape] of shape.fields) {
      const targets = related(name, of);
      if (isUnknown(targets as Value)) {
        definePresented(relations, name, targets);
        continue;
      }
      const element = listShape.element ?? wholeShape;
      const list = (targets as readonly Subject[]).map((target) => relatedValue(target, element));
      // An absent relation that is read through by index reads as unset, like an absent block.
      const indexedOnly = listShape.indexed && !listShape.list && list.length === 0;
      definePresented(relations, name, indexedOnly ? present(null, listShape) : list);
    }
    return relations;
  }

  function relatedValue(target: Subject, shape: Shape): unknown {
    const scope = scopeOf(target);
    const value = emptyMap<unknown>();
    for (const [variable, inner] of shape.fields) definePresented(value, variable, scope(variable, inner));
    return value;
  }

  function fact(name: string, of: Subject): Value {
    const known = of.facts?.get(name);
    if (known !== undefined) return known;
    const key = `${of.node.resource.address} ${of.service.id} ${name}`;
    // Facts that lead back to themselves through relations (two clusters that name each other) have no answer.
    if (running.has(key)) return unknown(`${name} depends on itself`);
    running.add(key);
    const value = computeFact(name, of);
    running.delete(key);
    of.facts ??= new Map();
    of.facts.set(name, value);
    return value;
  }

  function computeFact(name: string, of: Subject): Value {
    const rule = Object.hasOwn(of.service.facts, name) ? of.service.facts[name] : undefined;
    if (rule === undefined) {
      fault(of, name, "is not a fact of the service");
      return unknown(`a fault of the catalog: no fact ${name}`);
    }
    const text = expressionOf(rule, of);
    if (text === undefined) return unknown(`${rule.about ?? name} cannot be read from ${of.node.resource.format}`);
    const outcome = run(text, of);
    switch (outcome.kind) {
      case "value":
        return rule.lifecycle === undefined
          ? (outcome.value ?? rule.default ?? null)
          : milestonesPast(rule, rule.lifecycle, outcome.value, of);
      case "unknown":
        return rule.about === undefined
          ? outcome.unknown
          : { ...outcome.unknown, because: `${rule.about} is not known: ${outcome.unknown.because}` };
      case "fault":
        fault(of, `${name}: ${text}`, outcome.message);
        return unknown(`a fault of the catalog: ${text} ${outcome.message}`);
    }
  }

  function milestonesPast(rule: Fact, id: string, value: Value, { service }: Subject): Value {
    const lifecycle = service.lifecycles.find((candidate) => candidate.id === id);
    if (lifecycle === undefined) return unknown(`a fault of the catalog: no lifecycle ${id}`);
    const standing = standingOf(lifecycle, value);
    return standing.kind === "unknown"
      ? unknown(`${rule.about ?? id} is not known: ${standing.because}`)
      : pastOn(asOf, standing);
  }

  function standing(lifecycle: Lifecycle, of: Subject): Standing {
    const text = of.service.facts[lifecycle.fact]?.any ?? "null";
    const outcome = run(text, of);
    switch (outcome.kind) {
      case "value":
        return standingOf(lifecycle, outcome.value);
      case "unknown":
        return { kind: "unknown", because: outcome.unknown.because };
      case "fault":
        fault(of, `${lifecycle.fact}: ${text}`, outcome.message);
        return { kind: "unknown", because: `a fault of the catalog: ${text} ${outcome.message}` };
    }
  }

  function related(name: string, of: Subject): readonly Subject[] | Unknown {
    let found = of.relations?.get(name);
    if (found === undefined) {
      if (isUnset(name, of)) return nowhere;
      of.relations ??= new Map();
      // Relations that lead through each other in a circle lead nowhere.
      of.relations.set(name, nowhere);
      found = followRelation(name, of);
      of.relations.set(name, found);
    }
    return found;
  }

  /** Whether a relation begins with attributes of its own, of which none is set: most lead nowhere in this way. */
  function isUnset(name: string, of: Subject): boolean {
    const relation = of.service.relations.find((candidate) => candidate.name === name);
    if (relation === undefined) return false;
    const { attributes, references } = of.node.resource;
    return relationPaths(relation, of).every(
      ({ through, part, attribute, first }) =>
        through === undefined &&
        part === undefined &&
        !Object.hasOwn(attributes, first) &&
        !Object.hasOwn(references, attribute),
    );
  }

  function followRelation(name: string, of: Subject): readonly Subject[] | Unknown {
    const relation = of.service.relations.find((candidate) => candidate.name === name);
    if (relation === undefined) {
      fault(of, name, "is not a relation of the service");
      return unknown(`a fault of the catalog: no relation ${name}`);
    }
    let found: Map<Address, Subject> | undefined;
    for (const path of relationPaths(relation, of)) {
      const holders = holdersOf(path, of);
      if (isUnknown(holders as Value)) return holders as Unknown;
      for (const from of holders as readonly Node[]) {
        found ??= new Map();
        const reason = follow(from, path.attribute, relation, found);
        if (reason !== undefined) return unknown(reason);
      }
    }
    return found === undefined || found.size === 0 ? nowhere : [...found.values()];
  }

  /** On what a path is read: the thing itself, its parts of a type, or what another relation leads to. */
  function holdersOf({ through, part }: RelationPath, of: Subject): readonly Node[] | Unknown {
    if (through !== undefined) {
      const targets = related(through, of);
      return isUnknown(targets as Value)
        ? (targets as Unknown)
        : (targets as readonly Subject[]).map((target) => target.node);
    }
    if (part === undefined) return [of.node];
    const unsure = of.node.unsureParts.get(part);
    return unsure === undefined ? partsOfType(of.node, part) : unknown(unsure);
  }

  /** Adds the targets of one attribute; returns why it cannot be told, where it cannot. */
  function follow(from: Node, attribute: string, relation: Relation, found: Map<Address, Subject>): string | undefined {
    const unsure = whyUnsure(from.resource.attributes, attribute);
    if (unsure !== undefined) return unsure;
    for (const reference of referencesAt(from.resource, attribute)) {
      const node = classification.nodes.get(reference.address);
      if (node === undefined) {
        const looked = elsewhere.get(reference.address);
        // The partition or the account's id is part of a name, and nothing that could be pointed to.
        if (looked !== undefined && isUtility(looked, catalog)) continue;
        return looked === undefined
          ? `${reference.address} is not among what demarc knows`
          : `${reference.address} is looked up, not defined in these files`;
      }
      const target = subjectAmong(node, relation.to);
      if (target === undefined) continue;
      if (!node.isCertain) return `which service ${reference.address} belongs to is not known`;
      found.set(reference.address, target);
    }
    return undefined;
  }

  function subjectAmong(node: Node, services: readonly string[]): Subject | undefined {
    for (const id of services) {
      if (!claimedBy(node, id)) continue;
      const service = catalog.service(id);
      const claim = node.claims.find((candidate) => candidate.service === id);
      if (service !== undefined) return subject(node, service, claim?.kind);
    }
    return undefined;
  }

  function fault(of: Subject, text: string, message: string): void {
    faults.add(`${of.service.id}: ${text}: ${message}`);
  }

  return { subject, truth, related, standing, asOf, signatureOf: signatures.ofSubject, faults };
}

/** Outcomes of one condition. */
const mostRemembered = 1024;

const nowhere: readonly Subject[] = [];

function expressionOf(rule: Fact, of: Subject): string | undefined {
  const format = of.node.resource.format;
  return (format === "terraform" || format === "cloudformation" ? rule[format] : undefined) ?? rule.any;
}

/** A path of a relation, taken apart: `attribute`, `TYPE/attribute`, or `RELATION/attribute`. */
interface RelationPath {
  readonly through?: string;
  readonly part?: string;
  readonly attribute: string;
  /** The first name of the attribute's path. */
  readonly first: string;
}

const parsedPaths = new WeakMap<Relation, Partial<Record<string, readonly RelationPath[]>>>();

/** The paths of a relation in the subject's format, taken apart once. */
function relationPaths(relation: Relation, { service, node }: Subject): readonly RelationPath[] {
  const { format } = node.resource;
  if (format !== "terraform" && format !== "cloudformation") return [];
  const byFormat = parsedPaths.get(relation) ?? {};
  parsedPaths.set(relation, byFormat);
  byFormat[format] ??= relation.paths[format].map((path): RelationPath => {
    const slash = path.indexOf("/");
    if (slash < 0) return { attribute: path, first: path.split(".")[0] ?? "" };
    const first = path.slice(0, slash);
    const isRelation = first !== relation.name && service.relations.some((candidate) => candidate.name === first);
    return { ...(isRelation ? { through: first } : { part: first }), attribute: path.slice(slash + 1), first: "" };
  });
  return byFormat[format] ?? [];
}
