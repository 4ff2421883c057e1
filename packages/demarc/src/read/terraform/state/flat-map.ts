/**
 * The attributes of states before Terraform 0.12: one flat map of texts. `tags.%` says how many entries a map has,
 * `ingress.#` how long a list is; the items of a set have a hash where those of a list have a number.
 */
import { emptyMap, type Value } from "../../../model/value.js";
import { identifying } from "../plan/identities.js";
import { type Reads, setValue } from "../plan/values.js";

export interface Unflattened {
  readonly attributes: Record<string, Value>;
  readonly ids: readonly string[];
}

/** The wanted attributes of a type, those that are set, nested as newer states have them. All plain values are texts. */
export function unflattened(flat: unknown, type: string, reads: Reads): Unflattened {
  const wanted = reads(type);
  const ids: string[] = [];
  const tree: Tree = new Map();
  for (const [path, value] of Object.entries(typeof flat === "object" && flat !== null ? flat : {})) {
    if (typeof value !== "string") continue;
    const steps = path.split(".");
    const first = steps[0] ?? "";
    if (steps.length === 1 && value !== "" && identifying(type).includes(first)) ids.push(value);
    if (wanted === "all" || wanted.has(first)) put(tree, steps, value);
  }
  const attributes = emptyMap();
  for (const [name, node] of tree) {
    const value = setValue(nested(node));
    if (value !== undefined) attributes[name] = value;
  }
  return { attributes, ids };
}

type Tree = Map<string, Tree | string>;

function put(tree: Tree, steps: readonly string[], value: string): void {
  let at = tree;
  for (const step of steps.slice(0, -1)) {
    const inner = at.get(step);
    const next: Tree = inner instanceof Map ? inner : new Map();
    if (next !== inner) at.set(step, next);
    at = next;
  }
  const last = steps.at(-1) ?? "";
  if (!(at.get(last) instanceof Map)) at.set(last, value);
}

function nested(node: Tree | string): Value {
  if (typeof node === "string") return node;
  const items = [...node].filter(([key]) => key !== "#" && key !== "%");
  if (node.has("#")) return items.sort(([a], [b]) => Number(a) - Number(b)).map(([, inner]) => nested(inner));
  const map = emptyMap();
  for (const [key, inner] of items) map[key] = nested(inner);
  return map;
}
