/** The words of this reader: a template, a stack (one use of a template), and the scope in which a node is evaluated. */
import type { NotRead, Problem } from "../../model/inventory.js";
import { type Address, type Reference, type Unknown, unknown, type Value } from "../../model/value.js";
import type { YamlEntry, YamlMap, YamlNode } from "../yaml/node.js";
import { type Place, problemAt, type Source } from "../yaml/source.js";

/** The sections of one file. */
export interface Template {
  readonly source: Source;
  readonly parameters: ReadonlyMap<string, YamlEntry>;
  readonly mappings: ReadonlyMap<string, YamlEntry>;
  readonly conditions: YamlMap | undefined;
  readonly resources: YamlMap | undefined;
  readonly outputs: YamlMap | undefined;
  /** SAM's `Globals`: section name (`Function`) → properties. */
  readonly globals: ReadonlyMap<string, YamlEntry>;
  readonly isSam: boolean;
  /** A macro or an include may add what the file does not show, so a name that is not here is not a mistake. */
  readonly isOpen: boolean;
}

/** A value handed to a parameter, with what it points to even where the value itself is known. */
export interface Given {
  readonly value: Value;
  readonly references: readonly Reference[];
}

export interface ResourceRecord {
  /** Logical id. */
  readonly id: string;
  readonly type: string;
  readonly line: number;
  readonly node: YamlMap;
  /** Where the value of Properties is; SAM's globals are merged in. */
  readonly properties: YamlNode | undefined;
  readonly loops: Loops;
  /** Set where a loop over an unknown list makes it. */
  readonly doubt?: Unknown;
}

interface NamedNode {
  readonly node: YamlNode;
  readonly loops: Loops;
  readonly line: number;
}

/** Loop variables of Fn::ForEach that are in force, with their value. */
export type Loops = ReadonlyMap<string, Value>;
export const NO_LOOPS: Loops = new Map();

export type Truth = boolean | Unknown;

export interface Stack {
  readonly template: Template;
  readonly session: Session;
  /** Put before the logical ids: empty, or `Nested.`. */
  readonly prefix: string;
  /** Files of this stack and those around it, outermost first. */
  readonly files: readonly string[];
  /** What the user or the stack around it hands over. */
  readonly given: ReadonlyMap<string, Given>;
  /** Set where it is not known whether the stack exists. */
  readonly doubt?: Unknown;
  readonly parameters: Map<string, Given>;
  readonly conditions: Map<string, NamedNode>;
  /** A condition that is being worked out is here as "open". */
  readonly truths: Map<string, Truth | "open">;
  readonly resources: Map<string, ResourceRecord>;
  readonly outputs: Map<string, NamedNode>;
  readonly outputValues: Map<string, Given | "open">;
  /** Explicit names of resources, once asked for. */
  readonly names: Map<string, string | undefined>;
  readonly nested: Map<string, Stack | undefined>;
}

/** Collects the references of one resource while its properties are evaluated. */
export interface Collector {
  /** Of the property that is being evaluated. */
  path: string;
  /** Above zero inside of a choice whose condition is unknown. */
  doubts: number;
  readonly found: Map<string, ReferenceSet>;
  /** Targets that are surely depended on. */
  readonly certain: Set<Address>;
}

export interface Scope {
  readonly stack: Stack;
  readonly loops: Loops;
  readonly collector?: Collector;
}

/** `undefined`: removed by AWS::NoValue. */
export type Evaluated = Value | undefined;

/** What one call of the reader shares. The functions are here so that the modules need not import each other in a circle. */
export interface Session {
  readonly evaluate: (node: YamlNode, scope: Scope) => Evaluated;
  /** The stack that a resource of `stack` makes, where its template can be read. */
  readonly openNested: (stack: Stack, record: ResourceRecord) => Stack | undefined;
  readonly readFile: (path: string) => string | undefined;
  readonly problems: Problem[];
  readonly notRead: NotRead[];
  /** Templates by file; `undefined` where there is none to read. */
  readonly templates: Map<string, Template | undefined>;
  /** Values given for `AWS::Region` and the like. */
  readonly pseudo: Readonly<Record<string, string>>;
  /** Unknown values that may as well not be there. */
  readonly mayBeAbsent: WeakSet<Unknown>;
  depth: number;
  work: number;
  stacks: number;
}

/** Evaluations inside one another: nodes, and the conditions, names and outputs they lead to. */
export const MAX_EVALUATION_DEPTH = 600;
/** Nodes that one call may evaluate, loops and nested stacks included: some hundred times the largest real template. */
const MAX_WORK = 3_000_000;
/** Longest text that functions build. */
export const MAX_TEXT = 1_000_000;
/** Longest text that goes from one place of a template into many: a name, an item of a loop. No service allows longer names. */
export const MAX_NAME = 2048;
/** Characters of text that cost as much as one node. */
export const CHARACTERS = 64;
const MAX_PROBLEMS = 1000;

/** Thrown when a template expands to more than {@link MAX_WORK}; caught in `read.ts`. */
export const TOO_MUCH_WORK: unique symbol = Symbol("too much work");

/** Counts work; throws {@link TOO_MUCH_WORK} where it is too much. */
export function spend(session: Session, steps: number): void {
  session.work += steps;
  if (session.work > MAX_WORK) throw TOO_MUCH_WORK;
}

/** Reports a problem of a template at a place of it. */
export function report(
  stack: Pick<Stack, "session" | "template">,
  at: Place | undefined,
  severity: Problem["severity"],
  message: string,
  hint?: string,
): void {
  addProblem(stack.session, problemAt(stack.template.source, at, severity, message, hint));
}

/** Counted, for a hostile template has as many as it likes. */
export function addProblem(session: Pick<Session, "problems">, problem: Problem): void {
  if (session.problems.length < MAX_PROBLEMS) session.problems.push(problem);
}

/** For what the template gets wrong: a warning, and a value that is unknown for that reason. */
export function mistake(scope: Scope, at: Place, message: string, hint?: string): Unknown {
  report(scope.stack, at, "warning", message, hint);
  return unknown(phrase(message));
}

function phrase(message: string): string {
  return message.replace(/\.$/, "");
}

export function addressOf(stack: Stack, id: string): Address {
  return stack.prefix + id;
}

/** Notes that the property under evaluation points to these. */
export function collect(scope: Scope, references: readonly Reference[]): void {
  const { collector } = scope;
  if (collector === undefined || references.length === 0) return;
  spend(scope.stack.session, references.length);
  const here = collector.found.get(collector.path) ?? new Map<string, Reference>();
  if (here.size === 0) collector.found.set(collector.path, here);
  for (const reference of references) {
    addReference(here, reference);
    if (collector.doubts === 0) collector.certain.add(reference.address);
  }
}

/** References, each once, in the order in which they came. */
export type ReferenceSet = Map<string, Reference>;

export function addReference(set: ReferenceSet, reference: Reference): void {
  const key = `${reference.address}\n${reference.attribute ?? ""}`;
  if (!set.has(key)) set.set(key, reference);
}

export function newCollector(): Collector {
  return { path: "", doubts: 0, found: new Map(), certain: new Set() };
}

/** What was collected, whatever the path. */
export function collected(collector: Collector): readonly Reference[] {
  const all: ReferenceSet = new Map();
  for (const set of collector.found.values()) for (const reference of set.values()) addReference(all, reference);
  return [...all.values()];
}
