/** Which folders a folder calls as local modules, for telling root modules from called ones. */
import { joinPath, type SourceTree } from "../../source-tree.js";
import { attributeIn } from "./declarations.js";
import { createFolderReader } from "./folder.js";
import { createModule, withKnownSource } from "./instance.js";

/** Most folders call no module, which a look at the lines of their files tells without parsing them. */
export function localCalls(folder: string, tree: SourceTree): readonly string[] {
  const folders = createFolderReader(tree, (path) => path, []);
  const pathOf = (name: string): string => (folder === "" ? name : `${folder}/${name}`);
  if (!folders.namesIn(folder).some((name) => mayCall(name, tree.read(pathOf(name)) ?? ""))) return [];
  const declarations = folders.declarations(folder);
  const { scope } = createModule({
    prefix: "",
    declarations,
    given: new Map(),
    files: folders.filesOf(folder, folder),
    report: () => undefined,
    open: () => undefined,
    isMaybe: false,
  });
  return [...declarations.modules.values()].flatMap((call) => {
    const source = attributeIn(withKnownSource(call, scope).block.body, "source");
    const text = source?.kind === "literal" && typeof source.value === "string" ? source.value : "";
    const target = /^\.\.?(\/|$)/.test(text) ? joinPath(folder, text) : undefined;
    return target === undefined ? [] : [target];
  });
}

/** Whether a line, or what follows a comment, begins with the word `module`. JSON is not looked into. */
function mayCall(name: string, text: string): boolean {
  return name.endsWith(".json") || /(?:^|\*\/|\uFEFF)[ \t]*module[\s"/]/m.test(text);
}
