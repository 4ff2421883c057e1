/** The resources of a plan or a state, put together from its parts. */
import type { Resource } from "../../../model/inventory.js";
import { type Reference, surelySet, unknown, type Value } from "../../../model/value.js";
import { createMarker } from "./attributes.js";
import { addByValue, type Identities, identitiesOf, namedBy } from "./by-value.js";
import type { Change } from "./changes.js";
import type { ConfigBlock, ConfigModule } from "./configuration.js";
import { copiesOf, createPlaces } from "./copies.js";
import { type Copy, type Targets, targetsOf } from "./references.js";
import { blockOf, type WrittenResource } from "./resources.js";
import type { Reads } from "./values.js";

export interface PlanParts {
  readonly file: string;
  /** By address. */
  readonly resources: ReadonlyMap<string, WrittenResource>;
  readonly changes: ReadonlyMap<string, Change>;
  /** Absent for a state. */
  readonly configuration: ConfigModule | undefined;
  readonly reads: Reads;
}

type References = Readonly<Record<string, readonly Reference[]>>;

const noReferences: References = {};
const noLines: Readonly<Record<string, number>> = {};
const nowhere: Targets = { references: [], isSure: true };

export function resourcesOf({ resources, configuration, changes, file, reads }: PlanParts): readonly Resource[] {
  const copies = copiesOf(resources);
  const places = configuration === undefined ? undefined : createPlaces(configuration, copies);
  const identities = identitiesOf(resources.values());
  const marked = createMarker(reads);
  return Array.from(resources.values(), resourceOf);

  function resourceOf(resource: WrittenResource): Resource {
    const change = changes.get(resource.address);
    const place = places?.(resource.module);
    const isAlone = resource.module === "" && resource.key === undefined;
    const inModule = isAlone ? resource.address : blockOf(resource.mode, resource.type, resource.name);
    const block = place?.config.blocks.get(inModule);
    const own: Copy | undefined = block && {
      key: resource.key,
      siblings: resource.key === undefined ? 1 : (copies.keysOf(resource.module + inModule)?.length ?? 1),
      copiedBy: block.copies,
    };
    const targets = (path: string): Targets => {
      const list = block !== undefined && Object.hasOwn(block.references, path) ? block.references[path] : undefined;
      if (list === undefined || place === undefined || own === undefined) return nowhere;
      return targetsOf(list, place, copies, own);
    };
    const attributes = marked(
      resource.type,
      resource.attributes,
      { unknown: change?.unknown, sensitive: resource.sensitive ?? change?.sensitive },
      block,
      targets,
    );
    const pointing =
      block === undefined ? byValue(resource, identities) : pointers(resource, block, attributes, targets, identities);
    const made: Resource = {
      address: resource.address,
      type: resource.type,
      name: resource.name,
      format: "terraform",
      mode: resource.mode,
      attributes: pointing.attributes ?? attributes,
      references: pointing.references,
      file,
      line: resource.line,
      lines: noLines,
      action: change?.action,
    };
    return made;
  }
}

interface Pointing {
  readonly references: References;
  /** Where an attribute had to be taken for unknown. */
  readonly attributes?: Record<string, Value>;
}

function byValue(resource: WrittenResource, identities: Identities): Pointing {
  const references: Record<string, Reference[]> = {};
  for (const name of Object.keys(resource.attributes)) {
    addByValue(resource, resource.attributes[name] as Value, name, identities, references);
  }
  return { references: Object.keys(references).length === 0 ? noReferences : references };
}

/** What the configuration says; where that leaves open which one is meant, the value may tell. */
function pointers(
  resource: WrittenResource,
  block: ConfigBlock,
  attributes: Record<string, Value>,
  targets: (path: string) => Targets,
  identities: Identities,
): Pointing {
  let references: Record<string, readonly Reference[]> | undefined;
  let changed: Record<string, Value> | undefined;
  for (const path in block.references) {
    let { references: found, isSure } = targets(path);
    const value = Object.hasOwn(attributes, path) ? attributes[path] : undefined;
    if (typeof value === "string" && (!isSure || found.length !== 1)) {
      const named = namedBy(resource, value, identities);
      if (named.length > 0) found = named.map(({ address }) => ({ address }));
      else if (!isSure && found.length > 0) {
        found = found.map((reference): Reference => ({ ...reference, maybe: true }));
        changed ??= { ...attributes };
        changed[path] = surelySet(unknown(`which of several ${path} points to is not known`, found));
      }
    }
    if (found.length === 0) continue;
    references ??= {};
    references[path] = found;
  }
  return { references: references ?? noReferences, attributes: changed };
}
