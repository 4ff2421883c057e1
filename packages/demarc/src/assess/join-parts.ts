/** Joins parts to what they belong to. */
import type { CatalogFormat, Claim, Service } from "@demarc/catalog/types";
import type { Catalog } from "../catalog/catalog.js";
import type { Resource } from "../model/inventory.js";
import type { Address, Reference } from "../model/value.js";
import { doubtNamesakes, type Naming } from "./namesakes.js";
import { addDoubt, addPart, type Node, noDoubts } from "./node.js";
import { whyUnsure } from "./paths.js";

/** Joins parts to what they belong to, by reference only. Where a pointer cannot be told, the parts of its type are unsure. */
export function joinParts(all: readonly Node[], nodes: ReadonlyMap<Address, Node>, catalog: Catalog): void {
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
  const linksOf = createLinks(catalog);
  /** Pointers that are set and point to nothing that is known here: they may name something. */
  const namings: Naming[] = [];
  for (const node of all) {
    if (node.resource.via?.isPartly === true) doubtParts(node, node.resource.via.module, catalog);
    for (const { service, of, by } of linksOf(node)) {
      for (const pointer of of) {
        if (!isSet(node.resource, pointer)) continue;
        const targets = targetsAt(node.resource, pointer.path, nodes);
        for (const target of targets) if (claimedBy(target, service)) own(target, node);
        const doubt = doubtAt(node.resource, pointer.path);
        if (doubt === undefined) {
          if (targets.length === 0) namings.push({ from: node, service, path: pointer.path, parts: undefined });
          continue;
        }
        const { unit, type } = node.resource;
        loose.set(unit, (loose.get(unit) ?? new Map<string, string>()).set(type, doubt));
      }
      for (const pointer of by) {
        if (!isSet(node.resource, pointer)) continue;
        const targets = targetsAt(node.resource, pointer.path, nodes);
        for (const target of targets) {
          const isPart = target.claims.some((other) => other.service === service && other.role === "part");
          if (isPart && pointer.types.has(target.resource.type)) own(node, target);
        }
        const doubt = doubtAt(node.resource, pointer.path);
        if (doubt !== undefined) for (const type of pointer.types) addDoubt(node, type, doubt);
        else if (targets.length === 0) namings.push({ from: node, service, path: pointer.path, parts: pointer.types });
      }
    }
  }
  doubtNamesakes(
    namings.filter(({ from, parts }) => parts !== undefined || !from.attached),
    all,
  );
  for (const node of all) {
    if (node.unsureParts !== noDoubts || owned.has(node)) collectParts(node, node, owned, new Set([node]), undefined);
  }
  spreadDoubt(all, loose);
  for (const node of all) {
    if (!node.attached && node.claims.some((claim) => claim.standalone === true)) node.isComponent = true;
  }
  markPointedAt(all, nodes, linksOf);
}

/** In a module of which only a part is told, there may be any part of what it creates. */
function doubtParts(node: Node, module: string, catalog: Catalog): void {
  const why = `the module ${module} may create more than the catalog tells`;
  for (const { service } of node.claims) {
    for (const { type } of catalog.service(service)?.parts ?? []) addDoubt(node, type, why);
  }
}

function doubtAt(resource: Resource, path: string): string | undefined {
  const why = whyUnsure(resource.attributes, path);
  return why === undefined ? undefined : `${resource.address} points to something unknown (${why})`;
}

/** A part that may be there may bring parts of its own. */
function spreadDoubt(all: readonly Node[], loose: ReadonlyMap<string | undefined, ReadonlyMap<string, string>>): void {
  if (loose.size === 0 && all.every((node) => node.unsureParts === noDoubts)) return;
  const below = new Map<string, Set<string>>();
  for (const { resource, parts } of all) {
    if (parts.length === 0) continue;
    const types = below.get(resource.type) ?? new Set();
    below.set(resource.type, types);
    for (const part of parts) types.add(part.resource.type);
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
function markPointedAt(all: readonly Node[], nodes: ReadonlyMap<Address, Node>, linksOf: LinksOf): void {
  for (const node of all) {
    for (const { relations } of linksOf(node)) {
      for (const pointer of relations) {
        if (!isSet(node.resource, pointer)) continue;
        for (const target of targetsAt(node.resource, pointer.path, nodes))
          if (!target.isComponent) target.attached = true;
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

/** A path of the catalog, with its first name: most resources do not set it. */
interface Pointer {
  readonly path: string;
  readonly first: string;
}

/** What the catalog says of a type's pointers, for one service that claims it. */
interface Links {
  readonly service: string;
  /** From a part to its owner. */
  readonly of: readonly Pointer[];
  /** From an owner to its parts. */
  readonly by: readonly (Pointer & { readonly types: ReadonlySet<string> })[];
  /** To components of other services. */
  readonly relations: readonly Pointer[];
}

type LinksOf = (node: Node) => readonly Links[];

/** The pointers of nodes, worked out once for each type and list of claims. */
function createLinks(catalog: Catalog): LinksOf {
  const byClaims = new Map<readonly Claim[], Map<string, readonly Links[]>>();
  return ({ claims, resource }) => {
    let byType = byClaims.get(claims);
    if (byType === undefined) {
      byType = new Map();
      byClaims.set(claims, byType);
    }
    let links = byType.get(resource.type);
    if (links === undefined) {
      links = claims.flatMap((claim) => {
        const service = catalog.service(claim.service);
        return service === undefined ? [] : [linksFor(service, claim.role, resource)];
      });
      byType.set(resource.type, links);
    }
    return links;
  };
}

function linksFor(service: Service, role: Claim["role"], { type, format }: Resource): Links {
  const of = new Set<string>();
  const by = new Map<string, Set<string>>();
  for (const part of service.parts) {
    if (role === "part" && part.type === type) for (const path of part.of) of.add(path);
    if ((part.type.includes("::") ? "cloudformation" : "terraform") !== format) continue;
    for (const path of part.by) by.set(path, (by.get(path) ?? new Set()).add(part.type));
  }
  const paths = service.relations.flatMap((relation) => relation.paths[format as CatalogFormat] ?? []);
  return {
    service: service.id,
    of: Array.from(of, pointerOf),
    by: Array.from(by, ([path, types]) => ({ ...pointerOf(path), types })),
    relations: Array.from(new Set(paths), pointerOf),
  };
}

function pointerOf(path: string): Pointer {
  return { path, first: path.split(".")[0] ?? "" };
}

function isSet({ attributes, references }: Resource, { path, first }: Pointer): boolean {
  return Object.hasOwn(attributes, first) || Object.hasOwn(references, path);
}
