/** Finds the sections of a template, and says what is wrong with them. */
import type { Problem } from "../../model/inventory.js";
import { child, type YamlEntry, type YamlMap, type YamlNode } from "../yaml/node.js";
import { problemAt, type Source } from "../yaml/source.js";
import type { Template } from "./stack.js";

/** The sections of the first document; `undefined` where it is no map. Never throws. */
export function sectionsOf(
  source: Source,
  documents: readonly YamlNode[],
  report: (problem: Problem) => void,
): Template | undefined {
  const root = documents[0];
  if (root?.kind !== "map") {
    if (root !== undefined) warn("error", root, "A template is a map with a section Resources.", WHAT_IT_IS);
    return undefined;
  }
  if (documents[1] !== undefined)
    warn(
      "warning",
      documents[1],
      "A template is one document; what comes after `---` is not read.",
      "Put it into a file of its own.",
    );
  const transforms = transformsOf(root);
  const macros = transforms.filter((one) => !isHarmless(one.name));
  for (const macro of macros) {
    const message = `The macro ${macro.name} can change every resource of this template; demarc reads them as they stand here.`;
    warn(
      "warning",
      macro,
      message,
      "Give demarc the processed template: `aws cloudformation get-template --template-stage Processed`.",
    );
  }
  const isSam = transforms.some((one) => one.name.startsWith(SAM));
  for (const [key, entry] of root.entries)
    if (key === "Fn::Transform") warn("warning", entry, "A transform adds sections here; what it adds is not read.");
    else if (!SECTIONS.has(key) && key !== "Globals" && macros.length === 0) unknownSection(entry);
  return {
    source,
    isSam,
    parameters: entriesOf("Parameters"),
    mappings: entriesOf("Mappings"),
    conditions: mapOf("Conditions"),
    resources: resources(),
    outputs: mapOf("Outputs"),
    globals: isSam ? entriesOf("Globals") : NONE,
    isOpen: isSam || macros.length > 0 || hasInclude(root) || hasModule(root),
  };

  function warn(
    severity: Problem["severity"],
    at: { line: number; column: number } | undefined,
    message: string,
    hint?: string,
  ): void {
    report(problemAt(source, at, severity, message, hint));
  }

  function mapOf(name: string): YamlMap | undefined {
    const entry = root?.kind === "map" ? root.entries.get(name) : undefined;
    if (entry === undefined || (entry.node.kind === "scalar" && entry.node.value === null)) return undefined;
    if (entry.node.kind === "map") return entry.node;
    warn(
      "error",
      entry,
      `${name} is a ${entry.node.kind}; expected a map of names.`,
      `Write under ${name}: one key for each of them.`,
    );
    return undefined;
  }

  function entriesOf(name: string): ReadonlyMap<string, YamlEntry> {
    return mapOf(name)?.entries ?? NONE;
  }

  function resources(): YamlMap | undefined {
    const entry = root?.kind === "map" ? root.entries.get("Resources") : undefined;
    // CDK writes templates of rules alone; what has no section at all is something else.
    const isTemplate = root?.kind === "map" && [...root.entries.keys()].some((key) => SECTIONS.has(key));
    if (entry === undefined)
      warn(isTemplate ? "warning" : "error", root, "The template has no section Resources.", WHAT_IT_IS);
    const map = mapOf("Resources");
    const isEmpty =
      map === undefined ? entry?.node.kind === "scalar" && entry.node.value === null : map.entries.size === 0;
    if (isEmpty)
      warn("warning", entry, "The section Resources is empty.", "There is nothing here that could be deployed.");
    return map;
  }

  function unknownSection(entry: YamlEntry): void {
    const close = [...SECTIONS].find(
      (name) => name.toLowerCase() === entry.key.toLowerCase() || `${entry.key}s`.toLowerCase() === name.toLowerCase(),
    );
    const hint = close === undefined ? `The sections are ${[...SECTIONS].join(", ")}.` : `Did you mean ${close}?`;
    warn("warning", entry, `\`${entry.key.slice(0, 80)}\` is no section of a template; it is not read.`, hint);
  }
}

const NONE: ReadonlyMap<string, YamlEntry> = new Map();
const SAM = "AWS::Serverless-";
const WHAT_IT_IS = "Check that the file is a CloudFormation template: `Resources:` with a `Type:` for each of them.";

const SECTIONS: ReadonlySet<string> = new Set([
  "AWSTemplateFormatVersion",
  "Description",
  "Metadata",
  "Parameters",
  "Rules",
  "Mappings",
  "Conditions",
  "Transform",
  "Hooks",
  "Resources",
  "Outputs",
]);

function transformsOf(root: YamlMap): readonly { name: string; line: number; column: number }[] {
  const node = root.entries.get("Transform")?.node;
  if (node === undefined) return [];
  const items = node.kind === "list" ? node.items : [node];
  return items.flatMap((item) => {
    const name = item.kind === "map" ? item.entries.get("Name")?.node : item;
    return name?.kind === "scalar" ? [{ name: name.text, line: item.line, column: item.column }] : [];
  });
}

/** Transforms of AWS that add no resources beside those that are declared, or whose work this reader does. */
function isHarmless(name: string): boolean {
  return (
    name.startsWith(SAM) ||
    /^AWS::(?:LanguageExtensions|CodeDeployBlueGreen|SecretsManager-\d{4}-\d\d-\d\d)$/.test(name)
  );
}

/** `Fn::Transform` straight under the root or under Resources brings in whole entries. */
function hasInclude(root: YamlMap): boolean {
  if (root.entries.has("Fn::Transform")) return true;
  const places = ["Resources", "Parameters", "Mappings", "Conditions"].map((name) => root.entries.get(name)?.node);
  return places.some((node) => node?.kind === "map" && node.entries.has("Fn::Transform"));
}

/** A module, which stands for resources that are not here. */
function hasModule(root: YamlMap): boolean {
  const resources = root.entries.get("Resources")?.node;
  if (root.entries.has("Modules") || root.entries.has("Rain")) return true;
  return resources?.kind === "map" && [...resources.entries.values()].some(({ node }) => isModule(child(node, "Type")));
}

/** `Our::Own::Thing::MODULE` of the registry, or a function (`!Rain::Module …`) where the Type should be. */
export function isModule(type: YamlNode | undefined): boolean {
  if (type === undefined) return false;
  if (type.kind === "scalar" && type.text.endsWith("::MODULE")) return true;
  return type.tag !== undefined || (type.kind === "map" && [...type.entries.keys()].some((key) => key.includes("::")));
}
