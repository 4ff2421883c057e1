/**
 * Which attributes of a resource type the catalog asks for. Readers of large inputs keep these and let the rest go; readers
 * that know a resource only in part say of these that they are unknown, so that nothing is taken for absent.
 */
import type { CatalogFormat, Claim, Service } from "@demarc/catalog/types";
import type { Catalog } from "../catalog/catalog.js";
import { compileCondition } from "../condition/condition.js";
import type { Shape } from "../condition/shape.js";

/**
 * Top-level attribute → whether its value is asked for, or whether it is read as nested blocks; `all` where a condition looks
 * at the whole resource. Empty for a type that the catalog does not know.
 */
export type Reads = ReadonlyMap<string, "value" | "blocks"> | "all";

/**
 * Makes the function that tells what is asked of a type, once a type.
 * @example attributesRead(catalog, "terraform")("aws_ecs_service") // Map { "launch_type" => "value", "capacity_provider_strategy" => "blocks", … }
 */
export function attributesRead(catalog: Catalog, format: CatalogFormat): (type: string) => Reads {
  const known = new Map<string, Reads>();
  const texts = new Map<Service, readonly string[]>();
  return (type) => {
    let reads = known.get(type);
    if (reads === undefined) {
      reads = readsOf(type);
      known.set(type, reads);
    }
    return reads;
  };

  function readsOf(type: string): Reads {
    const claims = catalog.claimsOn(type);
    const found: Found = { names: new Map(), all: false };
    for (const claim of claims) {
      if (claim.when !== undefined) addShape(compileCondition(claim.when).shapes.get("it"), found);
      const service = catalog.service(claim.service);
      if (service === undefined) continue;
      addOwn(service, type, claim.role, found);
      addPaths(service, type, found);
      for (const other of servicesOf(service)) addSeenFrom(other, service, type, found);
    }
    return found.all ? "all" : found.names;
  }

  /** What the conditions of its own service read of it, as a component or as a part. */
  function addOwn(service: Service, type: string, role: Claim["role"], found: Found): void {
    for (const text of textsOf(service)) {
      const { shapes } = compileCondition(text);
      // A part may be a component too, where it stands alone.
      if (role === "component") addShape(shapes.get("it"), found);
      addShape(elementAt(shapes.get("parts"), type), found);
    }
  }

  /** Attributes that point from part to owner, from owner to part, and along relations. */
  function addPaths(service: Service, type: string, found: Found): void {
    for (const part of service.parts) {
      if (part.type === type) for (const path of part.of) addPath(path, found);
      for (const path of part.by) addPath(path, found);
    }
    for (const relation of service.relations) {
      for (const path of relation.paths[format]) {
        const slash = path.indexOf("/");
        const from = slash < 0 ? undefined : path.slice(0, slash);
        const isElsewhere = from !== undefined && from !== type && catalog.claimsOn(from).length > 0;
        if (!isElsewhere) addPath(path.slice(slash + 1), found);
      }
    }
  }

  /** What another service's conditions read of it through a relation, and the paths that lead on from it. */
  function addSeenFrom(other: Service, service: Service, type: string, found: Found): void {
    const names = other.relations.filter(({ to }) => to.includes(service.id)).map(({ name }) => name);
    if (names.length === 0) return;
    for (const name of names) {
      for (const relation of other.relations) {
        for (const path of relation.paths[format]) {
          if (path.startsWith(`${name}/`)) addPath(path.slice(name.length + 1), found);
        }
      }
    }
    for (const text of textsOf(other)) {
      if (!text.includes("refs.")) continue;
      const refs = compileCondition(text).shapes.get("refs");
      for (const name of names) {
        const target = elementAt(refs, name);
        addShape(target?.fields.get("it"), found);
        addShape(elementAt(target?.fields.get("parts"), type), found);
      }
    }
  }

  function servicesOf({ id }: Service): readonly Service[] {
    return (catalog.core.pointedAtBy[id] ?? []).flatMap((other) => catalog.service(other) ?? []);
  }

  function textsOf(service: Service): readonly string[] {
    let list = texts.get(service);
    if (list === undefined) {
      list = conditionsOf(service, format);
      texts.set(service, list);
    }
    return list;
  }
}

interface Found {
  readonly names: Map<string, "value" | "blocks">;
  all: boolean;
}

/** Every expression of a service that is evaluated for this format. */
export function conditionsOf(service: Service, format: CatalogFormat): readonly string[] {
  return [
    ...Object.values(service.facts).map((fact) => fact[format] ?? fact.any),
    ...service.variants.map(({ when }) => when),
    ...service.duties.flatMap(({ when, check }) => [when, check]),
    ...service.runsOn.map(({ when }) => when),
  ].filter((text) => text !== undefined);
}

function elementAt(shape: Shape | undefined, name: string): Shape | undefined {
  const field = shape?.fields.get(name);
  return field?.element ?? field;
}

function addShape(shape: Shape | undefined, found: Found): void {
  if (shape === undefined) return;
  if (shape.leaf) found.all = true;
  for (const [name, field] of shape.fields) {
    const isCounted = field.list && field.element === undefined && !field.leaf;
    // A text that holds JSON is read through, too.
    const hasFields = !field.json && (field.fields.size > 0 || (field.element?.fields.size ?? 0) > 0);
    const isBlocks = hasFields || isCounted;
    if (isBlocks || !found.names.has(name)) found.names.set(name, isBlocks ? "blocks" : "value");
  }
}

function addPath(path: string, found: Found): void {
  const [name = "", ...rest] = path.split(".");
  if (rest.length > 0 || !found.names.has(name)) found.names.set(name, rest.length > 0 ? "blocks" : "value");
}
