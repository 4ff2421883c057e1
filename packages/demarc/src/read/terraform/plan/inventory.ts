/** Puts the attributes and references of a plan's or state's resources in place, once all that tells them was read. */
import type { Resource } from "../../../model/inventory.js";
import { isList, isMap, type Reference, surelySet, type Unknown, unknown, type Value } from "../../../model/value.js";
import { policyDocument, policyDocumentType } from "../module/policy-document.js";
import { type Around, createMarker } from "./attributes.js";
import { addByValue, namedBy } from "./by-value.js";
import type { ConfigBlock, ConfigModule } from "./configuration.js";
import { copiesOf, createPlaces } from "./copies.js";
import { type Copy, mostSpecific, type Targets, targetsOf } from "./references.js";
import { blockOf, type Draft, type ResourceTable } from "./table.js";
import type { Mark, Marks, Reads } from "./values.js";

export interface Builder {
  /**
   * Finishes the only copy of a root module's block, where its expressions name nothing but other such resources. False
   * where it cannot: then the whole configuration has to be known.
   */
  readonly finishAlone: (address: string, block: ConfigBlock) => boolean;
  /** All resources, finished. The configuration is absent for a state. */
  readonly finished: (configuration: ConfigModule | undefined) => readonly Resource[];
}

const nowhere: Targets = { references: [], isSure: true };

/** `isPlanned` tells whether the values are planned ones: which of them only the apply will tell is in the changes. */
export function createBuilder(table: ResourceTable, reads: Reads, isPlanned: () => boolean): Builder {
  const marked = createMarker(reads);
  const attributeNames = new Map<string, string>();

  function finish(draft: Draft, around: Around): void {
    const { change } = draft;
    const { block, targets } = around;
    const isUnmarked = change === undefined && isPlanned();
    const unknowns = isUnmarked ? missingValues(draft.attributes, block) : change?.unknown;
    const sensitive = table.sensitive(draft) ?? change?.sensitivity?.marks;
    const marks = { unknown: unknowns, sensitive, holders: change?.sensitivity?.holders };
    draft.attributes = marked(draft.type, draft.attributes, marks, around);
    draft.action = change?.action;
    if (block === undefined) pointByValue(draft, table);
    else point(draft, block, targets, table);
    draft.change = undefined;
    draft.isDone = true;
  }

  function finishAlone(address: string, block: ConfigBlock): boolean {
    const draft = table.get(address);
    if (draft === undefined || draft.module !== "" || draft.key !== undefined) return false;
    const found: Record<string, Targets> = {};
    for (const path in block.references) {
      const references = plainly(block.references[path] ?? []);
      if (references === undefined) return false;
      found[path] = { references, isSure: true };
    }
    const targets = (path: string): Targets => (Object.hasOwn(found, path) ? (found[path] as Targets) : nowhere);
    finish(draft, { block, targets, policyDocument: noDocument });
    return true;
  }

  /** `aws_vpc.main.id`, where there is one such resource; undefined for anything that needs more looking into. */
  function plainly(list: readonly string[]): readonly Reference[] | undefined {
    const references: Reference[] = [];
    for (const text of mostSpecific(list)) {
      const first = text.indexOf(".");
      const second = text.indexOf(".", first + 1);
      const target = text.includes("[") ? undefined : table.get(second < 0 ? text : text.slice(0, second));
      if (target === undefined || target.mode === "data") return undefined;
      const attribute = second < 0 ? undefined : attributeName(text, second + 1);
      references.push(attribute === undefined ? { address: target.address } : { address: target.address, attribute });
    }
    return references;
  }

  /** Few names, and very many texts: one of each is kept. */
  function attributeName(text: string, from: number): string {
    const end = text.indexOf(".", from);
    const name = text.slice(from, end < 0 ? undefined : end);
    const known = attributeNames.get(name);
    if (known === undefined) attributeNames.set(name, name);
    return known ?? name;
  }

  function finished(configuration: ConfigModule | undefined): readonly Resource[] {
    const drafts = table.all();
    if (drafts.every(({ isDone }) => isDone)) return drafts;
    const copies = copiesOf(table);
    const places = configuration === undefined ? undefined : createPlaces(configuration, copies);
    const documents = new Map<string, Unknown>();
    for (const draft of drafts) if (!draft.isDone) finishIn(draft);
    return drafts;

    function finishIn(draft: Draft): void {
      const place = places?.(draft.module);
      const isAlone = draft.module === "" && draft.key === undefined;
      const inModule = isAlone ? draft.address : blockOf(draft.mode, draft.type, draft.name);
      const block = place?.config.blocks.get(inModule);
      if (place === undefined || block === undefined) {
        finish(draft, { block: undefined, targets: () => nowhere, policyDocument: noDocument });
        return;
      }
      const own: Copy = {
        key: draft.key,
        siblings: draft.key === undefined ? 1 : (copies.keysOf(draft.module + inModule)?.length ?? 1),
        copiedBy: block.copies,
      };
      const targets = (path: string): Targets => {
        const list = Object.hasOwn(block.references, path) ? block.references[path] : undefined;
        return list === undefined ? nowhere : targetsOf(list, place, copies, own);
      };
      finish(draft, { block, targets, policyDocument: documentOf });
    }

    /** A document is put together from its configuration alone, so what the plan knows of that is known of it. */
    function documentOf(address: string): Unknown | undefined {
      const source = table.get(address);
      if (source?.mode !== "data" || source.type !== policyDocumentType) return undefined;
      let document = documents.get(address);
      if (document === undefined) {
        // Documents that are made of each other end here.
        documents.set(address, unknown(`${address} is put together when Terraform runs`));
        if (!source.isDone) finishIn(source);
        document = policyDocument(source.attributes);
        documents.set(address, document);
      }
      return document;
    }
  }

  return { finishAlone, finished };
}

const noDocument = (): undefined => undefined;

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

function pointByValue(draft: Draft, table: ResourceTable): void {
  const references: Record<string, Reference[]> = {};
  for (const name of Object.keys(draft.attributes)) {
    addByValue(draft, draft.attributes[name] as Value, name, table, references);
  }
  if (Object.keys(references).length > 0) draft.references = references;
}

/** What the configuration says; where that leaves open which one is meant, the value may tell. */
function point(draft: Draft, block: ConfigBlock, targets: Around["targets"], table: ResourceTable): void {
  let references: Record<string, readonly Reference[]> | undefined;
  let changed: Record<string, Value> | undefined;
  const { attributes } = draft;
  for (const path in block.references) {
    let { references: found, isSure } = targets(path);
    const value = Object.hasOwn(attributes, path) ? attributes[path] : undefined;
    if (typeof value === "string" && (!isSure || found.length !== 1)) {
      const named = namedBy(draft, value, table);
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
  if (references !== undefined) draft.references = references;
  if (changed !== undefined) draft.attributes = changed;
}
