/** Makes a stack of a template: its conditions, resources and outputs by name, loops expanded. */
import { isUnknown, type Unknown } from "../../model/value.js";
import type { YamlEntry } from "../yaml/node.js";
import { expandSection } from "./foreach.js";
import { withGlobals } from "./sam.js";
import { isModule } from "./sections.js";
import { type Given, type Loops, NO_LOOPS, report, type Session, type Stack, type Template } from "./stack.js";

interface Opening {
  readonly prefix: string;
  readonly files: readonly string[];
  readonly given: ReadonlyMap<string, Given>;
  readonly doubt?: Unknown;
}

/** What is wrong with single resources is reported, and they are left out. */
export function openStack(template: Template, session: Session, opening: Opening): Stack {
  const stack: Stack = {
    template,
    session,
    ...opening,
    parameters: new Map(),
    conditions: new Map(),
    truths: new Map(),
    resources: new Map(),
    outputs: new Map(),
    outputValues: new Map(),
    names: new Map(),
    nested: new Map(),
  };
  const scope = { stack, loops: NO_LOOPS };
  expandSection(template.conditions, scope, (name, entry, loops) => {
    stack.conditions.set(name, { node: entry.node, loops, line: entry.line });
  });
  expandSection(template.resources, scope, (id, entry, loops) => addResource(stack, id, entry, loops));
  expandSection(template.outputs, scope, (name, entry, loops) => {
    const value = entry.node.kind === "map" ? entry.node.entries.get("Value") : undefined;
    if (value !== undefined) stack.outputs.set(name, { node: value.node, loops, line: entry.line });
  });
  return stack;
}

function addResource(stack: Stack, id: string, entry: YamlEntry, loops: Loops): void {
  const { node } = entry;
  const { file } = stack.template.source;
  if (id === "Fn::Transform") {
    const because = "an include or a macro adds resources that the file does not show";
    stack.session.notRead.push({ address: stack.prefix + id, what: "Fn::Transform", because, file, line: entry.line });
    return;
  }
  const type = node.kind === "map" ? node.entries.get("Type")?.node : undefined;
  if (isModule(type)) {
    const because =
      "it is a module: its resources are somewhere else, and are put in by CloudFormation, rain or the AWS CLI";
    stack.session.notRead.push({ address: stack.prefix + id, what: "module", because, file, line: entry.line });
    return;
  }
  if (node.kind !== "map" || type?.kind !== "scalar" || typeof type.value !== "string") {
    report(stack, entry, "error", whatIsWrong(id, entry), "Give it a Type, such as AWS::S3::Bucket; it is left out.");
    return;
  }
  if (stack.resources.has(id)) {
    report(stack, entry, "error", `The resource ${id} is here twice.`, "Make the keys that the loop makes differ.");
    return;
  }
  const doubt = [...loops.values()].find(isUnknown);
  stack.resources.set(id, {
    id,
    type: type.value,
    line: entry.line,
    node,
    properties: withGlobals(type.value, node, stack.template, stack.session),
    loops,
    ...(isUnknown(doubt) ? { doubt } : {}),
  });
}

function whatIsWrong(id: string, entry: YamlEntry): string {
  if (entry.node.kind !== "map") return `The resource ${id} is no map; expected one with a Type.`;
  return entry.node.entries.has("Type") ? `The Type of ${id} is not a text.` : `The resource ${id} has no Type.`;
}
