/** Finds services, variants and models by what a user types: `aws/ecs:fargate`, `ecs:fargate`, `fargate`, `iaas`. */
import type { Model, Service, ServiceHead, Variant } from "@demarc/catalog/types";
import type { Catalog } from "./catalog.js";

export type Target =
  | { readonly kind: "model"; readonly label: string; readonly model: Model }
  | {
      readonly kind: "service";
      readonly label: string;
      readonly service: Service;
      readonly componentKind: string | undefined;
      readonly variants: readonly Variant[];
    };

export interface NotFound {
  readonly kind: "not-found";
  readonly message: string;
  /** What was perhaps meant, nearest first. */
  readonly suggestions: readonly string[];
}

/** A query is `service`, `service:variant`, `service:kind`, `service:variant+variant`, a variant's alias, or a model. */
export function findTarget(catalog: Catalog, query: string): Target | NotFound {
  const text = query.trim().toLowerCase();
  const colon = text.indexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  const mode = colon < 0 ? undefined : text.slice(colon + 1);
  const head = findService(catalog, name);
  if (head !== undefined) return serviceTarget(catalog, head, mode);
  if (mode === undefined) {
    const [byVariant, ...others] = findVariants(catalog, name);
    if (byVariant !== undefined && others.length === 0)
      return serviceTarget(catalog, byVariant.head, byVariant.variant);
    const model = catalog.core.models.find(
      (candidate) => candidate.id === name || candidate.short.toLowerCase() === name,
    );
    if (model !== undefined) return { kind: "model", label: model.short, model };
    if (others.length > 0) {
      return {
        kind: "not-found",
        message: `Several services have a variant ${JSON.stringify(name)}.`,
        suggestions: findVariants(catalog, name).map(({ head, variant }) => `${head.id.split("/")[1]}:${variant}`),
      };
    }
  }
  return {
    kind: "not-found",
    message: `The catalog has no service or model ${JSON.stringify(query)}.`,
    suggestions: nearest(name, namesOf(catalog)),
  };
}

function findService(catalog: Catalog, name: string): ServiceHead | undefined {
  const wanted = slug(name);
  return (
    catalog.core.services.find((head) => head.id === name) ??
    catalog.core.services.find((head) => head.id.split("/")[1] === wanted || head.aliases.includes(wanted)) ??
    catalog.core.services.find(
      (head) => slug(head.name) === wanted || slug(head.name).replace(/^(amazon|aws)-/, "") === wanted,
    )
  );
}

/** The variants that are called so: by an alias, which is its own alone, else by their id, which several may share. */
function findVariants(
  catalog: Catalog,
  name: string,
): readonly { readonly head: ServiceHead; readonly variant: string }[] {
  const all = catalog.core.services.flatMap((head) => head.variants.map(({ id, aliases }) => ({ head, id, aliases })));
  const byAlias = all.find(({ aliases }) => aliases.includes(name));
  const found = byAlias === undefined ? all.filter(({ id }) => id === name) : [byAlias];
  return found.map(({ head, id }) => ({ head, variant: id }));
}

function serviceTarget(catalog: Catalog, head: ServiceHead, mode: string | undefined): Target | NotFound {
  const service = catalog.service(head.id);
  if (service === undefined) throw new Error(`The catalog lists ${head.id} but does not have it.`);
  const variants: Variant[] = [];
  let kind = head.kinds[0];
  let label = service.name;
  for (const part of mode === undefined ? [] : mode.split("+")) {
    const variant = service.variants.find((candidate) => candidate.id === part || candidate.aliases.includes(part));
    if (variant !== undefined) {
      const rival = variants.find((other) => excludeEachOther(other, variant));
      if (rival !== undefined)
        return {
          kind: "not-found",
          message: `${service.name} cannot be ${rival.id} and ${variant.id} at once.`,
          suggestions: [rival, variant].map(({ id }) => `${head.id.split("/")[1]}:${id}`),
        };
      variants.push(variant);
      kind = variant.kind ?? kind;
      label = `${label} ${variant.name}`;
    } else if (head.kinds.includes(part)) {
      kind = part;
      label = `${label} (${service.kinds[part]?.name ?? part})`;
    } else {
      const choices = [...service.variants.map((candidate) => candidate.id), ...head.kinds];
      return {
        kind: "not-found",
        message: `${service.name} has no variant or kind ${JSON.stringify(part)}.`,
        suggestions: choices.map((choice) => `${head.id.split("/")[1]}:${choice}`),
      };
    }
  }
  const inOrder = service.variants.filter((variant) => variants.includes(variant));
  return { kind: "service", label, service, componentKind: kind, variants: inOrder };
}

function excludeEachOther(one: Variant, other: Variant): boolean {
  if (one === other) return false;
  const areOfOneGroup = one.group !== undefined && one.group === other.group;
  return areOfOneGroup || (one.kind !== undefined && other.kind !== undefined && one.kind !== other.kind);
}

function namesOf(catalog: Catalog): readonly string[] {
  return [
    ...catalog.core.services.flatMap((head) => [head.id.split("/")[1] ?? head.id, ...head.aliases]),
    ...catalog.core.services.flatMap((head) => head.variants.flatMap((variant) => variant.aliases)),
    ...catalog.core.models.map((model) => model.id),
  ];
}

/** Up to five names that are near a mistyped one, or contain it. */
export function nearest(name: string, names: readonly string[]): readonly string[] {
  const wanted = slug(name);
  if (wanted === "") return [];
  return [...new Set(names)]
    .map((candidate) => ({
      candidate,
      distance: candidate.includes(wanted) && wanted.length > 1 ? 0.5 : editDistance(wanted, candidate),
    }))
    .filter(({ candidate, distance }) => distance <= Math.max(2, candidate.length / 3))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 5)
    .map(({ candidate }) => candidate);
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
