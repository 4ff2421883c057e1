/** Which resource is a component of which service, which is a part and of what, and which the catalog does not know. */
import type { CatalogFormat, Service } from "@demarc/catalog/types";
import type { Catalog } from "../catalog/catalog.js";
import { evaluateText, truthOf } from "../condition/condition.js";
import { present } from "../condition/present.js";
import type { Resource } from "../model/inventory.js";
import type { Address, Reference } from "../model/value.js";
import { addDoubt, addPart, type Node, noDoubts, noParts, noSubjects } from "./node.js";
import { whyUnsure } from "./paths.js";

export interface Classification {
  readonly nodes: ReadonlyMap<Address, Node>;
  readonly components: readonly Node[];
  readonly parts: readonly Node[];
  readonly utility: readonly Resource[];
  readonly unclassified: readonly Resource[];
  readonly dataSources: readonly Resource[];
  readonly faults: readonly string[];
}

export function classify(resources: readonly Resource[], catalog: Catalog): Classification {
  const nodes = new Map<Address, Node>();
  const utility: Resource[] = [];
  const unclassified: Resource[] = [];
  const dataSources: Resource[] = [];
  const faults: string[] = [];
  for (const resource of resources) {
    if (resource.mode === "data") {
      dataSources.push(resource);
      continue;
    }
    const { claims, isCertain } = claimsOn(resource, catalog, faults);
    if (claims.length === 0) {
      if (isUtility(resource.type, catalog)) utility.push(resource);
      else unclassified.push(resource);
      continue;
    }
    const isComponent = claims.some((claim) => claim.role === "component" && claim.standalone !== true);
    nodes.set(resource.address, {
      resource,
      claims,
      isCertain,
      isComponent,
      parts: noParts,
      unsureParts: noDoubts,
      attached: false,
      subjects: noSubjects,
    });
  }
  const all = [...nodes.values()];
  joinParts(all, nodes, catalog);
  return {
    nodes,
    components: all.filter((node) => node.isComponent),
    parts: all.filter((node) => !node.isComponent),
    utility,
    unclassified,
    dataSources,
    faults,
  };
}

function claimsOn(resource: Resource, catalog: Catalog, faults: string[]): Pick<Node, "claims" | "isCertain"> {
  const claims = Object.hasOwn(catalog.core.claims, resource.type) ? catalog.core.claims[resource.type] : undefined;
  if (claims === undefined) return { claims: [], isCertain: true };
  let isCertain = true;
  const held = claims.filter((claim) => {
    if (claim.when === undefined) return true;
    const truth = truthOf(
      evaluateText(claim.when, (variable, shape) => (variable === "it" ? present(resource.attributes, shape) : null)),
    );
    if (truth !== "yes" && truth !== "no") isCertain = false;
    if (typeof truth === "string") return truth !== "no";
    faults.push(`${claim.service}: the condition of the claim on ${resource.type} ${truth.fault}`);
    return true;
  });
  return { claims: held, isCertain };
}

export function isUtility(type: string, catalog: Catalog): boolean {
  return catalog.core.utility.some((entry) =>
    entry.types.some((name) => (name.endsWith("_") || name.endsWith("::") ? type.startsWith(name) : type === name)),
  );
}

/** Joins parts to what they belong to, by reference only. Where a pointer cannot be told, the parts of its type are unsure. */
function joinParts(all: readonly Node[], nodes: ReadonlyMap<Address, Node>, catalog: Catalog): void {
  const owned = new Map<Node, Node[]>();
  /** Types of parts that may belong to any component of the same unit. */
  const loose = new Map<string | undefined, Map<string, string>>();
  const own = (owner: Node, part: Node): void => {
    if (owner === part) return;
    const list = owned.get(owner);
    if (list === undefined) owned.set(owner, [part]);
    else if (!list.includes(part)) list.push(part);
    if (!part.isComponent) part.attached = true;
  };
  const rules = createPartRules();
  for (const node of all) {
    for (const claim of node.claims) {
      const service = catalog.service(claim.service);
      if (service === undefined) continue;
      if (claim.role === "part") {
        for (const path of rules.of(service, node.resource.type)) {
          const targets = targetsAt(node.resource, path, nodes);
          for (const target of targets) if (claimedBy(target, service.id)) own(target, node);
          const doubt = doubtAt(node.resource, path);
          if (doubt === undefined) continue;
          const { unit, type } = node.resource;
          loose.set(unit, (loose.get(unit) ?? new Map<string, string>()).set(type, doubt));
        }
      }
      for (const path of rules.by(service, node.resource.format as CatalogFormat)) {
        for (const target of targetsAt(node.resource, path, nodes)) {
          if (target.claims.some((other) => other.service === service.id && other.role === "part")) {
            if (rules.typesBy(service, path).has(target.resource.type)) own(node, target);
          }
        }
        const doubt = doubtAt(node.resource, path);
        if (doubt === undefined) continue;
        for (const type of rules.typesBy(service, path)) addDoubt(node, type, doubt);
      }
    }
  }
  for (const node of all) {
    if (node.unsureParts !== noDoubts || owned.has(node)) collectParts(node, node, owned, new Set([node]), undefined);
  }
  spreadDoubt(all, loose);
  for (const node of all) {
    if (!node.attached && node.claims.some((claim) => claim.standalone === true)) node.isComponent = true;
  }
  markPointedAt(all, nodes, catalog);
}

function doubtAt(resource: Resource, path: string): string | undefined {
  const why = whyUnsure(resource.attributes, path);
  return why === undefined ? undefined : `${resource.address} points to something unknown (${why})`;
}

/** A part that may be there may bring parts of its own. */
function spreadDoubt(all: readonly Node[], loose: ReadonlyMap<string | undefined, ReadonlyMap<string, string>>): void {
  const below = new Map<string, Set<string>>();
  for (const { resource, parts } of all) {
    if (parts.size > 0) below.set(resource.type, new Set([...(below.get(resource.type) ?? []), ...parts.keys()]));
  }
  for (const node of all) {
    const { resource, unsureParts } = node;
    const ofUnit = loose.get(resource.unit);
    if (ofUnit === undefined && unsureParts === noDoubts) continue;
    for (const [type, doubt] of [...(ofUnit ?? []), ...unsureParts]) {
      // A group of rules that belongs nobody knows where is no part of another such group, nor are its rules.
      if (type === resource.type) continue;
      for (const unsure of [type, ...(below.get(type) ?? [])]) {
        addDoubt(node, unsure, doubt);
      }
    }
  }
}

/** A part that a component of another service points to (a launch template, by its group) has its place too. */
function markPointedAt(all: readonly Node[], nodes: ReadonlyMap<Address, Node>, catalog: Catalog): void {
  for (const node of all) {
    const format = node.resource.format as CatalogFormat;
    for (const claim of node.claims) {
      for (const relation of catalog.service(claim.service)?.relations ?? []) {
        for (const path of relation.paths[format] ?? []) {
          for (const target of targetsAt(node.resource, path, nodes)) if (!target.isComponent) target.attached = true;
        }
      }
    }
  }
}

function collectParts(
  root: Node,
  node: Node,
  owned: ReadonlyMap<Node, readonly Node[]>,
  seen: Set<Node>,
  doubt: string | undefined,
): void {
  for (const [type, why] of node.unsureParts) addDoubt(root, type, why);
  for (const part of owned.get(node) ?? []) {
    if (seen.has(part)) continue;
    seen.add(part);
    const isMaybe = part.resource.number === "unknown";
    const why = doubt ?? (isMaybe ? `whether ${part.resource.address} exists is not known` : undefined);
    if (why !== undefined) addDoubt(root, part.resource.type, why);
    addPart(root, part);
    collectParts(root, part, owned, seen, why);
  }
}

export function claimedBy(node: Node, service: string): boolean {
  return node.claims.some((claim) => claim.service === service);
}

const none: readonly Node[] = [];

export function targetsAt(resource: Resource, path: string, nodes: ReadonlyMap<Address, Node>): readonly Node[] {
  if (!Object.hasOwn(resource.references, path)) return none;
  const found: Node[] = [];
  for (const reference of referencesAt(resource, path)) {
    const node = nodes.get(reference.address);
    if (node !== undefined) found.push(node);
  }
  return found;
}

export function referencesAt(resource: Resource, path: string): readonly Reference[] {
  return Object.hasOwn(resource.references, path) ? (resource.references[path] ?? []) : [];
}

interface PartRules {
  /** Paths of a part of this type that point to its owner. */
  readonly of: (service: Service, type: string) => readonly string[];
  /** Paths of an owner that point to its parts. */
  readonly by: (service: Service, format: CatalogFormat) => readonly string[];
  /** The types of parts that a path of an owner points to. */
  readonly typesBy: (service: Service, path: string) => ReadonlySet<string>;
}

interface IndexedRules {
  readonly of: Map<string, string[]>;
  readonly by: Readonly<Record<CatalogFormat, Set<string>>>;
  readonly typesBy: Map<string, Set<string>>;
}

/** The part rules of services, indexed when they are first asked for. */
function createPartRules(): PartRules {
  const indexed = new Map<Service, IndexedRules>();
  const rulesOf = (service: Service): IndexedRules => {
    let rules = indexed.get(service);
    if (rules === undefined) {
      rules = indexRules(service);
      indexed.set(service, rules);
    }
    return rules;
  };
  const by = new Map<Service, Map<CatalogFormat, readonly string[]>>();
  return {
    of: (service, type) => rulesOf(service).of.get(type) ?? [],
    by: (service, format) => {
      const byFormat = by.get(service) ?? new Map<CatalogFormat, readonly string[]>();
      by.set(service, byFormat);
      const paths = byFormat.get(format) ?? [...(rulesOf(service).by[format] ?? [])];
      byFormat.set(format, paths);
      return paths;
    },
    typesBy: (service, path) => rulesOf(service).typesBy.get(path) ?? new Set(),
  };
}

function indexRules(service: Service): IndexedRules {
  const rules: IndexedRules = {
    of: new Map(),
    by: { terraform: new Set(), cloudformation: new Set() },
    typesBy: new Map(),
  };
  for (const { type, of, by } of service.parts) {
    rules.of.set(type, [...new Set([...(rules.of.get(type) ?? []), ...of])]);
    for (const path of by) {
      rules.by[type.includes("::") ? "cloudformation" : "terraform"].add(path);
      rules.typesBy.set(path, (rules.typesBy.get(path) ?? new Set()).add(type));
    }
  }
  return rules;
}
