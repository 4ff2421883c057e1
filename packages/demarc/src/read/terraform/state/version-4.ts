/** The state file of Terraform 0.12 and later (version 4): blocks with their instances. */
import type { Value } from "../../../model/value.js";
import type { JsonCursor } from "../../json/cursor.js";
import { keyTable } from "../../json/key-table.js";
import { suffixOf } from "../module/copies.js";
import { draftOf, type ResourceTable } from "../plan/table.js";
import type { Mark, Marks, Reads, ValueReader } from "../plan/values.js";
import { unflattened } from "./flat-map.js";

const blockKeys = keyTable(["module", "mode", "type", "name", "instances"]);
const instanceKeys = keyTable([
  "index_key",
  "attributes",
  "attributes_flat",
  "sensitive_attributes",
  "dependencies",
  "deposed",
]);

/** Reads the `resources` that are next. A deposed object waits for its removal: it is left out. */
export function readStateResources(
  cursor: JsonCursor,
  values: ValueReader,
  reads: Reads,
  table: ResourceTable,
  file: string,
): void {
  const block = { module: "", mode: "managed" as "managed" | "data", type: "", name: "" };

  function field(key: string): void {
    if (key === "instances") cursor.items(instance);
    else {
      const text = values.text();
      if (key === "mode") block.mode = text === "data" ? "data" : "managed";
      else block[key as "module" | "type" | "name"] = text;
    }
  }

  function instance(): void {
    const line = cursor.line();
    let key: string | number | undefined;
    let attributes: Record<string, Value> = {};
    let sensitive: Marks | undefined;
    let dependsOn: readonly string[] | undefined;
    let isDeposed = false;
    const ids: string[] = [];
    cursor.fields(instanceKeys, (name) => {
      switch (name) {
        case "index_key": {
          const value = cursor.value();
          if (typeof value === "string" || typeof value === "number") key = value;
          break;
        }
        case "attributes":
          attributes = values.attributes(block.type, (id) => ids.push(id));
          break;
        case "attributes_flat": {
          const whole = unflattened(cursor.value(), block.type, reads);
          attributes = whole.attributes;
          ids.push(...whole.ids);
          break;
        }
        case "sensitive_attributes":
          sensitive = marksOf(cursor.value());
          break;
        case "dependencies":
          dependsOn = textsIn(cursor.value());
          break;
        case "deposed":
          isDeposed = cursor.text() !== undefined;
          break;
      }
    });
    if (isDeposed || block.type === "" || block.name === "") return;
    const { module, mode, type, name } = block;
    const prefix = module === "" ? "" : `${module}.`;
    const address = `${prefix}${mode === "data" ? "data." : ""}${type}.${name}${suffixOf(key)}`;
    table.add(draftOf({ address, module: prefix, mode, type, name, key, attributes, file, line }), {
      ids,
      sensitive,
      dependsOn,
    });
  }

  cursor.items(() => {
    Object.assign(block, { module: "", mode: "managed", type: "", name: "" });
    cursor.fields(blockKeys, field);
  });
}

/** `[[{ "type": "get_attr", "value": "password" }]]`: paths of steps. A path that is not understood marks all that it begins with. */
function marksOf(paths: unknown): Marks | undefined {
  if (!Array.isArray(paths) || paths.length === 0) return undefined;
  const marks: Record<string, Mark> = {};
  for (const path of paths) {
    const [first] = Array.isArray(path) ? (path as readonly unknown[]) : [];
    const name = (first as { readonly value?: unknown } | undefined)?.value;
    if (typeof name === "string") marks[name] = true;
  }
  return marks;
}

function textsIn(value: unknown): readonly string[] | undefined {
  const texts = Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  return texts.length === 0 ? undefined : texts;
}
