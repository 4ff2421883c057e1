/** Puts the attributes and references of a plan's or state's resources in place, once all that tells them was read. */
import type { Resource } from "../../../model/inventory.js";
import { type Reference, surelySet, unknown, type Value } from "../../../model/value.js";
import { createMarker } from "./attributes.js";
import { addByValue, namedBy } from "./by-value.js";
import type { ConfigBlock, ConfigModule } from "./configuration.js";
import { copiesOf, createPlaces } from "./copies.js";
import { type Copy, mostSpecific, type Targets, targetsOf } from "./references.js";
import { blockOf, type Draft, type ResourceTable } from "./table.js";
import type { Reads } from "./values.js";

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

/** What an attribute's expression refers to, by its path. */
type TargetsAt = (path: string) => Targets;

export function createBuilder(table: ResourceTable, reads: Reads): Builder {
  const marked = createMarker(reads);
  const attributeNames = new Map<string, string>();

  function finish(draft: Draft, block: ConfigBlock | undefined, targets: TargetsAt): void {
    const { change } = draft;
    const sensitive = table.sensitive(draft) ?? change?.sensitive;
    draft.attributes = marked(draft.type, draft.attributes, { unknown: change?.unknown, sensitive }, block, targets);
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
    finish(draft, block, (path) => (Object.hasOwn(found, path) ? (found[path] as Targets) : nowhere));
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
    for (const draft of drafts) {
      if (draft.isDone) continue;
      const place = places?.(draft.module);
      const isAlone = draft.module === "" && draft.key === undefined;
      const inModule = isAlone ? draft.address : blockOf(draft.mode, draft.type, draft.name);
      const block = place?.config.blocks.get(inModule);
      if (place === undefined || block === undefined) {
        finish(draft, undefined, () => nowhere);
        continue;
      }
      const own: Copy = {
        key: draft.key,
        siblings: draft.key === undefined ? 1 : (copies.keysOf(draft.module + inModule)?.length ?? 1),
        copiedBy: block.copies,
      };
      finish(draft, block, (path) => {
        const list = Object.hasOwn(block.references, path) ? block.references[path] : undefined;
        return list === undefined ? nowhere : targetsOf(list, place, copies, own);
      });
    }
    return drafts;
  }

  return { finishAlone, finished };
}

function pointByValue(draft: Draft, table: ResourceTable): void {
  const references: Record<string, Reference[]> = {};
  for (const name of Object.keys(draft.attributes)) {
    addByValue(draft, draft.attributes[name] as Value, name, table, references);
  }
  if (Object.keys(references).length > 0) draft.references = references;
}

/** What the configuration says; where that leaves open which one is meant, the value may tell. */
function point(draft: Draft, block: ConfigBlock, targets: TargetsAt, table: ResourceTable): void {
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
