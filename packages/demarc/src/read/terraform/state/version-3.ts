/** The state file of Terraform 0.7 to 0.11 (version 3): modules with their resources, attributes as flat maps. */
import type { JsonCursor } from "../../json/cursor.js";
import { keyTable } from "../../json/key-table.js";
import { suffixOf } from "../module/copies.js";
import { type Aside, type Draft, draftOf, type ResourceTable } from "../plan/table.js";
import type { Reads } from "../plan/values.js";
import { unflattened } from "./flat-map.js";
import { textsIn } from "./version-4.js";

const moduleKeys = keyTable(["path", "resources"]);
const resourceKeys = keyTable(["type", "depends_on", "primary"]);
const primaryKeys = keyTable(["attributes"]);

/** Reads the `modules` that are next. */
export function readStateModules(cursor: JsonCursor, reads: Reads, table: ResourceTable, file: string): void {
  cursor.items(() => {
    let prefix = "";
    const own: { readonly draft: Draft; readonly aside: Aside }[] = [];
    cursor.fields(moduleKeys, (key) => {
      if (key === "path") prefix = prefixOf(cursor.value());
      else
        cursor.entries((name) => {
          const found = resourceAt(name);
          if (found !== undefined) own.push(found);
        });
    });
    for (const { draft, aside } of own) {
      draft.module = prefix;
      draft.address = prefix + draft.address;
      table.add(draft, { ...aside, dependsOn: aside.dependsOn?.map((address) => prefix + address) });
    }
  });

  /** `aws_instance.web.0`: type, name and number. */
  function resourceAt(path: string): { readonly draft: Draft; readonly aside: Aside } | undefined {
    const line = cursor.line();
    let type = "";
    let dependsOn: readonly string[] | undefined;
    let flat: unknown;
    cursor.fields(resourceKeys, (key) => {
      if (key === "type") type = cursor.text() ?? "";
      else if (key === "depends_on") dependsOn = textsIn(cursor.value());
      else
        cursor.fields(primaryKeys, () => {
          flat = cursor.value();
        });
    });
    const mode = path.startsWith("data.") ? "data" : "managed";
    const [ofPath = "", name = "", number] = path.slice(mode === "data" ? 5 : 0).split(".");
    if (type === "") type = ofPath;
    // Without a primary object there are only deposed ones, which wait for their removal.
    if (type === "" || name === "" || flat === undefined) return undefined;
    const key = number === undefined ? undefined : Number(number);
    const { attributes, ids } = unflattened(flat, type, reads);
    const address = `${mode === "data" ? "data." : ""}${type}.${name}${suffixOf(key)}`;
    return {
      draft: draftOf({ address, module: "", mode, type, name, key, attributes, file, line }),
      aside: { ids, dependsOn, sensitive: undefined },
    };
  }
}

/** `["root", "shop"]` → `module.shop.` */
function prefixOf(path: unknown): string {
  const names = Array.isArray(path) ? path.filter((name) => typeof name === "string") : [];
  return names
    .slice(1)
    .map((name) => `module.${name}.`)
    .join("");
}
