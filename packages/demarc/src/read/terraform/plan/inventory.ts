/** The resources of a plan or a state, put together from its parts. */
import type { Resource } from "../../../model/inventory.js";
import { isList, isMap, type Reference, surelySet, type Unknown, unknown, type Value } from "../../../model/value.js";
import { policyDocument, policyDocumentType } from "../module/policy-document.js";
import { type Around, createMarker } from "./attributes.js";
import { addByValue, type Identities, identitiesOf, namedBy } from "./by-value.js";
import type { Change } from "./changes.js";
import type { ConfigBlock, ConfigModule } from "./configuration.js";
import { copiesOf, createPlaces } from "./copies.js";
import { type Copy, type Targets, targetsOf } from "./references.js";
import { blockOf, type WrittenResource } from "./resources.js";
import type { Mark, Marks, Reads } from "./values.js";

export interface PlanParts {
  readonly file: string;
  /** By address. */
  readonly resources: ReadonlyMap<string, WrittenResource>;
  readonly changes: ReadonlyMap<string, Change>;
  /** Absent for a state. */
  readonly configuration: ConfigModule | undefined;
  /** Planned values tell what only the apply will tell in the changes; those of a state are known. */
  readonly isPlanned: boolean;
  readonly reads: Reads;
}

type References = Readonly<Record<string, readonly Reference[]>>;

const noReferences: References = {};
const noLines: Readonly<Record<string, number>> = {};
const nowhere: Targets = { references: [], isSure: true };

export function resourcesOf(parts: PlanParts): readonly Resource[] {
  const { resources, configuration, changes, isPlanned, file, reads } = parts;
  const copies = copiesOf(resources);
  const places = configuration === undefined ? undefined : createPlaces(configuration, copies);
  const identities = identitiesOf(resources.values());
  const marked = createMarker(reads);
  const documents = new Map<string, Unknown>();
  return Array.from(resources.values(), resourceOf);

  function resourceOf(resource: WrittenResource): Resource {
    const around = aroundOf(resource);
    const attributes = attributesOf(resource, around);
    const { block, targets } = around;
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
      action: changes.get(resource.address)?.action,
    };
    return made;
  }

  function aroundOf(resource: WrittenResource): Around {
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
    return { block, targets, policyDocument: documentOf };
  }

  function attributesOf(resource: WrittenResource, around: Around): Record<string, Value> {
    const change = changes.get(resource.address);
    const isUnmarked = isPlanned && change === undefined;
    const { unknown: known, sensitivity } = change ?? noChange;
    const unknowns = isUnmarked ? missingValues(resource.attributes, around.block) : known;
    const sensitive = resource.sensitive ?? sensitivity?.marks;
    const marks = { unknown: unknowns, sensitive, holders: sensitivity?.holders };
    return marked(resource.type, resource.attributes, marks, around);
  }

  /** A document is put together from its configuration alone, so what the plan knows of that is known of it. */
  function documentOf(address: string): Unknown | undefined {
    const source = resources.get(address);
    if (source?.mode !== "data" || source.type !== policyDocumentType) return undefined;
    let document = documents.get(address);
    if (document === undefined) {
      // Documents that are made of each other end here.
      documents.set(address, unknown(`${address} is put together when Terraform runs`));
      document = policyDocument(attributesOf(source, aroundOf(source)));
      documents.set(address, document);
    }
    return document;
  }
}

const noChange: Change = {};

/** What the configuration sets, at the top and inside of nested blocks, and no value is there for. */
function missingValues(attributes: Record<string, Value>, block: ConfigBlock | undefined): Marks {
  const marks: Record<string, Mark> = {};
  for (const path of block?.sets ?? []) {
    const [name = "", inner, ...deeper] = path.split(".");
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (value === undefined) marks[name] = true;
    else if (inner !== undefined && isList(value)) {
      const before = marks[name];
      const items = Array.isArray(before) ? before : [];
      marks[name] = value.map((item, at): Mark | undefined => {
        const isThere = isMap(item) && Object.hasOwn(item, inner) && deeper.length === 0;
        return isThere ? items[at] : { ...(items[at] as Marks | undefined), [inner]: true };
      });
    }
  }
  return marks;
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
