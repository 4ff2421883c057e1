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
  let marks: Mark | undefined;
  for (const path of paths)
    if (Array.isArray(path) && typeof keyOf(path[0]) === "string") marks = withMark(marks, path);
  return typeof marks === "object" && !Array.isArray(marks) ? (marks as Marks) : undefined;
}

/** Steps are names, keys of maps, places in lists; an item of a set is named by its whole value. */
function withMark(before: Mark | undefined, steps: readonly unknown[]): Mark {
  if (before === true || steps.length === 0) return true;
  const key = keyOf(steps[0]);
  if (typeof key === "string" && !Array.isArray(before)) {
    const inner = (before ?? {}) as Marks;
    return { ...inner, [key]: withMark(Object.hasOwn(inner, key) ? inner[key] : undefined, steps.slice(1)) };
  }
  if (typeof key === "number" && (before === undefined || Array.isArray(before))) {
    const list = [...(before ?? [])];
    list[key] = withMark(list[key], steps.slice(1));
    return Array.from(list);
  }
  return true;
}

function keyOf(step: unknown): string | number | undefined {
  const { type, value } = (typeof step === "object" && step !== null ? step : {}) as Record<string, unknown>;
  if (type === "get_attr") return typeof value === "string" ? value : undefined;
  const key = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  if (type !== "index") return undefined;
  if (typeof key.value === "string") return key.value;
  return typeof key.value === "number" && key.value >= 0 && key.value < mostItems ? Math.trunc(key.value) : undefined;
}

/** Lists are no longer than this; a number that is makes no list of that length. */
const mostItems = 10_000;

export function textsIn(value: unknown): readonly string[] | undefined {
  const texts = Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  return texts.length === 0 ? undefined : texts;
}
