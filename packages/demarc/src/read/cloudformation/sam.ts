/** SAM's Globals: properties that a template gives all its functions, tables or APIs at once. */
import type { YamlMap, YamlNode } from "../yaml/node.js";
import { textOf } from "../yaml/node.js";
import { type Session, spend, type Template } from "./stack.js";

/**
 * The properties of a resource with those of `Globals` for its type merged in, as SAM documents it: what the resource says
 * comes first, maps are merged, lists are put behind the global ones. `IgnoreGlobals` is heeded.
 */
export function withGlobals(
  type: string,
  resource: YamlMap,
  template: Template,
  session: Session,
): YamlNode | undefined {
  const own = resource.entries.get("Properties")?.node;
  if (!type.startsWith(PREFIX)) return own;
  const globals = template.globals.get(type.slice(PREFIX.length))?.node;
  if (globals?.kind !== "map") return own;
  const wanted = withoutIgnored(globals, resource.entries.get("IgnoreGlobals")?.node);
  return own === undefined || isNothing(own) ? wanted : merge(wanted, own, session);
}

const PREFIX = "AWS::Serverless::";

function withoutIgnored(globals: YamlMap, ignored: YamlNode | undefined): YamlMap {
  if (ignored === undefined) return globals;
  const names = (ignored.kind === "list" ? ignored.items : [ignored]).map((item) => textOf(item));
  if (names.includes("*")) return { ...globals, entries: new Map() };
  return { ...globals, entries: new Map([...globals.entries].filter(([key]) => !names.includes(key))) };
}

function merge(global: YamlNode, own: YamlNode, session: Session): YamlNode {
  if (isFunction(global) || isFunction(own)) return own;
  if (global.kind === "list" && own.kind === "list") {
    spend(session, global.items.length + own.items.length);
    return { ...own, items: [...global.items, ...own.items] };
  }
  if (global.kind !== "map" || own.kind !== "map") return own;
  spend(session, global.entries.size + own.entries.size);
  const entries = new Map(own.entries);
  for (const [key, entry] of global.entries) {
    const mine = own.entries.get(key);
    entries.set(key, mine === undefined ? entry : { ...mine, node: merge(entry.node, mine.node, session) });
  }
  return { ...own, entries };
}

function isFunction(node: YamlNode): boolean {
  if (node.tag !== undefined) return true;
  if (node.kind !== "map" || node.entries.size !== 1) return false;
  return [...node.entries.keys()].some((key) => key === "Ref" || key.startsWith("Fn::"));
}

function isNothing(node: YamlNode): boolean {
  return node.kind === "scalar" && node.value === null;
}
