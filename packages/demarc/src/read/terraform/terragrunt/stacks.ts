/** Stacks: a `terragrunt.stack.hcl` makes units, and further stacks, of folders that it names. */
import { isMap, isUnknown, type Value } from "../../../model/value.js";
import { mapOf } from "../evaluate/value-tools.js";
import type { StackMember } from "./config.js";
import type { Mounts } from "./mounts.js";
import { folderOf, pathInTree, readableText } from "./paths.js";
import { type ConfigReader, configIn, type UnitConfig } from "./read-config.js";
import type { TerragruntUnit } from "./unit.js";

export interface StackUnits {
  /** Units to read where the stack puts them, with the values that it gives. */
  readonly units: readonly { readonly path: string; readonly values: Value }[];
  /** What cannot be read, as units without a module. */
  readonly unread: readonly TerragruntUnit[];
  /** Folders that the stack copies from; what lies there is no unit by itself. */
  readonly sources: readonly string[];
}

/** Stacks in stacks in stacks: more do not occur. */
const deepest = 16;
/** Of a stack with all that are in it: more than anybody deploys. */
const mostMembers = 10_000;

/** @param path the tree's path of a `terragrunt.stack.hcl` */
export function unitsOfStack(path: string, reader: ConfigReader, mounts: Mounts): StackUnits {
  const units: { readonly path: string; readonly values: Value }[] = [];
  const unread: TerragruntUnit[] = [];
  const sources: string[] = [];
  let members = 0;
  readStack(path, undefined, 0);
  return { units, unread, sources };

  function readStack(stack: string, given: Value | undefined, depth: number): void {
    const config = reader.read(stack, given);
    for (const member of config.members) readMember(stack, config, member, depth);
    if (members > mostMembers && depth === 0) unread.push(restOf(config));
  }

  function readMember(stack: string, config: UnitConfig, member: StackMember, depth: number): void {
    const { source = null, values = null, enabled = null } = member.attributes;
    if (enabled === false) return;
    members += 1;
    if (members > mostMembers) return;
    const folder = folderOf(stack);
    const at = placeOfMember(folder, member);
    const from = typeof source === "string" && isLocal(source) ? localFolder(source, folder) : undefined;
    if (at === undefined || from === undefined || isUnknown(enabled) || depth > deepest) {
      unread.push(unreadMember(config, member, at ?? folder));
      return;
    }
    sources.push(from);
    mounts.add(at, from);
    const given = isMap(values) || isUnknown(values) ? values : mapOf([]);
    if (member.kind === "unit") {
      const unit = configIn(at, mounts.tree);
      if (unit === undefined) unread.push(unreadMember(config, member, at));
      else units.push({ path: unit, values: given });
      return;
    }
    const inner = `${at}/terragrunt.stack.hcl`;
    if (mounts.tree.read(inner) === undefined) unread.push(unreadMember(config, member, at));
    else readStack(inner, given, depth + 1);
  }
}

/** Where Terragrunt copies it to. */
function placeOfMember(folder: string, { attributes }: StackMember): string | undefined {
  const { path = null, no_dot_terragrunt_stack: isPlain = null } = attributes;
  if (typeof path !== "string") return undefined;
  return pathInTree(isPlain === true ? path : `.terragrunt-stack/${path}`, folder);
}

function isLocal(source: string): boolean {
  return /^\.{0,2}\//.test(source) || !/[:@]|^[\w-]+(\.[\w-]+)+\//.test(source);
}

function localFolder(source: string, folder: string): string | undefined {
  const [path = ""] = source.split("?");
  const found = pathInTree(path, folder);
  return found === "" ? undefined : found;
}

function restOf(config: UnitConfig): TerragruntUnit {
  const because = `there are more than ${mostMembers} units and stacks in it`;
  return {
    folder: folderOf(config.path),
    config: { ...config, source: undefined, isExcluded: false, isSkipped: false },
    place: { kind: "elsewhere", what: "the rest of the stack", because },
  };
}

function unreadMember(config: UnitConfig, member: StackMember, folder: string): TerragruntUnit {
  const { source = null, path = null, enabled = null } = member.attributes;
  const doubt = [source, path, enabled].find(isUnknown);
  const because =
    doubt === undefined
      ? "it is not among these files: its content is unknown"
      : `what it is made of is not known: ${readableText(doubt.because)}`;
  const what = typeof source === "string" ? `${member.kind} ${readableText(source)}` : member.kind;
  const { file, start } = { file: config.file, start: member.start };
  return {
    folder,
    config: { ...config, source: { value: source, version: null, file, start }, isExcluded: false, isSkipped: false },
    place: { kind: "elsewhere", what, because },
  };
}
