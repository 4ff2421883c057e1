/** Which folders a folder calls as local modules, for telling root modules from called ones. */
import { joinPath, type SourceTree } from "../../source-tree.js";
import { attributeIn } from "./declarations.js";
import { createFolderReader } from "./folder.js";

/** Most files call no module, which a look at their lines tells without parsing them. */
export function localCalls(folder: string, tree: SourceTree): readonly string[] {
  const calling: SourceTree = {
    ...tree,
    read: (path) => {
      const text = tree.read(path);
      return text !== undefined && (path.endsWith(".json") || mayCall(text)) ? text : undefined;
    },
  };
  const { declarations } = createFolderReader(calling, (path) => path, []);
  return [...declarations(folder).modules.values()].flatMap((call) => {
    const source = attributeIn(call.block.body, "source");
    const text = source?.kind === "literal" && typeof source.value === "string" ? source.value : "";
    const target = /^\.\.?(\/|$)/.test(text) ? joinPath(folder, text) : undefined;
    return target === undefined ? [] : [target];
  });
}

/** Whether a line, or what follows a comment, begins with the word `module`. */
function mayCall(text: string): boolean {
  return /(?:^|\*\/|\uFEFF)[ \t]*module[\s"/]/m.test(text);
}
