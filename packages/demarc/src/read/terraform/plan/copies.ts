/** Which copies of blocks and of modules there are, told by the addresses of their resources. */
import type { ConfigModule } from "./configuration.js";
import { type Copies, type Copy, keyText, type Place } from "./references.js";
import { blockOf, type ResourceTable } from "./table.js";

type Key = string | number;

export function copiesOf(table: ResourceTable): Copies {
  const keys = new Map<string, Key[]>();
  const modules = new Map<string, Key[]>();
  const seen = new Set<string>();
  for (const { module, key, mode, type, name } of table.all()) {
    if (key !== undefined) add(keys, module + blockOf(mode, type, name), key);
    if (module !== "" && !seen.has(module)) addModules(module, seen, modules);
  }
  return {
    has: (address) => table.get(address) !== undefined,
    keysOf: (block) => keys.get(block),
    keysOfModule: (module) => modules.get(module),
  };
}

/** A module with those that it is in: `module.a["x"].module.b.` */
function addModules(module: string, seen: Set<string>, modules: Map<string, Key[]>): void {
  let prefix = "";
  for (const { name, key, text } of callsIn(module)) {
    const next = `${prefix}${text}.`;
    if (!seen.has(next)) {
      seen.add(next);
      if (key !== undefined) add(modules, `${prefix}module.${name}`, key);
    }
    prefix = next;
  }
}

function add(map: Map<string, Key[]>, at: string, key: Key): void {
  const list = map.get(at);
  if (list === undefined) map.set(at, [key]);
  else list.push(key);
}

/** Finds the places of modules in the configuration, each once. Undefined for one that the configuration does not have. */
export function createPlaces(root: ConfigModule, copies: Copies): (module: string) => Place | undefined {
  const places = new Map<string, Place | undefined>([["", { prefix: "", config: root }]]);
  return function placeOf(module: string): Place | undefined {
    if (places.has(module)) return places.get(module);
    const calls = callsIn(module);
    const last = calls.at(-1);
    const outer = placeOf(
      calls
        .slice(0, -1)
        .map(({ text }) => `${text}.`)
        .join(""),
    );
    const call = last === undefined ? undefined : outer?.config.calls.get(last.name);
    let place: Place | undefined;
    if (last !== undefined && outer !== undefined && call !== undefined) {
      const siblings = copies.keysOfModule(`${outer.prefix}module.${last.name}`)?.length ?? 1;
      const own: Copy = { key: last.key, siblings, copiedBy: call.copies };
      place = { prefix: module, config: call.module, caller: { place: outer, name: last.name, own } };
    }
    places.set(module, place);
    return place;
  };
}

interface Call {
  readonly name: string;
  readonly key: Key | undefined;
  /** As it stands in the address, without the dot behind. */
  readonly text: string;
}

function callsIn(module: string): readonly Call[] {
  return [...module.matchAll(/module\.([^.[]+)(?:\[(?:(\d+)|("(?:[^"\\]|\\.)*"))\])?\./g)].map((match): Call => {
    const [whole, name = "", number, text] = match;
    const key = number !== undefined ? Number(number) : text !== undefined ? keyText(text) : undefined;
    return { name, key, text: whole.slice(0, -1) };
  });
}
