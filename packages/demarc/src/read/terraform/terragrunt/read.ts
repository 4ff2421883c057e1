/**
 * Terragrunt: a unit is a folder with a `terragrunt.hcl`, which says where its Terraform module lies and what its
 * variables are given. Nothing is run and nothing is fetched. `read-config.ts` reads configurations, `units.ts` finds
 * the units among them, and this file reads the module of one.
 */
import type { NotRead, Problem } from "../../../model/inventory.js";
import type { Unknown } from "../../../model/value.js";
import type { Attribute } from "../hcl/ast.js";
import type { KnownModules } from "../known/choose.js";
import type { BlockDeclaration } from "../module/declarations.js";
import { readTerraform, type TerraformInventory } from "../read.js";
import { extraArguments } from "./arguments.js";
import { type Inputs, mergedInputs } from "./merge.js";
import { generatedFiles, moduleTree } from "./module-tree.js";
import { readable, withoutAbsolutePaths } from "./paths.js";
import type { Surroundings } from "./read-config.js";
import type { TerragruntUnit } from "./unit.js";

/** Stands for the module of a unit where that is not read. */
const address = "terragrunt";

export interface TerragruntInput {
  readonly unit: TerragruntUnit;
  readonly around: Surroundings;
  /** Modules that can be told without their code. */
  readonly modules?: KnownModules;
  /** `--var`: name → text. */
  readonly variables?: Readonly<Record<string, string>>;
  /** `--var-file`: paths and texts, in order. */
  readonly variableFiles?: readonly { readonly path: string; readonly text: string }[];
}

export function readTerragruntUnit({
  unit,
  around,
  modules,
  variables,
  variableFiles = [],
}: TerragruntInput): TerraformInventory {
  const { config, folder } = unit;
  const notRead = [...notReadOf(unit)];
  if (isLeftOut(unit)) return { resources: [], notRead, problems: config.problems, variableNames: [] };
  const generated = generatedFiles(config.generates);
  const module = unit.place.kind === "folder" ? unit.place.folder : folder;
  const { tree, display } = moduleTree(module, folder, generated.files, around.tree, around.display);
  const extra = extraArguments(config.extraArguments, module, tree);
  const inputs = inputsOf(config.inputs, extra);
  const inventory = readTerraform({
    folder: module,
    tree,
    display,
    modules,
    inputs,
    // What may be given anything is not known, whatever is known of its code.
    call: inputs.rest === undefined ? callOf(unit) : undefined,
    variables: { ...extra.variables, ...variables },
    variableFiles: [...extra.variableFiles, ...variableFiles],
  });
  if (inputs.rest !== undefined && unit.place.kind === "remote") notRead.push(unreadCall(unit, inputs.rest));
  const problems: readonly Problem[] = [...config.problems, ...inventory.problems];
  const unknownFiles = [...generated.unknown].map(([label, because]) => unreadFile(unit, label, because));
  return { ...inventory, notRead: [...notRead, ...unknownFiles, ...inventory.notRead], problems };
}

/** A module of a registry or a repository, as Terraform would call it. */
function callOf({ config, place }: TerragruntUnit): BlockDeclaration | undefined {
  if (place.kind !== "remote") return undefined;
  const { file, start } = config.source ?? { file: config.file, start: 0 };
  const literal = (name: string, value: string): Attribute => ({
    name,
    value: { kind: "literal", value, start, end: start },
    start,
    end: start,
  });
  const version = place.version === undefined ? [] : [literal("version", place.version)];
  const body = { attributes: [literal("source", place.source), ...version], blocks: [] };
  return { file, block: { type: "module", labels: [address], body, start, end: start } };
}

/** Inputs reach Terraform as variables of the environment; where others may be given, none is certain. */
function inputsOf(inputs: Inputs, extra: ReturnType<typeof extraArguments>): Inputs {
  if (extra.doubt !== undefined) return { entries: new Map(), rest: readable(extra.doubt) };
  const all = mergedInputs(inputs, { entries: extra.environment, rest: undefined }, "shallow");
  const entries = new Map([...all.entries].map(([name, value]) => [name, withoutAbsolutePaths(value)]));
  return { entries, rest: all.rest === undefined ? undefined : readable(all.rest) };
}

function isLeftOut({ config }: TerragruntUnit): boolean {
  return config.isSkipped === true || config.isExcluded === true;
}

function notReadOf(unit: TerragruntUnit): readonly NotRead[] {
  const { config, place } = unit;
  if (isLeftOut(unit)) return [unread(unit, "unit", "its configuration excludes it from apply", 0)];
  if (place.kind !== "elsewhere") return [];
  const source = config.source;
  const entry = unread(unit, place.what, place.because, source?.start ?? 0);
  return [source === undefined ? entry : { ...entry, file: source.file.path, line: source.file.lineOf(source.start) }];
}

function unreadCall(unit: TerragruntUnit, { because }: Unknown): NotRead {
  const call = callOf(unit)?.block.body.attributes ?? [];
  const named = call.flatMap(({ value }) => (value.kind === "literal" ? [String(value.value)] : [])).join(" ");
  return unread(unit, `module ${named}`, `what it is given is not known: ${because}`, 0);
}

function unreadFile(unit: TerragruntUnit, label: string, because: string): NotRead {
  const block = unit.config.file.body.blocks.find(({ type, labels }) => type === "generate" && labels[0] === label);
  return unread(unit, `generated file ${label}`, `its content is not known: ${because}`, block?.start ?? 0);
}

function unread({ config }: TerragruntUnit, what: string, because: string, start: number): NotRead {
  return { address, what, because, file: config.file.path, line: config.file.lineOf(start) };
}
