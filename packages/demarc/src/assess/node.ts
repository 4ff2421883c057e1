/** A resource with its place in the catalog, and as one of a service, what conditions are asked of. */
import type { Claim, Service } from "@demarc/catalog/types";
import type { Resource } from "../model/inventory.js";
import type { Unknown, Value } from "../model/value.js";

export interface Node {
  readonly resource: Resource;
  /** The claims that hold or may hold; several only where a claim's condition is unknown. */
  readonly claims: readonly Claim[];
  /** Whether each of them surely holds. */
  readonly isCertain: boolean;
  /** Settled once parts are joined: a part that may stand alone is a component where nothing owns it. */
  isComponent: boolean;
  /** Its parts and their parts; for components and parts alike. {@link noParts} where there are none. */
  parts: readonly Node[];
  /** Types of which it may have other parts than those joined to it, with why. {@link noDoubts} where there are none. */
  unsureParts: ReadonlyMap<string, string>;
  /** For a part: whether it was joined to something. */
  attached: boolean;
  /** What it is seen as, by service and kind, which may each be in doubt. */
  subjects: readonly Subject[];
}

/** A component (or part) seen as one of a service, with the facts that were computed so far. */
export interface Subject {
  readonly node: Node;
  readonly service: Service;
  readonly kind: string | undefined;
  facts: Map<string, Value> | undefined;
  /** What its relations lead to, or why that is not known, once they were followed. */
  relations: Map<string, readonly Subject[] | Unknown> | undefined;
}

/** Most of ten thousand resources have none: these share what stays empty. */
export const noParts: readonly Node[] = [];
export const noDoubts: ReadonlyMap<string, string> = new Map();
export const noSubjects: readonly Subject[] = [];

export function subjectOf(node: Node, service: Service, kind: string | undefined): Subject {
  return { node, service, kind, facts: undefined, relations: undefined };
}

export function addPart(owner: Node, part: Node): void {
  if (owner.parts === noParts) owner.parts = [part];
  else (owner.parts as Node[]).push(part);
}

/** Its parts of one type. */
export function partsOfType({ parts }: Node, type: string): readonly Node[] {
  return parts === noParts ? noParts : parts.filter((part) => part.resource.type === type);
}

/** Notes why parts of a type are unsure; the first reason stays. */
export function addDoubt(node: Node, type: string, why: string): void {
  if (node.unsureParts === noDoubts) node.unsureParts = new Map([[type, why]]);
  else if (!node.unsureParts.has(type)) (node.unsureParts as Map<string, string>).set(type, why);
}
