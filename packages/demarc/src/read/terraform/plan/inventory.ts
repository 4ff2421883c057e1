/** The resources of a plan or a state, put together from its parts. */
import type { Resource } from "../../../model/inventory.js";
import { type Reference, surelySet, unknown, type Value } from "../../../model/value.js";
import { markedAttributes } from "./attributes.js";
import { addByValue, type Identities, identitiesOf, namedBy } from "./by-value.js";
import type { Change } from "./changes.js";
import type { ConfigBlock, ConfigModule } from "./configuration.js";
import { copiesOf, createPlaces } from "./copies.js";
import { type Copy, type Targets, targetsOf } from "./references.js";
import type { WrittenResource } from "./resources.js";
import type { Reads } from "./values.js";

export interface PlanParts {
  readonly file: string;
  readonly resources: readonly WrittenResource[];
  readonly changes: ReadonlyMap<string, Change>;
  /** Absent for a state. */
  readonly configuration: ConfigModule | undefined;
  readonly reads: Reads;
}

const noReferences: Readonly<Record<string, readonly Reference[]>> = {};
const noLines: Readonly<Record<string, number>> = {};

export function resourcesOf(parts: PlanParts): readonly Resource[] {
  const { resources, configuration, changes, file, reads } = parts;
  const copies = copiesOf(resources);
  const places = createPlaces(configuration ?? { blocks: new Map(), outputs: new Map(), calls: new Map() }, copies);
  const identities = identitiesOf(resources);
  return resources.map((resource): Resource => {
    const change = changes.get(resource.address);
    const block = configuration === undefined ? undefined : blockOf(resource);
    const place = places(resource.module);
    const own: Copy = {
      key: resource.key,
      siblings: copies.keysOf(blockAddress(resource))?.length ?? 1,
      copiedBy: block?.copies ?? [],
    };
    const targets = (path: string): Targets => {
      const list = block !== undefined && Object.hasOwn(block.references, path) ? block.references[path] : undefined;
      return list === undefined || place === undefined ? nowhere : targetsOf(list, place, copies, own);
    };
    const attributes = markedAttributes({
      type: resource.type,
      reads,
      attributes: resource.attributes,
      unknown: change?.unknown,
      sensitive: resource.sensitive ?? change?.sensitive,
      block,
      targets,
    });
    const pointing =
      block === undefined ? byValue(resource, identities) : pointers(resource, block, attributes, targets, identities);
    return {
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
      ...(change?.action === undefined ? {} : { action: change.action }),
    };
  });

  function blockOf(resource: WrittenResource): ConfigBlock | undefined {
    const { mode, type, name } = resource;
    return places(resource.module)?.config.blocks.get(`${mode === "data" ? "data." : ""}${type}.${name}`);
  }
}

function blockAddress({ module, mode, type, name }: WrittenResource): string {
  return `${module}${mode === "data" ? "data." : ""}${type}.${name}`;
}

const nowhere: Targets = { references: [], isSure: true };

interface Pointing {
  readonly references: Readonly<Record<string, readonly Reference[]>>;
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
  const references: Record<string, readonly Reference[]> = {};
  let changed: Record<string, Value> | undefined;
  for (const path of Object.keys(block.references)) {
    const { references: found, isSure } = targets(path);
    const value = Object.hasOwn(attributes, path) ? attributes[path] : undefined;
    if (typeof value === "string" && (!isSure || found.length !== 1)) {
      const named = namedBy(resource, value, identities);
      if (named.length > 0) {
        references[path] = named.map(({ address }) => ({ address }));
        continue;
      }
      if (!isSure && found.length > 0) {
        const maybe = found.map((reference): Reference => ({ ...reference, maybe: true }));
        changed ??= { ...attributes };
        changed[path] = surelySet(unknown(`which of several ${path} points to is not known`, maybe));
        references[path] = maybe;
        continue;
      }
    }
    if (found.length > 0) references[path] = found;
  }
  return { references: Object.keys(references).length === 0 ? noReferences : references, attributes: changed };
}
