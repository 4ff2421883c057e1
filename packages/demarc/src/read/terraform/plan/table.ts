/**
 * The resources of a plan or state while it is read. Each is one object from the start to the end, because there may be half a
 * million of them: what its attributes and references really are is put in place once everything is read.
 */
import type { Action, Problem, Resource } from "../../../model/inventory.js";
import type { Reference, Value } from "../../../model/value.js";
import type { JsonCursor } from "../../json/cursor.js";
import type { Change } from "./changes.js";
import type { Marks } from "./values.js";

export interface Draft extends Resource {
  address: string;
  attributes: Record<string, Value>;
  references: Readonly<Record<string, readonly Reference[]>>;
  action: Action | undefined;
  /** The address of its module with a dot behind, `module.shop["eu"].`; empty for the root module. */
  module: string;
  readonly key: string | number | undefined;
  /** Its place in the order of the table. */
  at: number;
  change: Change | undefined;
  /** Its attributes and references are in place. */
  isDone: boolean;
}

/** What only some resources have. */
export interface Aside {
  /** By what others may name it: its id, ARN, name. */
  readonly ids: readonly string[];
  readonly sensitive: Marks | undefined;
  /** Addresses of the blocks that a state says it was made from. */
  readonly dependsOn: readonly string[] | undefined;
}

export interface ResourceTable {
  readonly add: (draft: Draft, aside: Aside) => void;
  readonly size: () => number;
  readonly get: (address: string) => Draft | undefined;
  /** Makes the function that reads the address where the cursor stands. It mostly is that of the next resource: plans keep an order. */
  readonly inOrder: (cursor: JsonCursor) => () => string;
  readonly all: () => readonly Draft[];
  /** Puts the module before the addresses of resources from a place on that do not name it. */
  readonly completeModule: (first: number, module: string) => void;
  readonly named: (id: string) => readonly Draft[];
  readonly sensitive: (draft: Draft) => Marks | undefined;
  readonly dependsOn: (draft: Draft) => readonly string[] | undefined;
  readonly problems: readonly Problem[];
}

const noReferences: Draft["references"] = {};
const noLines: Readonly<Record<string, number>> = {};
const none: readonly Draft[] = [];

export function draftOf(
  own: Pick<Draft, "address" | "module" | "mode" | "type" | "name" | "key" | "attributes" | "file" | "line">,
): Draft {
  return {
    address: own.address,
    type: own.type,
    name: own.name,
    format: "terraform",
    mode: own.mode,
    attributes: own.attributes,
    references: noReferences,
    file: own.file,
    line: own.line,
    lines: noLines,
    action: undefined,
    module: own.module,
    key: own.key,
    at: 0,
    change: undefined,
    isDone: false,
  };
}

/** The address of a block within its module, without its key. */
export function blockOf(mode: "managed" | "data", type: string, name: string): string {
  return mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
}

export function createTable(file: string): ResourceTable {
  const drafts: Draft[] = [];
  const byAddress = new Map<string, Draft>();
  /** One draft mostly; a list where several share an id (a bucket and its policy). */
  const byId = new Map<string, Draft | Draft[]>();
  const sensitive = new Map<Draft, Marks>();
  const dependsOn = new Map<Draft, readonly string[]>();
  const problems: Problem[] = [];
  /** The one whose address was read last: mostly it is asked for next. */
  let here: Draft | undefined;

  function add(draft: Draft, aside: Aside): void {
    if (byAddress.has(draft.address)) {
      if (draft.mode === "managed") problems.push(duplicate(draft, file));
      return;
    }
    byAddress.set(draft.address, draft);
    draft.at = drafts.length;
    drafts.push(draft);
    for (const id of aside.ids) identify(draft, id);
    if (aside.sensitive !== undefined) sensitive.set(draft, aside.sensitive);
    if (aside.dependsOn !== undefined) dependsOn.set(draft, aside.dependsOn);
  }

  function get(address: string): Draft | undefined {
    return here?.address === address ? here : byAddress.get(address);
  }

  function identify(draft: Draft, id: string): void {
    const known = byId.get(id);
    if (known === undefined) byId.set(id, draft);
    else if (Array.isArray(known)) {
      if (!known.includes(draft)) known.push(draft);
    } else if (known !== draft) byId.set(id, [known, draft]);
  }

  function completeModule(first: number, module: string): void {
    if (module === "") return;
    for (const draft of drafts.slice(first)) {
      if (draft.module !== "") continue;
      byAddress.delete(draft.address);
      draft.module = `${module}.`;
      draft.address = draft.module + draft.address;
      byAddress.set(draft.address, draft);
    }
  }

  /** An address that is the expected one is told by its bytes, and no text is made of it, nor looked up. */
  function inOrder(cursor: JsonCursor): () => string {
    let next = 0;
    return () => {
      const expected = drafts[next];
      if (expected !== undefined && cursor.isText(expected.address)) {
        next += 1;
        here = expected;
        return expected.address;
      }
      const address = cursor.text() ?? "";
      const found = byAddress.get(address);
      if (found !== undefined) next = found.at + 1;
      return address;
    };
  }

  function named(id: string): readonly Draft[] {
    const found = byId.get(id);
    return found === undefined ? none : Array.isArray(found) ? found : [found];
  }

  return {
    add,
    size: () => drafts.length,
    get,
    inOrder,
    all: () => drafts,
    completeModule,
    named,
    sensitive: (draft) => sensitive.get(draft),
    dependsOn: (draft) => dependsOn.get(draft),
    problems,
  };
}

function duplicate({ address, line }: Draft, file: string): Problem {
  return {
    severity: "error",
    file,
    line,
    message: `${address} is there twice; the first one counts.`,
    hint: "Terraform writes each address once: the file was put together by something else.",
  };
}
