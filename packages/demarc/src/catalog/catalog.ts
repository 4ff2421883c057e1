/** The catalog as the tool uses it. Loading it is `load.ts`; finding things in it is `find.ts`. */
import type { Claim, Core, Lens, Model, ModuleFacts, Service } from "@demarc/catalog/types";

export interface Catalog {
  readonly core: Omit<Core, "claims">;
  /** Who claims a resource type by its name; empty where nobody does. */
  readonly claimsOn: (type: string) => readonly Claim[];
  /** A service by its id, read at the first call. Undefined for an unknown id. */
  readonly service: (id: string) => Service | undefined;
  readonly lenses: () => readonly Lens[];
  /** What is known of well-known modules, loaded at the first call. */
  readonly modules: () => readonly ModuleFacts[];
}

export function modelOf(catalog: Catalog, id: string): Model {
  const model = catalog.core.models.find((candidate) => candidate.id === id);
  if (model === undefined) throw new Error(`The catalog names the model ${id}, which models.yaml does not have.`);
  return model;
}
