/** Reads CloudFormation and SAM templates into resources. Knows nothing of responsibility; touches files only through `readFile`. */
import type { Inventory, Problem, Resource } from "../../model/inventory.js";
import { type Address, emptyMap, isMap, isUnknown, type Reference, type Value } from "../../model/value.js";
import { lostCharacter } from "../lost-character.js";
import { readYaml } from "../yaml/compose.js";
import { textOf, type YamlNode } from "../yaml/node.js";
import { problemAt } from "../yaml/source.js";
import { truthOf } from "./conditions.js";
import { circlesIn } from "./cycles.js";
import { evaluate } from "./evaluate.js";
import { nameIn } from "./loops.js";
import { isNestedStack, openNested } from "./nested.js";
import { openStack } from "./open-stack.js";
import { sectionsOf } from "./sections.js";
import {
  addProblem,
  addressOf,
  type Collector,
  newCollector,
  type ResourceRecord,
  report,
  type Session,
  type Stack,
  type Template,
  TOO_MUCH_WORK,
} from "./stack.js";

export interface CloudFormationInput {
  /** As given by the user, with forward slashes; `-` for standard input. */
  readonly file: string;
  readonly text: string;
  /** Values of parameters by name, also of pseudo parameters (`AWS::Region`). */
  readonly parameters?: Readonly<Record<string, string>>;
  /** For nested stacks: the text of a file, `undefined` where it is missing or outside of the root. */
  readonly readFile?: (path: string) => string | undefined;
}

export interface CloudFormationInventory extends Inventory {
  /** Parameters that the template declares, so that one that nobody declares can be told to the user. */
  readonly parameterNames: readonly string[];
  /** Files of nested stacks that were read as part of this one. */
  readonly nestedFiles: readonly string[];
}

/**
 * The resources of a template and of the nested stacks that it names and `readFile` finds. Never throws: what is wrong is
 * in `problems`, and the rest is read. Attributes are the evaluated properties, and `DeletionPolicy` and
 * `UpdateReplacePolicy` where these are set.
 */
export function readCloudFormation(input: CloudFormationInput): CloudFormationInventory {
  const parameters = Object.entries(input.parameters ?? {});
  const session = newSession(
    input.readFile ?? (() => undefined),
    Object.fromEntries(parameters.filter(([name]) => name.startsWith("AWS::"))),
  );
  const resources: Resource[] = [];
  const template = parse(input.file, input.text, session);
  if (template !== undefined) {
    session.templates.set(input.file, template);
    const given = new Map(parameters.map(([name, value]) => [name, { value, references: [] }]));
    guarded(session, template, () => {
      const stack = openStack(template, session, { prefix: "", files: [input.file], given });
      readStack(stack, resources);
    });
  }
  return {
    resources,
    notRead: session.notRead,
    problems: distinct(session.problems),
    parameterNames: [...(template?.parameters.keys() ?? [])],
    nestedFiles: [...session.templates.keys()].filter(
      (file) => file !== input.file && session.templates.get(file) !== undefined,
    ),
  };
}

function newSession(readFile: Session["readFile"], pseudo: Session["pseudo"]): Session {
  return {
    evaluate,
    openNested: (stack, record) => openNested(stack, record, readTemplate),
    readFile,
    pseudo,
    problems: [],
    notRead: [],
    templates: new Map(),
    mayBeAbsent: new WeakSet(),
    depth: 0,
    work: 0,
    stacks: 0,
  };
}

function parse(file: string, text: string, session: Session): Template | undefined {
  const { source, documents, problems } = readYaml({ file, text });
  for (const problem of problems) addProblem(session, problem);
  const lost = lostCharacter(file, text);
  if (lost !== undefined) addProblem(session, lost);
  if (documents.length === 0 && problems.length === 0)
    session.problems.push(
      problemAt(source, undefined, "error", "The file is empty.", "Expected a CloudFormation template."),
    );
  return sectionsOf(source, documents, (problem) => addProblem(session, problem));
}

function readTemplate(path: string, session: Session): Template | undefined {
  if (session.templates.has(path)) return session.templates.get(path);
  const text = session.readFile(path);
  const template = text === undefined ? undefined : parse(path, text, session);
  session.templates.set(path, template);
  return template;
}

/** Keeps what was read before the template turned out to be too much. */
function guarded(session: Session, template: Template, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (error !== TOO_MUCH_WORK) throw error;
    const message = "The template expands to more than can be read; the rest of it is left out.";
    session.problems.push(
      problemAt(template.source, undefined, "error", message, "Check its loops, aliases and nested stacks."),
    );
  }
}

function readStack(stack: Stack, resources: Resource[]): void {
  const needs = new Map<Address, ReadonlySet<Address>>();
  for (const record of stack.resources.values()) {
    const truth = existence(record, stack);
    if (truth === false) continue;
    const collector = newCollector();
    const isDoubtful = isUnknown(truth) || record.doubt !== undefined || stack.doubt !== undefined;
    resources.push({
      address: addressOf(stack, record.id),
      type: record.type,
      name: record.id,
      format: "cloudformation",
      mode: "managed",
      attributes: attributesOf(record, stack, collector),
      references: referencesOf(collector),
      file: stack.template.source.file,
      line: record.line,
      lines: linesOf(record),
      ...(isDoubtful ? { number: "unknown" as const } : {}),
    });
    const dependencies = dependenciesOf(record, stack);
    // SAM makes several resources of one, so what looks like a circle between them is none.
    if (!isDoubtful && !record.type.startsWith("AWS::Serverless::"))
      needs.set(addressOf(stack, record.id), new Set([...collector.certain, ...dependencies]));
    if (!isNestedStack(record)) continue;
    const nested = stack.session.openNested(stack, record);
    if (nested !== undefined) readStack(nested, resources);
  }
  for (const circle of circlesIn(needs)) reportCircle(circle, stack);
}

function existence(record: ResourceRecord, stack: Stack): ReturnType<typeof truthOf> {
  const condition = record.node.entries.get("Condition");
  if (condition === undefined) return true;
  if (condition.node.kind === "scalar") return truthOf(condition.node.text, { stack, loops: record.loops }, condition);
  report(
    stack,
    condition,
    "warning",
    `The Condition of ${record.id} is no name of a condition.`,
    "Name one that is declared under Conditions.",
  );
  return true;
}

function attributesOf(record: ResourceRecord, stack: Stack, collector: Collector): Readonly<Record<string, Value>> {
  const attributes = emptyMap();
  const scope = { stack, loops: record.loops, collector };
  const value =
    record.properties === undefined ? undefined : stack.session.evaluate(withoutTransform(record, stack), scope);
  if (isMap(value)) Object.assign(attributes, value);
  else if (value !== undefined && value !== null) {
    const at = record.node.entries.get("Properties") ?? record;
    const what = isUnknown(value) ? `not known (${value.because})` : "not a map";
    report(
      stack,
      at,
      "warning",
      `The Properties of ${record.id} are ${what}; they are not read.`,
      "Write one key for each property.",
    );
  }
  for (const name of ["DeletionPolicy", "UpdateReplacePolicy"]) {
    const node = record.node.entries.get(name)?.node;
    if (node === undefined || name in attributes) continue;
    const policy = stack.session.evaluate(node, { stack, loops: record.loops });
    if (policy !== undefined) attributes[name] = policy;
  }
  return attributes;
}

/** An include straight in the properties adds some that are not here; the others are read. */
function withoutTransform(record: ResourceRecord, stack: Stack): YamlNode {
  const { properties } = record;
  const transform = properties?.kind === "map" ? properties.entries.get("Fn::Transform") : undefined;
  if (properties?.kind !== "map" || transform === undefined) return properties ?? record.node;
  report(stack, transform, "warning", `A transform adds to the properties of ${record.id}; what it adds is not read.`);
  const entries = new Map(properties.entries);
  entries.delete("Fn::Transform");
  return { ...properties, entries };
}

function referencesOf(collector: Collector): Readonly<Record<string, readonly Reference[]>> {
  const references = emptyMap<readonly Reference[]>();
  for (const [path, found] of collector.found) references[path] = [...found.values()];
  return references;
}

function linesOf(record: ResourceRecord): Readonly<Record<string, number>> {
  const lines = emptyMap<number>();
  for (const name of ["DeletionPolicy", "UpdateReplacePolicy"]) {
    const entry = record.node.entries.get(name);
    if (entry !== undefined) lines[name] = entry.line;
  }
  if (record.properties?.kind === "map") for (const [key, entry] of record.properties.entries) lines[key] = entry.line;
  return lines;
}

function dependenciesOf(record: ResourceRecord, stack: Stack): readonly Address[] {
  const entry = record.node.entries.get("DependsOn");
  if (entry === undefined) return [];
  const items = entry.node.kind === "list" ? entry.node.items : [entry.node];
  return items.flatMap((item) => {
    const written = textOf(item);
    if (written === undefined || item.tag !== undefined) return [];
    const id = nameIn(written, record.loops);
    if (stack.resources.has(id)) return [addressOf(stack, id)];
    if (!stack.template.isOpen && !stack.template.resources?.entries.has(id) && record.loops.size === 0)
      report(
        stack,
        item,
        "warning",
        `${record.id} depends on ${id}, which is not in the template.`,
        "Declare it, or correct the name.",
      );
    return [];
  });
}

function reportCircle(circle: readonly Address[], stack: Stack): void {
  const ids = circle.map((address) => address.slice(stack.prefix.length));
  const [first = ""] = ids;
  const path = ids.length > 8 ? [...ids.slice(0, 8), `${ids.length - 8} more`, first] : [...ids, first];
  const message =
    ids.length === 1 ? `${first} needs itself.` : `These resources need one another in a circle: ${path.join(" → ")}.`;
  report(stack, stack.resources.get(first), "warning", message, "CloudFormation cannot create them; break the circle.");
}

/** The same template may be evaluated many times: as a nested stack, in a loop. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = `${problem.file}\n${problem.line ?? 0}\n${problem.column ?? 0}\n${problem.message}`;
    return !seen.has(key) && seen.add(key);
  });
}
