/** Files beside a configuration in HashiCorp's languages for stacks and tests. They are no part of a root module. */
import type { Inventory, NotRead, Problem } from "../../model/inventory.js";
import { joinPath, type SourceTree } from "../source-tree.js";
import { attributeIn, type SourceFile } from "./module/declarations.js";
import { createFolderReader } from "./module/folder.js";

/** What the components of a stack deploy is not read: their deployments give it its inputs. */
export function readStackFile(path: string, tree: SourceTree, display: (path: string) => string): Inventory {
  const problems: Problem[] = [];
  const file = parsed(path, tree, display, problems);
  const components = (file?.body.blocks ?? []).filter(({ type }) => type === "component" || type === "stack");
  const notRead = components.map((block): NotRead => {
    const source = textOf(file, block.body, "source");
    return {
      address: `${block.type}.${block.labels[0] ?? ""}`,
      what: source === undefined ? block.type : `${block.type} ${source}`,
      because: "stacks are not read: their deployments say what there is of it",
      file: file?.path ?? path,
      line: file?.lineOf(block.start) ?? 1,
    };
  });
  return { resources: [], notRead, problems };
}

/**
 * The folders of modules that a test file runs and that lie among tests: they exist while a test runs, and are no
 * root modules. `folder` is that of the file; Terraform takes sources from the module under test, above `tests`.
 */
export function modulesOfTest(path: string, folder: string, tree: SourceTree): readonly string[] {
  const file = parsed(path, tree, (name) => name, []);
  const runs = (file?.body.blocks ?? []).filter(({ type }) => type === "run");
  const sources = runs.flatMap((run) => {
    const module = run.body.blocks.find(({ type }) => type === "module");
    return (module && textOf(file, module.body, "source")) ?? [];
  });
  return sources.flatMap((source) => {
    const targets = [folder, joinPath(folder, "..") ?? folder].map((from) => joinPath(from, source));
    return targets.filter(
      (target) => target !== undefined && /(^|\/)(tests?|testing)\//.test(`${target}/`),
    ) as string[];
  });
}

function parsed(
  path: string,
  tree: SourceTree,
  display: (path: string) => string,
  problems: Problem[],
): SourceFile | undefined {
  const text = tree.read(path);
  return text === undefined ? undefined : createFolderReader(tree, display, problems).parse(path, text);
}

function textOf(file: SourceFile | undefined, body: SourceFile["body"], name: string): string | undefined {
  const value = file === undefined ? undefined : attributeIn(body, name);
  return value?.kind === "literal" && typeof value.value === "string" ? value.value : undefined;
}
