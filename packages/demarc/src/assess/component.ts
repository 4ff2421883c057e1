/**
 * Components as they are shown. Half a million of them may be answered at once, most of them alike: each is a view of its
 * resource and of what all that are answered alike have in common. That is why there is a class here: an object with twenty
 * fields of its own for each would take more memory than everything else that is known of it.
 */
import type { Cell, Component, ComponentLifecycle } from "../model/assessment.js";
import type { Resource } from "../model/inventory.js";
import type { Address } from "../model/value.js";
import type { ResolvedComponent } from "./cells.js";
import type { Node } from "./node.js";

/** What components that are answered alike have in common. */
type Profile = Pick<
  Component,
  "service" | "kind" | "variants" | "possibleVariants" | "model" | "provider" | "pattern" | "runsOn" | "cells"
>;

const noIds: readonly string[] = [];

/** Makes the function that makes components; `kind` is that of the first service that each is seen as. */
export function createComponents(): (
  resolved: ResolvedComponent,
  node: Node,
  cells: Record<string, Cell>,
  kind: string | undefined,
  lifecycles: readonly ComponentLifecycle[],
) => Component {
  const profiles = new Map<ResolvedComponent, Profile>();
  return (resolved, node, cells, kind, lifecycles) => {
    let profile = profiles.get(resolved);
    if (profile === undefined) {
      profile = profileOf(resolved, cells, kind);
      profiles.set(resolved, profile);
    }
    return lifecycles.length === 0
      ? new AssessedComponent(node, profile)
      : new ComponentWithDates(node, profile, lifecycles);
  };
}

function profileOf(resolved: ResolvedComponent, cells: Record<string, Cell>, kind: string | undefined): Profile {
  const { main, uncertain, line, runsOn } = resolved;
  const ofKind = kind !== undefined ? main.service.kinds[kind] : undefined;
  return {
    service: main.service.id,
    kind,
    variants: main.variants.map((variant) => variant.id),
    possibleVariants: uncertain.length === 0 ? undefined : uncertain.map(({ variant }) => variant.id),
    model: line.model,
    provider: main.service.provider,
    pattern: ofKind?.pattern ?? main.service.pattern,
    runsOn,
    cells,
  };
}

class AssessedComponent implements Component {
  readonly #node: Node;
  readonly #profile: Profile;

  constructor(node: Node, profile: Profile) {
    this.#node = node;
    this.#profile = profile;
  }

  get address(): Address {
    return this.#node.resource.address;
  }
  get type(): string {
    return this.#node.resource.type;
  }
  get service(): string {
    return this.#profile.service;
  }
  get kind(): string | undefined {
    return this.#profile.kind;
  }
  get variants(): readonly string[] {
    return this.#profile.variants;
  }
  get possibleVariants(): readonly string[] | undefined {
    return this.#profile.possibleVariants;
  }
  get model(): string {
    return this.#profile.model;
  }
  get provider(): string {
    return this.#profile.provider;
  }
  get pattern(): string {
    return this.#profile.pattern;
  }
  get file(): string {
    return this.#node.resource.file;
  }
  get line(): number {
    return this.#node.resource.line;
  }
  get runsOn(): Address | undefined {
    return this.#profile.runsOn;
  }
  get number(): "unknown" | undefined {
    return this.#node.resource.number;
  }
  get via(): Resource["via"] {
    return this.#node.resource.via;
  }
  get action(): Resource["action"] {
    return this.#node.resource.action;
  }
  get parts(): readonly Address[] {
    return addressesByType(this.#node.parts);
  }
  get lifecycles(): readonly ComponentLifecycle[] | undefined {
    return undefined;
  }
  get cells(): Record<string, Cell> {
    return this.#profile.cells;
  }

  /** The fields in the order of the contract. */
  toJSON(): Component {
    return {
      address: this.address,
      type: this.type,
      service: this.service,
      kind: this.kind,
      variants: this.variants,
      possibleVariants: this.possibleVariants,
      model: this.model,
      provider: this.provider,
      pattern: this.pattern,
      file: this.file,
      line: this.line,
      runsOn: this.runsOn,
      number: this.number,
      via: this.via,
      action: this.action,
      parts: this.parts,
      lifecycles: this.lifecycles,
      cells: this.cells,
    };
  }
}

/** Few components have dates, and only these have a place for them. */
class ComponentWithDates extends AssessedComponent {
  readonly #lifecycles: readonly ComponentLifecycle[];

  constructor(node: Node, profile: Profile, lifecycles: readonly ComponentLifecycle[]) {
    super(node, profile);
    this.#lifecycles = lifecycles;
  }

  override get lifecycles(): readonly ComponentLifecycle[] {
    return this.#lifecycles;
  }
}

/** Those of one type together, in the order in which the types come. */
function addressesByType(parts: readonly Node[]): readonly string[] {
  if (parts.length === 0) return noIds;
  const byType = new Map<string, string[]>();
  for (const { resource } of parts) {
    const list = byType.get(resource.type);
    if (list === undefined) byType.set(resource.type, [resource.address]);
    else list.push(resource.address);
  }
  return [...byType.values()].flat();
}
