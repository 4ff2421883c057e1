/** The area that a user names, by its id or its short form. */
import type { Area } from "@demarc/catalog/types";
import type { Catalog } from "../catalog/catalog.js";
import { nearest } from "../catalog/find.js";
import { UsageError } from "./usage-error.js";

/** @throws UsageError with what was perhaps meant. */
export function areaNamed(catalog: Catalog, name: string): Area {
  const { areas } = catalog.core;
  const area = areas.find((candidate) => candidate.id === name || candidate.short === name);
  if (area !== undefined) return area;
  const near = nearest(
    name,
    areas.map((candidate) => candidate.id),
  );
  throw new UsageError(
    `There is no area ${JSON.stringify(name)}.`,
    near.length > 0 ? `Did you mean ${near.join(" or ")}?` : "`demarc areas` lists them.",
  );
}
