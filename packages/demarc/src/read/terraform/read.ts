/** Reads one Terraform root module, with its local modules, into an inventory. */
import type { Inventory, NotRead, Problem, Resource } from "../../model/inventory.js";
import { emptyMap, type Value } from "../../model/value.js";
import { isSpent, startRun } from "./evaluate/limits.js";
import type { TerraformInput } from "./input.js";
import { chooseModule, type KnownModule, type KnownModules } from "./known/choose.js";
import { openKnownModule } from "./known/open.js";
import { linesInCall, type Origin, unlistedInputs, viaOf, withUntold } from "./known/resource.js";
import { attributeIn, type BlockDeclaration } from "./module/declarations.js";
import { createFolderReader } from "./module/folder.js";
import { createModule, type Given, type ModuleInstance, type ResourceInstance } from "./module/instance.js";
import { rootValues } from "./module/variables.js";

export interface TerraformInventory extends Inventory {
  /** The variables that the root module declares. */
  readonly variableNames: readonly string[];
}

/** Calls deeper than this do not occur; a module that calls itself is found before. */
const deepestModules = 64;
/** Copies of modules altogether: ten in ten in ten in ten, and more. */
const mostModules = 20_000;

export function readTerraform(input: TerraformInput): TerraformInventory {
  startRun();
  const problems: Problem[] = [];
  const notRead: NotRead[] = [];
  const origins = new Map<ModuleInstance, Origin>();
  let opened = 0;
  const folders = createFolderReader(input.tree, input.display ?? ((path) => path), problems, undefined, input.kept);
  const given = rootValues(input, folders, problems);
  const root = openFolder(input.folder, "", given, [], false);
  const called =
    input.call === undefined
      ? undefined
      : openKnown(input.call, "", givenToCall(input, given), { depth: 0, isMaybe: false });
  const modules = called === undefined ? [root] : [root, called];
  const resources = modules.flatMap((module) => collect(module, origins, input.modules));
  if (isSpent()) problems.push(tooMuchWork(input));
  return { resources, notRead, problems, variableNames: [...folders.declarations(input.folder).variables.keys()] };

  function openFolder(
    folder: string,
    prefix: string,
    values: ReadonlyMap<string, Given>,
    callers: readonly string[],
    isMaybe: boolean,
  ): ModuleInstance {
    const declarations = folders.declarations(folder);
    return createModule({
      prefix,
      declarations,
      given: values,
      files: folders.filesOf(folder, input.folder),
      report: (declaration, offset, message) =>
        problems.push(folders.problemAt(declaration.file, offset, message, "error")),
      open: (call, inner, innerValues, isMaybeInner) =>
        openCall(call, inner, innerValues, folder, [...callers, folder], isMaybeInner),
      isMaybe,
    });
  }

  function openCall(
    call: BlockDeclaration,
    prefix: string,
    values: ReadonlyMap<string, Given>,
    folder: string,
    callers: readonly string[],
    isMaybe: boolean,
  ): ModuleInstance | undefined {
    const source = attributeIn(call.block.body, "source");
    const text = sourceOf(call);
    const target = text === undefined ? undefined : folders.resolveModule(text, folder, input.folder, prefix);
    if (target === undefined || (!isLocal(text) && !folders.exists(target))) {
      const installed = folders.installedVersion(input.folder, prefix);
      return openKnown(call, prefix, values, { installed, depth: callers.length, isMaybe });
    }
    if (callers.includes(target) || callers.length > deepestModules) {
      const message = `The module ${prefix.slice(0, -1)} calls itself through ${JSON.stringify(text)}.`;
      problems.push(
        folders.problemAt(
          call.file,
          source?.start ?? call.block.start,
          message,
          "error",
          "Break the circle: a module cannot contain itself.",
        ),
      );
      notRead.push({ ...unreadModule(call, prefix), because: "it calls itself" });
      return undefined;
    }
    if (!folders.exists(target)) {
      const message = `The module ${prefix.slice(0, -1)} has the source ${JSON.stringify(text)}, where no Terraform files are.`;
      problems.push(
        folders.problemAt(
          call.file,
          source?.start ?? call.block.start,
          message,
          "error",
          "Give the module's folder too, or correct its source.",
        ),
      );
      notRead.push({
        ...unreadModule(call, prefix),
        because: "its folder has no Terraform files, or lies outside of the given path",
      });
      return undefined;
    }
    return hasRoom(call, prefix) ? openFolder(target, prefix, values, callers, isMaybe) : undefined;
  }

  /** A module whose code is not here, and that the catalog may know. `caller` is set for a call in such a module. */
  function openKnown(
    call: BlockDeclaration,
    prefix: string,
    values: ReadonlyMap<string, Given>,
    by: {
      readonly caller?: KnownModule;
      readonly installed?: string;
      readonly depth: number;
      readonly isMaybe: boolean;
    },
  ): ModuleInstance | undefined {
    const choice =
      input.modules === undefined || by.depth > deepestModules
        ? ({ kind: "not-known" } as const)
        : chooseModule(call, input.modules, by.caller, by.installed);
    if (choice.kind === "not-known") {
      const unread = unreadModule(call, prefix);
      notRead.push(choice.because === undefined ? unread : { ...unread, because: choice.because });
      return undefined;
    }
    if (!hasRoom(call, prefix)) return undefined;
    const { module } = choice;
    const instance = openKnownModule({
      module,
      call,
      prefix,
      given: values,
      report: (message) =>
        problems.push(
          folders.problemAt(call.file, call.block.start, message, "warning", "Look at the inputs of this call."),
        ),
      isMaybe: by.isMaybe,
      open: (inner, innerPrefix, innerValues, isMaybe) =>
        openKnown(inner, innerPrefix, innerValues, { caller: module, depth: by.depth + 1, isMaybe }),
    });
    const because = whyPartly(module, values);
    const ownCall = by.caller === undefined ? call : undefined;
    origins.set(instance, { module, call: ownCall, isPartly: because !== undefined });
    if (because !== undefined) notRead.push({ ...unreadModule(call, prefix), because, isPartly: true });
    return instance;
  }

  function hasRoom(call: BlockDeclaration, prefix: string): boolean {
    opened += 1;
    if (opened <= mostModules) return true;
    if (opened === mostModules + 1) problems.push(tooManyModules(call));
    notRead.push({ ...unreadModule(call, prefix), because: "there are too many modules" });
    return false;
  }

  function tooManyModules(call: BlockDeclaration): Problem {
    const message = `There are more than ${mostModules} copies of modules; the rest is not read.`;
    return folders.problemAt(call.file, call.block.start, message, "error", "Read parts of it by themselves.");
  }

  function unreadModule(call: BlockDeclaration, prefix: string): NotRead {
    const source = sourceOf(call);
    const version = attributeIn(call.block.body, "version");
    const versionText = version?.kind === "literal" ? ` ${String(version.value)}` : "";
    return {
      address: prefix === "" ? (call.block.labels[0] ?? "") : prefix.slice(0, -1),
      what: source === undefined ? "module" : `module ${source}${versionText}`,
      because:
        source === undefined ? "its source is not a plain text" : "it is not among these files: its content is unknown",
      file: call.file.path,
      line: call.file.lineOf(call.block.start),
    };
  }
}

/** What is known of a module declares no variables: it is given all that there is. */
function givenToCall({ inputs }: TerraformInput, given: ReadonlyMap<string, Given>): ReadonlyMap<string, Given> {
  const entries = [...(inputs?.entries ?? [])].map(([name, value]): [string, Given] => [
    name,
    { value: () => value, references: () => [] },
  ]);
  return new Map([...entries, ...given]);
}

function tooMuchWork({ folder, display = (path) => path }: TerraformInput): Problem {
  return {
    severity: "warning",
    file: display(folder),
    message: "To evaluate all of this takes too much work: what comes late in it is taken as unknown.",
    hint: "Look for lists that are made of each other, or read parts of it by themselves.",
  };
}

/** Why a known module may create more than its file tells. */
function whyPartly(module: KnownModule, given: ReadonlyMap<string, Given>): string | undefined {
  if (!module.facts.complete) return "the catalog's file of it does not tell all that it creates";
  const unlisted = unlistedInputs(module, given.keys());
  if (unlisted.length === 0) return undefined;
  return `the catalog's file of it does not know its ${unlisted.length === 1 ? "input" : "inputs"} ${unlisted.join(", ")}`;
}

function sourceOf(call: BlockDeclaration): string | undefined {
  const source = attributeIn(call.block.body, "source");
  return source?.kind === "literal" && typeof source.value === "string" ? source.value : undefined;
}

function isLocal(source: string | undefined): boolean {
  return source !== undefined && /^\.\.?(\/|$)/.test(source);
}

function collect(
  module: ModuleInstance,
  origins: ReadonlyMap<ModuleInstance, Origin>,
  modules: KnownModules | undefined,
): readonly Resource[] {
  const origin = origins.get(module);
  const own = module.resources().map((instance): Resource => {
    const resource = resourceOf(instance);
    if (origin === undefined || modules === undefined) return { ...resource, lines: linesOf(instance.declaration) };
    const { declaration } = instance;
    const attributes = withUntold(resource.attributes, declaration, origin, modules);
    return { ...resource, attributes, lines: linesInCall(declaration, origin), via: viaOf(origin) };
  });
  return [...own, ...module.calls().flatMap((call) => collect(call, origins, modules))];
}

function resourceOf(instance: ResourceInstance): Omit<Resource, "lines"> {
  const { declaration } = instance;
  const { attributes, references } = instance.evaluate();
  return {
    address: instance.address,
    type: declaration.type,
    name: declaration.name,
    format: "terraform",
    mode: declaration.mode,
    attributes: attributes as Record<string, Value>,
    references,
    file: declaration.file.path,
    line: declaration.file.lineOf(declaration.block.start),
    number: instance.number,
  };
}

const linesOfBlock = new WeakMap<BlockDeclaration["block"], Readonly<Record<string, number>>>();

/** Lines of the attributes and nested blocks, once a block however many copies it has. */
function linesOf({ file, block }: BlockDeclaration): Readonly<Record<string, number>> {
  const known = linesOfBlock.get(block);
  if (known !== undefined) return known;
  const lines = emptyMap<number>();
  for (const attribute of block.body.attributes) lines[attribute.name] = file.lineOf(attribute.start);
  for (const inner of block.body.blocks) {
    const name = inner.type === "dynamic" ? (inner.labels[0] ?? "") : inner.type;
    lines[name] ??= file.lineOf(inner.start);
  }
  linesOfBlock.set(block, lines);
  return lines;
}
