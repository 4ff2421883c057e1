/** `extra_arguments` of a unit: further files of variables, and variables, that Terragrunt hands to Terraform. */
import { isList, isMap, isUnknown, type Unknown, unknown, type Value, type ValueMap } from "../../../model/value.js";
import type { SourceTree } from "../../source-tree.js";
import { pathInTree } from "./paths.js";

export interface ExtraArguments {
  readonly variableFiles: readonly { readonly path: string; readonly text: string }[];
  /** `-var name=text`. */
  readonly variables: Readonly<Record<string, string>>;
  /** `TF_VAR_name`, by name. */
  readonly environment: ReadonlyMap<string, Value>;
  /** Set where a variable may be given that cannot be told. */
  readonly doubt: Unknown | undefined;
}

/** @param folder that Terraform runs in, which paths are relative to */
export function extraArguments(
  blocks: ReadonlyMap<string, ValueMap>,
  folder: string,
  tree: SourceTree,
): ExtraArguments {
  const variableFiles: { readonly path: string; readonly text: string }[] = [];
  const variables: Record<string, string> = Object.create(null) as Record<string, string>;
  const environment = new Map<string, Value>();
  let doubt: Unknown | undefined;

  for (const block of blocks.values()) {
    if (!isOfApply(block.commands)) continue;
    readArguments(textsIn(block.arguments));
    for (const path of textsIn(block.required_var_files)) addFile(path, true);
    for (const path of textsIn(block.optional_var_files)) addFile(path, false);
    if (isUnknown(block.env_vars)) doubt ??= block.env_vars;
    if (!isMap(block.env_vars)) continue;
    for (const [name, value] of Object.entries(block.env_vars)) {
      if (name.startsWith("TF_VAR_")) environment.set(name.slice("TF_VAR_".length), value);
    }
  }
  return { variableFiles, variables, environment, doubt };

  /** The texts of a list; what is not known is a doubt. */
  function textsIn(list: Value | undefined): readonly string[] {
    if (isUnknown(list)) doubt ??= list;
    if (!isList(list)) return [];
    return list.flatMap((item) => {
      if (isUnknown(item)) doubt ??= item;
      return typeof item === "string" ? [item] : [];
    });
  }

  function readArguments(texts: readonly string[]): void {
    texts.forEach((text, at) => {
      const [, name = "", own] = /^--?(var|var-file)(?:=(.*))?$/s.exec(text) ?? [];
      const value = name === "" ? undefined : (own ?? texts[at + 1]);
      if (value === undefined) return;
      const equals = value.indexOf("=");
      if (name === "var-file") addFile(value, true);
      else if (equals > 0) variables[value.slice(0, equals)] = value.slice(equals + 1);
    });
  }

  function addFile(name: string, isRequired: boolean): void {
    const path = pathInTree(name, folder);
    const text = path === undefined ? undefined : tree.read(path);
    if (path !== undefined && text !== undefined) variableFiles.push({ path, text });
    else if (isRequired || path === undefined) doubt ??= unknown("a file of variables that is named is not there");
  }
}

/** Whether the arguments are those of the commands that deploy; a list that is not known may name them. */
function isOfApply(commands: Value | undefined): boolean {
  if (!isList(commands)) return true;
  return commands.some((command) => isUnknown(command) || command === "apply" || command === "plan");
}
