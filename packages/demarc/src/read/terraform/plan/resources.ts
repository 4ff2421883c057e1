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
  let current = freshResource();

  function module(): void {
    const own: WrittenResource[] = [];
    let address = "";
    cursor.fields(moduleKeys, (key) => {
      if (key === "resources") cursor.items(() => resource(own));
      else if (key === "address") address = cursor.text() ?? "";
      // A module's own resources come first, in whatever order the file has them.
      else {
        hand(own, address);
        cursor.items(module);
      }
    });
    hand(own, address);
  }

  function hand(own: WrittenResource[], module: string): void {
    for (const item of own) found(module === "" ? item : inModule(item, module));
    own.length = 0;
  }

  function resource(own: WrittenResource[]): void {
    current = freshResource();
    current.line = cursor.line();
    cursor.fields(resourceKeys, field);
    const { mode, isDeposed, ...rest } = current;
    if (isDeposed || rest.type === "" || rest.name === "" || !wants(mode)) return;
    own.push(resourceOf(mode, rest));
  }

  function identify(id: string): void {
    current.ids = [...current.ids, id];
  }

  function field(key: string): void {
    switch (key) {
      case "address":
        current.address = cursor.text() ?? "";
        break;
      case "mode":
        current.mode = cursor.text() === "data" ? "data" : "managed";
        break;
      case "type":
        current.type = values.text(cursor.text() ?? "");
        break;
      case "name":
        current.name = values.text(cursor.text() ?? "");
        break;
      case "index": {
        const index = cursor.value();
        if (typeof index === "string" || typeof index === "number") current.key = index;
        break;
      }
      case "values":
        if (wants(current.mode)) current.attributes = values.attributes(cursor, current.type, identify);
        else cursor.skip();
        break;
      case "sensitive_values":
        current.sensitive = values.marks(cursor, current.type);
        break;
      case "depends_on":
        current.dependsOn = texts(cursor, values);
        break;
      case "deposed_key":
        current.isDeposed = cursor.text() !== undefined;
        break;
    }
  }

  module();
}

interface Fresh {
  address: string;
  mode: "managed" | "data";
  type: string;
  name: string;
  key: string | number | undefined;
  attributes: Record<string, Value>;
  ids: readonly string[];
  sensitive: Marks | undefined;
  dependsOn: readonly string[] | undefined;
  isDeposed: boolean;
  line: number;
}

const noAttributes: Record<string, Value> = {};
const noIds: readonly string[] = [];

function freshResource(): Fresh {
  return {
    address: "",
    mode: "managed",
    type: "",
    name: "",
    key: undefined,
    attributes: noAttributes,
    ids: noIds,
    sensitive: undefined,
    dependsOn: undefined,
    isDeposed: false,
    line: 1,
  };
}

function resourceOf(mode: "managed" | "data", fresh: Omit<Fresh, "mode" | "isDeposed">): WrittenResource {
  const block = `${mode === "data" ? "data." : ""}${fresh.type}.${fresh.name}`;
  const { address, module } = placed(fresh.address, block, fresh.key);
  return { ...fresh, address, module, mode };
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
    const text = cursor.text();
    if (text !== undefined) list.push(values.text(text));
  });
  return list.length === 0 ? undefined : list;
}
