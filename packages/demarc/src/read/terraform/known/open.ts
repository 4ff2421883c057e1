/** Opens a known module as if its code were here: with inputs, copies, outputs and references. */
import { type Unknown, unknown, type Value } from "../../../model/value.js";
import type { BlockDeclaration } from "../module/declarations.js";
import { createModule, type ModuleContext, type ModuleInstance } from "../module/instance.js";
import type { KnownModule } from "./choose.js";
import { declarationsOfFacts } from "./declarations.js";
import { notTold } from "./resource.js";

export interface KnownContext extends Pick<ModuleContext, "prefix" | "given" | "open" | "isMaybe"> {
  readonly module: KnownModule;
  readonly call: BlockDeclaration;
  /** Tells a problem at the call. */
  readonly report: (message: string) => void;
}

export function openKnownModule({ module, call, prefix, given, open, report, isMaybe }: KnownContext): ModuleInstance {
  const line = call.file.lineOf(call.block.start);
  const instance = createModule({
    prefix,
    declarations: declarationsOfFacts(module.facts, { ...call.file, lineOf: () => line }),
    given,
    open,
    isMaybe,
    files: {
      path: (name) => (name === "module" ? notHere(module) : "."),
      readFile: () => undefined,
      listFiles: () => undefined,
    },
    report: (_, __, message) => report(`In the module ${module.facts.module}, ${message}`),
    bound: { name: "untold", value: notTold(module), references: [], outer: undefined },
  });
  const isTold = (name: string): boolean => instance.declarations.outputs.has(name);
  const address = prefix.slice(0, -1);
  return {
    ...instance,
    output: (name): Value => (isTold(name) ? instance.output(name) : untoldOutput(module, address, name)),
    outputReferences: (name) => (isTold(name) ? instance.outputReferences(name) : [{ address }]),
  };
}

function untoldOutput({ facts }: KnownModule, address: string, name: string): Unknown {
  return unknown(`the catalog's file of the module ${facts.module} does not tell its output ${name}`, [{ address }]);
}

function notHere({ facts }: KnownModule): Unknown {
  return unknown(`the files of the module ${facts.module} are not here`);
}
