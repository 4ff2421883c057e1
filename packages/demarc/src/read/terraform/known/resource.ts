/** Resources of a known module: what its file does not tell is unknown, and the line to look at is that of the call. */

import type { ModuleResource } from "@demarc/catalog/types";
import type { Resource } from "../../../model/inventory.js";
import { emptyMap, unknown, type Value } from "../../../model/value.js";
import { markOfAnyType } from "../evaluate/typed.js";
import { attributeIn, type BlockDeclaration, type ResourceDeclaration } from "../module/declarations.js";
import type { KnownModule, KnownModules } from "./choose.js";

/** Where the instance of a known module comes from. */
export interface Origin {
  readonly module: KnownModule;
  /** The call, where it stands in the user's files. */
  readonly call: BlockDeclaration | undefined;
  /** It may create more than its file tells. */
  readonly isPartly: boolean;
}

/** The attributes that are set, with those unknown that somebody asks for and the file does not speak of. */
export function withUntold(
  attributes: Readonly<Record<string, Value>>,
  declaration: ResourceDeclaration,
  { module }: Origin,
  modules: KnownModules,
): Readonly<Record<string, Value>> {
  if (declaration.mode === "data") return attributes;
  const { unset, untold } = resourceIn(module, declaration);
  const isUntold = (name: string): boolean =>
    untold.includes(name) || module.facts.untold.includes(name) || (unset !== "rest" && !unset.includes(name));
  const filled = emptyMap();
  Object.assign(filled, attributes);
  const asked = modules.reads(declaration.type);
  // The catalog's check sees to it that a type that is read whole is also told whole.
  for (const name of asked === "all" ? [] : asked.keys()) {
    if (!(name in filled) && isUntold(name)) filled[name] = notTold(module);
  }
  return filled;
}

export function notTold({ facts }: KnownModule): Value {
  return markOfAnyType(unknown(`the catalog's file of the module ${facts.module} does not tell it`));
}

export function viaOf({ module, isPartly }: Origin): NonNullable<Resource["via"]> {
  const { facts, asked, isAssumed } = module;
  const { title, url, seen } = facts.source;
  return {
    module: facts.module,
    versions: facts.versions,
    ...(asked === undefined ? {} : { asked }),
    ...(isAssumed ? { isAssumed } : {}),
    ...(isPartly ? { isPartly } : {}),
    source: { title, url, seen },
  };
}

/** Lines of the attributes: where the call gives the input that an attribute is made of. */
export function linesInCall(
  declaration: ResourceDeclaration,
  { module, call }: Origin,
): Readonly<Record<string, number>> {
  const lines = emptyMap<number>();
  if (call === undefined) return lines;
  const { body } = call.block;
  for (const [name, value] of Object.entries(resourceIn(module, declaration).set)) {
    for (const [, input = ""] of JSON.stringify(value).matchAll(/\bvar\.(\w+)/g)) {
      const given = attributeIn(body, input);
      if (given === undefined) continue;
      lines[name] = call.file.lineOf(given.start);
      break;
    }
  }
  return lines;
}

function resourceIn({ facts }: KnownModule, { mode, type, name }: ResourceDeclaration): ModuleResource {
  const key = mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
  return facts.resources[key] ?? { set: {}, unset: [], untold: [] };
}

/** Inputs that are given to the module and that its file says nothing of. */
export function unlistedInputs({ facts }: KnownModule, given: Iterable<string>): readonly string[] {
  const patterns = facts.withoutEffect.map(patternOf);
  return [...given].filter(
    (name) =>
      !Object.hasOwn(facts.variables, name) &&
      !facts.required.includes(name) &&
      !patterns.some((pattern) => pattern.test(name)),
  );
}

/** `*_tags` is every input that ends in `_tags`. */
function patternOf(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[^\w*-]/g, "").replaceAll("*", "[\\w-]*")}$`);
}
