/** Runs the examples of a module's file through the real reader: what a call creates, and how. */
import type { Inventory } from "../../packages/demarc/src/model/inventory.js";
import { isList, isMap, isUnknown, type Value } from "../../packages/demarc/src/model/value.js";
import type { KnownModules } from "../../packages/demarc/src/read/terraform/known/choose.js";
import type { ModuleExample, ModuleFile } from "./compile-module.js";
import { callText, readText } from "./module-files.js";

/** What comes out otherwise than the example says; empty where all is as it says. */
export function moduleExampleFailures(
  file: ModuleFile,
  example: ModuleExample,
  modules: KnownModules,
): readonly string[] {
  const { resources, problems, notRead } = readText(callText(file.module, file.versions, example), modules);
  const made = resources.filter(({ address, mode }) => mode === "managed" && address.startsWith("module.this."));
  const counts = new Map<string, number>();
  for (const { type } of made) counts.set(type, (counts.get(type) ?? 0) + 1);
  const types = new Set([...counts.keys(), ...Object.keys(example.creates)]);
  return [
    ...problems.map(({ message, line }) => `line ${line ?? "?"}: ${message}`),
    ...notRead
      .filter(({ isPartly }) => isPartly !== true || file.complete === true)
      .map(({ address, because }) => `${address}: ${because}`),
    ...[...types].flatMap((type) => {
      const [is, said] = [counts.get(type) ?? 0, example.creates[type] ?? 0];
      return is === said ? [] : [`there are ${is} of ${type}, not ${said}`];
    }),
    ...Object.entries(example.sets ?? {}).flatMap(([place, said]) => {
      const is = shown(valueAt({ resources, problems, notRead }, `module.this.${place}`));
      return is === JSON.stringify(said) ? [] : [`${place} is ${is}, not ${JSON.stringify(said)}`];
    }),
  ];
}

/** Address and attribute are told apart by the resources that there are. */
function valueAt({ resources }: Inventory, place: string): Value {
  const resource = resources.find(({ address }) => place.startsWith(`${address}.`));
  if (resource === undefined) return "there is no such resource";
  let value: Value = resource.attributes as Value;
  for (const name of place.slice(resource.address.length + 1).split(".")) {
    if (isUnknown(value)) return value;
    value =
      (isList(value) ? value[Number(name)] : isMap(value) && Object.hasOwn(value, name) ? value[name] : null) ?? null;
  }
  return value;
}

function shown(value: Value): string {
  return JSON.stringify(value, (_, item: Value) => (isUnknown(item) ? "untold" : item));
}
