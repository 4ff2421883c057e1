/** Which of the catalog's files speaks of the module that a call names. */
import type { ModuleFacts } from "@demarc/catalog/types";
import type { Expression } from "../hcl/ast.js";
import { attributeIn, type BlockDeclaration } from "../module/declarations.js";
import { moduleSource } from "./source.js";
import { intersection, isEmpty, newestFirst, reachesBeyond, type VersionRange, versionRange } from "./versions.js";

/** What the reader is told of modules whose code is not among the files. */
export interface KnownModules {
  /** All that is known of a module (`namespace/name/provider`, `…//path`, in small letters), whatever the version. */
  readonly find: (module: string) => readonly ModuleFacts[];
  /** The top-level attributes that anybody asks of a resource type. What a file does not say of these is unknown. */
  readonly reads: (type: string) => ReadonlyMap<string, "value" | "blocks"> | "all";
}

export interface KnownModule {
  readonly facts: ModuleFacts;
  /** The version constraint of the call, where it has one. */
  readonly asked?: string;
  /** The call allows versions that are newer than all that the file was checked for. */
  readonly isAssumed: boolean;
}

/** A call that stands in a known module: a submodule (`//path`) is of the same module, and of the version of its caller. */
export type Caller = KnownModule | undefined;

export type Choice =
  | { readonly kind: "known"; readonly module: KnownModule }
  /** `because` is set where something of it is known, yet not this. */
  | { readonly kind: "not-known"; readonly because?: string };

/** `installed` is the version that `terraform init` has written down, where its folder is not there. */
export function chooseModule(
  call: BlockDeclaration,
  modules: KnownModules,
  caller: Caller,
  installed: string | undefined,
): Choice {
  const text = textOf(attributeIn(call.block.body, "source"));
  if (text === undefined) return { kind: "not-known" };
  const own = text.startsWith("//") && caller !== undefined;
  const source = own ? { module: rootOf(caller.facts.module) + text } : moduleSource(text);
  if (source === undefined) return { kind: "not-known" };
  const found = modules.find(source.module);
  if (found.length === 0) {
    const isOfKnown = source.module.includes("//") && modules.find(rootOf(source.module)).length > 0;
    return { kind: "not-known", because: isOfKnown ? "the catalog has no file of this submodule" : undefined };
  }
  if (own) return chosen(found, caller.asked);
  if (installed !== undefined) return chosen(found, installed);
  const version = attributeIn(call.block.body, "version");
  if (source.ref !== undefined) return byRef(found, source.ref);
  if (version === undefined) return chosen(found, undefined);
  const asked = textOf(version);
  if (asked === undefined) return { kind: "not-known", because: "its version is not a plain text" };
  return chosen(found, asked);
}

/** A tag such as `v1.2.3` names a version; a branch or a commit does not say which one it is. */
function byRef(found: readonly ModuleFacts[], ref: string): Choice {
  const version = /^(?:refs\/tags\/)?v?(\d+\.\d+\.\d+)$/.exec(ref)?.[1];
  if (version !== undefined) return chosen(found, version);
  return { kind: "not-known", because: `its ref ${JSON.stringify(ref)} does not say which version it is` };
}

function chosen(found: readonly ModuleFacts[], asked: string | undefined): Choice {
  const wanted = versionRange(asked ?? "");
  if (wanted === undefined) {
    return { kind: "not-known", because: `its version ${JSON.stringify(asked)} is no version constraint` };
  }
  const candidates = found
    .flatMap((facts) => {
      const range = versionRange(facts.versions);
      return range === undefined ? [] : [{ facts, range }];
    })
    .sort((a, b) => newestFirst(a.range, b.range));
  // Terraform takes the newest version that is allowed.
  const match = candidates.find(({ range }) => !isEmpty(intersection(range, wanted)));
  if (match !== undefined) return { kind: "known", module: knownModule(match.facts, match.range, wanted, asked) };
  const known = candidates.map(({ facts }) => facts.versions).join(" and ");
  return { kind: "not-known", because: `the catalog knows its versions ${known}, not ${asked}` };
}

function knownModule(
  facts: ModuleFacts,
  range: VersionRange,
  wanted: VersionRange,
  asked: string | undefined,
): KnownModule {
  return { facts, ...(asked === undefined ? {} : { asked }), isAssumed: reachesBeyond(wanted, range) };
}

function rootOf(module: string): string {
  return module.toLowerCase().split("//")[0] ?? "";
}

function textOf(expression: Expression | undefined): string | undefined {
  return expression?.kind === "literal" && typeof expression.value === "string" ? expression.value : undefined;
}
