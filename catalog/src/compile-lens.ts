/** Compiles a lens file. The file says `lens:` where the data says `id`; the rest is carried over. */
import type { Lens } from "./types.js";

export type LensFile = Omit<Lens, "id"> & { readonly lens: string };

export function compileLens(file: LensFile): Lens {
  const { lens, ...rest } = file;
  return { ...rest, id: lens, confidence: file.confidence ?? "documented", divergences: file.divergences ?? [] };
}
