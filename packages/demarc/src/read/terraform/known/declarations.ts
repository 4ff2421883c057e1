/** A file of the catalog as the declarations of a module: the same blocks that its real code would be parsed to. */
import type {
  Constant,
  ModuleBlock,
  ModuleBody,
  ModuleCall,
  ModuleExpression,
  ModuleFacts,
  ModuleResource,
  RepeatedBlock,
} from "@demarc/catalog/types";
import type { Attribute, Block, Body, Expression } from "../hcl/ast.js";
import { parseHclExpression } from "../hcl/parse.js";
import { type Declarations, declarationsOf, type SourceFile } from "../module/declarations.js";

/** Nothing of it has a place in a file: what it says is shown at the call. */
const nowhere = { start: 0, end: 0 };

const bodies = new WeakMap<ModuleFacts, Body>();

/** `at` is the file that every declaration is said to be in, with the line of the call. */
export function declarationsOfFacts(facts: ModuleFacts, at: Omit<SourceFile, "body">): Declarations {
  let body = bodies.get(facts);
  if (body === undefined) {
    body = bodyOfFacts(facts);
    bodies.set(facts, body);
  }
  return declarationsOf([{ ...at, body }]);
}

function bodyOfFacts(facts: ModuleFacts): Body {
  const { variables, required, locals, resources, calls, outputs } = facts;
  return {
    attributes: [],
    blocks: [
      ...Object.entries(variables).map(([name, value]) => variable(facts, name, constant(value))),
      ...required.map((name) => variable(facts, name, undefined)),
      block("locals", [], attributes(locals)),
      ...Object.entries(resources).map(([key, resource]) => resourceBlock(key, resource)),
      ...Object.entries(calls).map(([name, call]) => callBlock(name, call)),
      ...Object.entries(outputs).map(([name, value]) => block("output", [name], attributes({ value }))),
    ],
  };
}

function variable(facts: ModuleFacts, name: string, fallback: Expression | undefined): Block {
  const type = Object.hasOwn(facts.types, name) ? facts.types[name] : undefined;
  return block(
    "variable",
    [name],
    [
      ...(fallback === undefined ? [] : [attribute("default", fallback)]),
      ...(type === undefined ? [] : [attribute("type", expression(type))]),
      ...(facts.nonNullable.includes(name) ? [attribute("nullable", constant(false))] : []),
    ],
  );
}

function resourceBlock(key: string, { count, forEach, set }: ModuleResource): Block {
  const parts = key.split(".");
  const inner = bodyOf(set);
  const [kind, labels] = parts[0] === "data" ? ["data", parts.slice(1)] : ["resource", parts];
  return block(kind as string, labels as string[], [...copies(count, forEach), ...inner.attributes], inner.blocks);
}

function callBlock(name: string, { source, version, count, forEach, inputs }: ModuleCall): Block {
  return block(
    "module",
    [name],
    [
      attribute("source", constant(source)),
      ...(version === undefined ? [] : [attribute("version", constant(version))]),
      ...copies(count, forEach),
      ...attributes(inputs),
    ],
  );
}

function copies(count: ModuleExpression | undefined, forEach: ModuleExpression | undefined): readonly Attribute[] {
  return [
    ...(count === undefined ? [] : [attribute("count", expression(count))]),
    ...(forEach === undefined ? [] : [attribute("for_each", expression(forEach))]),
  ];
}

function bodyOf(set: ModuleBody): Body {
  const values: Attribute[] = [];
  const blocks: Block[] = [];
  for (const [name, value] of Object.entries(set)) {
    if (typeof value === "object" && value !== null) blocks.push(...value.map((item) => nested(name, item)));
    else values.push(attribute(name, expression(value)));
  }
  return { attributes: values, blocks };
}

function nested(name: string, item: ModuleBlock): Block {
  if (!isRepeated(item)) {
    const { attributes: values, blocks } = bodyOf(item);
    return block(name, [], values, blocks);
  }
  const { iterator } = item;
  const inner = bodyOf(item.content);
  return block(
    "dynamic",
    [name],
    [
      attribute("for_each", expression(item["for-each"])),
      ...(iterator === undefined ? [] : [attribute("iterator", constant(iterator))]),
    ],
    [block("content", [], inner.attributes, inner.blocks)],
  );
}

/** A hyphen is in no name of an attribute. */
export function isRepeated(item: ModuleBlock): item is RepeatedBlock {
  return "for-each" in item;
}

function attributes(map: Readonly<Record<string, ModuleExpression>>): readonly Attribute[] {
  return Object.entries(map).map(([name, value]) => attribute(name, expression(value)));
}

function attribute(name: string, value: Expression): Attribute {
  return { name, value, ...nowhere };
}

function block(
  type: string,
  labels: readonly string[],
  own: readonly Attribute[],
  blocks: readonly Block[] = [],
): Block {
  return { type, labels, body: { attributes: own, blocks }, ...nowhere };
}

/** A text that does not parse is a fault that the catalog's check finds; here it is something that is not told. */
function expression(value: ModuleExpression): Expression {
  if (typeof value !== "string") return constant(value);
  const { expression: parsed, errors } = parseHclExpression(value);
  return errors.length === 0 ? parsed : { kind: "variable", name: "untold", ...nowhere };
}

function constant(value: Constant): Expression {
  if (typeof value !== "object" || value === null) return { kind: "literal", value, ...nowhere };
  if (isList(value)) return { kind: "tuple", items: value.map(constant), ...nowhere };
  const items = Object.entries(value).map(([key, item]) => ({ key: constant(key), value: constant(item) }));
  return { kind: "object", items, ...nowhere };
}

function isList(value: Constant): value is readonly Constant[] {
  return Array.isArray(value);
}
