/** The resources of a `root_module`, as plans and states write it: those of the module itself, then those of its child modules. */
import type { Value } from "../../../model/value.js";
import type { JsonCursor } from "../../json/cursor.js";
import { keyTable } from "../../json/key-table.js";
import { suffixOf } from "../module/copies.js";
import type { Marks, ValueReader } from "./values.js";

/** A resource with those of its attributes that are wanted, and that are set. */
export interface WrittenResource {
  readonly address: string;
  /** The address of its module with a dot behind, `module.shop["eu"].`; empty for the root module. */
  readonly module: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key?: string | number;
  readonly attributes: Record<string, Value>;
  readonly sensitive?: Marks;
  /** By what others may name it: its id, ARN, name. */
  readonly ids: readonly string[];
  /** Addresses of the blocks that a state says it was made from. */
  readonly dependsOn?: readonly string[];
  /** 1-based. */
  readonly line: number;
}

const moduleKeys = keyTable(["resources", "address", "child_modules"]);
const resourceKeys = keyTable([
  "address",
  "mode",
  "type",
  "name",
  "index",
  "values",
  "sensitive_values",
  "depends_on",
  "deposed_key",
]);

/** Reads the module that is next and hands over each resource of it. A deposed object waits for its removal: it is left out. */
export function readModule(
  cursor: JsonCursor,
  values: ValueReader,
  wants: (mode: "managed" | "data") => boolean,
  found: (resource: WrittenResource) => void,
): void {
  let address = "";
  let mode: "managed" | "data" = "managed";
  let type = "";
  let name = "";
  let key: string | number | undefined;
  let attributes: Record<string, Value> = noAttributes;
  let ids: readonly string[] = noIds;
  let sensitive: Marks | undefined;
  let dependsOn: readonly string[] | undefined;
  let isDeposed = false;

  function module(): void {
    const own: WrittenResource[] = [];
    let ofModule = "";
    cursor.fields(moduleKeys, (field) => {
      if (field === "resources") cursor.items(() => resource(own));
      else if (field === "address") ofModule = cursor.text() ?? "";
      // A module's own resources come first, in whatever order the file has them.
      else {
        hand(own, ofModule);
        cursor.items(module);
      }
    });
    hand(own, ofModule);
  }

  function hand(own: WrittenResource[], ofModule: string): void {
    for (const item of own) found(ofModule === "" ? item : inModule(item, ofModule));
    own.length = 0;
  }

  function resource(own: WrittenResource[]): void {
    address = type = name = "";
    mode = "managed";
    key = sensitive = dependsOn = undefined;
    attributes = noAttributes;
    ids = noIds;
    isDeposed = false;
    const line = cursor.line();
    cursor.fields(resourceKeys, take);
    if (isDeposed || type === "" || name === "" || !wants(mode)) return;
    const at = placed(address, blockOf(mode, type, name), key);
    own.push({
      address: at.address,
      module: at.module,
      mode,
      type,
      name,
      key,
      attributes,
      ids,
      sensitive,
      dependsOn,
      line,
    });
  }

  function identify(id: string): void {
    ids = ids === noIds ? [id] : [...ids, id];
  }

  function take(field: string): void {
    switch (field) {
      case "address":
        address = cursor.text() ?? "";
        break;
      case "mode":
        mode = values.text() === "data" ? "data" : "managed";
        break;
      case "type":
        type = values.text();
        break;
      case "name":
        name = cursor.text() ?? "";
        break;
      case "index": {
        const index = cursor.value();
        if (typeof index === "string" || typeof index === "number") key = index;
        break;
      }
      case "values":
        if (wants(mode)) attributes = values.attributes(type, identify);
        else cursor.skip();
        break;
      case "sensitive_values":
        sensitive = values.marks(type);
        break;
      case "depends_on":
        dependsOn = texts(cursor, values);
        break;
      case "deposed_key":
        isDeposed = cursor.text() !== undefined;
        break;
    }
  }

  module();
}

const noAttributes: Record<string, Value> = {};
const noIds: readonly string[] = [];

/** The address of a block within its module, without its key. */
export function blockOf(mode: "managed" | "data", type: string, name: string): string {
  return mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
}

/** Old versions leave a key, or the module, out of an address. */
function placed(
  address: string,
  block: string,
  key: string | number | undefined,
): { readonly address: string; readonly module: string } {
  const own = block + suffixOf(key);
  if (address.endsWith(own)) return { address, module: address.slice(0, address.length - own.length) };
  if (address.endsWith(block)) {
    const module = address.slice(0, address.length - block.length);
    return { address: module + own, module };
  }
  // A key that is written in another way than ours.
  const at = address.lastIndexOf(`${block}[`);
  return at < 0 ? { address: own, module: "" } : { address, module: address.slice(0, at) };
}

function inModule(resource: WrittenResource, module: string): WrittenResource {
  if (resource.module !== "") return resource;
  return { ...resource, address: `${module}.${resource.address}`, module: `${module}.` };
}

function texts(cursor: JsonCursor, values: ValueReader): readonly string[] | undefined {
  const list: string[] = [];
  cursor.items(() => {
    const text = values.text();
    if (text !== "") list.push(text);
  });
  return list.length === 0 ? undefined : list;
}
