/** The side of a thread: reads the root modules that it is asked for, in turn, and hands their inventories back. */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { loadCatalog } from "../../catalog/load.js";
import { createKeptFolders, type KeptFolders } from "../../read/terraform/module/kept-folders.js";
import { readTerraform } from "../../read/terraform/read.js";
import { type FolderTree, folderTree } from "../folder-tree.js";
import { knownModules } from "../known-modules.js";
import { labelled } from "../labelled.js";
import { forCrossing } from "./crossing.js";
import type { Answer, GivenVariables, Task } from "./task.js";

export function serve(): void {
  const port = parentPort as MessagePort;
  const given = workerData as GivenVariables;
  const modules = knownModules(loadCatalog());
  const places = new Map<string, FolderTree & { readonly kept: KeptFolders }>();

  function placeOf(path: string): FolderTree & { readonly kept: KeptFolders } {
    const known = places.get(path);
    if (known !== undefined) return known;
    const place = { ...folderTree(path), kept: createKeptFolders() };
    places.set(path, place);
    return place;
  }

  function read({ path, folder, label }: Task): Omit<Answer, "number"> {
    const { tree, display, kept } = placeOf(path);
    const before = tree.unread.size;
    const { variableNames, ...inventory } = readTerraform({ folder, tree, display, kept, modules, ...given });
    const crossing = forCrossing(label === undefined ? inventory : labelled(inventory, label));
    return { reading: { crossing, variableNames, unread: [...tree.unread].slice(before) } };
  }

  port.on("message", ({ number, task }: { readonly number: number; readonly task: Task }) => {
    try {
      port.postMessage({ number, ...read(task) } satisfies Answer);
    } catch {
      // Whatever it is, it comes again where the unit is read without a thread, and is told there.
      port.postMessage({ number } satisfies Answer);
    }
  });
}
