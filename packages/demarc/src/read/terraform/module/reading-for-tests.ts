/** Reads Terraform from texts, for tests. */
import type { Inventory, Resource } from "../../../model/inventory.js";
import { isList, isMap, isUnknown, type Value } from "../../../model/value.js";
import type { SourceTree } from "../../source-tree.js";
import type { TerraformInput } from "../input.js";
import { readTerraform } from "../read.js";

/** @example readTexts({ "main.tf": 'resource "aws_sqs_queue" "q" {}' }).resources.length // 1 */
export function readTexts(
  files: Readonly<Record<string, string>>,
  more: Partial<Omit<TerraformInput, "tree">> = {},
): Inventory {
  return readTerraform({ folder: "", tree: treeOf(files), ...more });
}

/** The resource of an address, of which there must be one. */
export function resourceOf(inventory: Inventory, address: string): Resource {
  const found = inventory.resources.find((resource) => resource.address === address);
  if (found === undefined) throw new Error(`no ${address} among ${addressesOf(inventory).join(", ")}`);
  return found;
}

export function addressesOf(inventory: Inventory): readonly string[] {
  return inventory.resources.map((resource) => resource.address);
}

/** A value as plain data, with `?` for an unknown. */
export function shown(value: Value | undefined): unknown {
  if (isUnknown(value)) return "?";
  if (isList(value)) return value.map(shown);
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(item)])) : value;
}

/** The references of an attribute, as `address.attribute`. */
export function referencesAt(resource: Resource, path: string): readonly string[] {
  return (resource.references[path] ?? []).map(({ address, attribute }) =>
    attribute === undefined ? address : `${address}.${attribute}`,
  );
}

export function treeOf(files: Readonly<Record<string, string>>): SourceTree {
  const below = (folder: string): readonly string[] => {
    const start = folder === "" ? "" : `${folder}/`;
    return Object.keys(files)
      .filter((path) => path.startsWith(start))
      .map((path) => path.slice(start.length));
  };
  return {
    read: (path) => files[path],
    list: (folder) => unlessEmpty(below(folder))?.filter((path) => !path.includes("/")),
    listAll: (folder) => unlessEmpty(below(folder)),
  };
}

/** A folder without files below it is none. */
function unlessEmpty(paths: readonly string[]): readonly string[] | undefined {
  return paths.length === 0 ? undefined : paths;
}
