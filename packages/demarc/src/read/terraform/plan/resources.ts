/** The resources of a `root_module`, as plans and states write it: those of the module itself, then those of its child modules. */
import type { Value } from "../../../model/value.js";
import type { JsonCursor } from "../../json/cursor.js";
import { keyTable } from "../../json/key-table.js";
import { suffixOf } from "../module/copies.js";
import { blockOf, draftOf, type ResourceTable } from "./table.js";
import type { Marks, ValueReader } from "./values.js";

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

/** Reads the module that is next, with its child modules, into the table. A deposed object waits for its removal: it is left out. */
export function readModule(
  cursor: JsonCursor,
  values: ValueReader,
  wants: (mode: "managed" | "data") => boolean,
  table: ResourceTable,
  file: string,
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

  /** The address of the module that is read, where that is known before its resources are. */
  let moduleAddress = "";

  function module(): void {
    const outer = moduleAddress;
    moduleAddress = "";
    const first = table.size();
    cursor.fields(moduleKeys, (field) => {
      if (field === "resources") cursor.items(resource);
      else if (field === "address") moduleAddress = cursor.text() ?? "";
      else {
        // Old versions leave the module out of its resources' addresses, and write it behind them.
        table.completeModule(first, moduleAddress);
        cursor.items(module);
      }
    });
    table.completeModule(first, moduleAddress);
    moduleAddress = outer;
  }

  function resource(): void {
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
    table.add(draftOf({ address: at.address, module: at.module, mode, type, name, key, attributes, file, line }), {
      ids,
      sensitive,
      dependsOn,
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

function texts(cursor: JsonCursor, values: ValueReader): readonly string[] | undefined {
  const list: string[] = [];
  cursor.items(() => {
    const text = values.text();
    if (text !== "") list.push(text);
  });
  return list.length === 0 ? undefined : list;
}
