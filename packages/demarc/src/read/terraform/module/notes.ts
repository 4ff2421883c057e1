/** What the attributes of a body point to, noted while it is evaluated: blocks of one type share their paths. */
import { emptyMap, type Reference } from "../../../model/value.js";
import { uniqueReferences } from "../evaluate/value-tools.js";

/** By attribute path, without indexes. */
export type Notes = Map<string, Noted>;

interface Noted {
  readonly references: readonly Reference[];
  /** How long the list may become before repeats are taken out of it; 0 for one that is not ours to lengthen. */
  readonly longest: number;
}

export function createNotes(): Notes {
  return new Map();
}

/** Adds what one attribute points to, which has no repeats in it. */
export function addReferences(notes: Notes, path: string, found: readonly Reference[]): void {
  if (found.length === 0) return;
  const noted = notes.get(path);
  if (noted === undefined) {
    notes.set(path, { references: found, longest: 0 });
    return;
  }
  const all = noted.longest === 0 ? [...noted.references] : (noted.references as Reference[]);
  for (const reference of found) all.push(reference);
  if (all.length <= noted.longest) return;
  const references = [...uniqueReferences(all)];
  notes.set(path, { references, longest: 2 * references.length + shortest });
}

const shortest = 16;

export function referencesByPath(notes: Notes): Readonly<Record<string, readonly Reference[]>> {
  if (notes.size === 0) return none;
  const byPath = emptyMap<readonly Reference[]>();
  for (const [path, { references, longest }] of notes)
    byPath[path] = longest === 0 ? references : uniqueReferences(references);
  return byPath;
}

/** One for all bodies that point to nothing. */
const none: Readonly<Record<string, readonly Reference[]>> = Object.freeze(emptyMap<readonly Reference[]>());
