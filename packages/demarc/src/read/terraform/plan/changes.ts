/** What `resource_changes` says of each resource: what happens to it, and which of its attributes only the apply will tell. */
import type { Action } from "../../../model/inventory.js";
import type { JsonCursor } from "../../json/cursor.js";
import { keyTable } from "../../json/key-table.js";
import { steadyCache } from "../../json/raw-cache.js";
import { entryOf, type Marks, type Sensitivity, type ValueReader } from "./values.js";

export interface Change {
  readonly action?: Action;
  /** Attributes that are known only after apply. */
  readonly unknown?: Marks;
  readonly sensitivity?: Sensitivity;
}

const changeKeys = keyTable(["address", "type", "deposed", "change"]);
const innerKeys = keyTable(["actions", "after_unknown", "after_sensitive"]);

/** Reads the list of changes that is next. `addressHere` reads the address of a resource. */
export function readChanges(
  cursor: JsonCursor,
  values: ValueReader,
  addressHere: () => string,
  found: (address: string, change: Change) => void,
): void {
  let address = "";
  let type = "";
  let isDeposed = false;
  let change: { action?: Action; unknown?: Marks; sensitivity?: Sensitivity } = {};
  // Thousands of resources are changed alike, most of them like the one of their type before them.
  const equal = new Map<Marks | undefined, Map<Sensitivity | undefined, Map<Action | undefined, Change>>>();
  const before = new Map<string, Change>();
  const actions = steadyCache<Action | undefined>();

  function inner(key: string): void {
    if (key === "actions") change.action = cursor.made(actions, actionOf);
    else if (key === "after_unknown") change.unknown = values.marks(type);
    else change.sensitivity = values.sensitivity(type);
  }

  function field(key: string): void {
    if (key === "address") address = addressHere();
    else if (key === "type") type = values.text();
    else if (key === "deposed") isDeposed = cursor.text() !== undefined;
    else cursor.fields(innerKeys, inner);
  }

  cursor.items(() => {
    address = "";
    type = "";
    isDeposed = false;
    change = {};
    cursor.fields(changeKeys, field);
    // What happens to a deposed object is not what happens to the resource.
    if (address !== "" && !isDeposed) found(address, shared(change));
  });

  function shared({ action, unknown, sensitivity }: Change): Change {
    const last = before.get(type);
    if (last !== undefined && last.unknown === unknown && last.sensitivity === sensitivity && last.action === action)
      return last;
    const bySensitivity = entryOf(equal, unknown, () => new Map());
    const byAction = entryOf(bySensitivity, sensitivity, () => new Map<Action | undefined, Change>());
    const made = entryOf(byAction, action, (): Change => ({ action, unknown, sensitivity }));
    before.set(type, made);
    return made;
  }
}

/** `["create"]`, `["delete", "create"]`: the latter, in either order, replaces. */
function actionOf(raw: string): Action | undefined {
  const actions: unknown = JSON.parse(raw);
  if (!Array.isArray(actions)) return undefined;
  if (actions.length === 2 && actions.includes("create")) return "replace";
  const [action] = actions as readonly unknown[];
  return known.find((name) => name === action);
}

const known = ["no-op", "create", "read", "update", "delete", "forget"] as const;
