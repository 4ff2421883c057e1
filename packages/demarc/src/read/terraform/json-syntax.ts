/** Terraform's JSON syntax (`.tf.json`): the same blocks as HCL, written as objects. Strings are templates. */
import type { Attribute, Block, Body, Expression } from "./hcl/ast.js";
import { parseHclExpression, parseHclTemplate } from "./hcl/parse.js";
import type { JsonEntry, JsonNode } from "./json-text.js";

/** How many labels a top-level block has, by its type; all other names are attributes, or nothing. */
export type BlockTypes = Readonly<Record<string, number>>;

const terraformBlocks: BlockTypes = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  variable: 1,
  output: 1,
  module: 1,
  provider: 1,
  locals: 0,
  terraform: 0,
  moved: 0,
  import: 0,
  removed: 0,
  check: 1,
};

/** Blocks that steer Terraform itself; nothing in them says anything about the deployed thing. */
const metaBlocks = new Set(["lifecycle", "provisioner", "connection"]);

/**
 * Arguments that are maps. Only a provider's schema tells a map from a nested block in JSON; without it, an object is
 * taken for a block unless its name is one of these.
 */
const mapArguments =
  /(?:^|_)(?:tags|tags_all|labels|annotations|variables|parameters|triggers|triggers_replace|headers|secrets|environment_variables|arguments|properties|attributes|options|metadata|data|values|keepers|templates|models|settings|selector|limits|requests|dimensions|dashboards|query|context|vars|map|mappings|input|env)$/;

/** What a body holds: a resource has nested blocks; a module call, `locals` and the rest have values only. */
type BodyKind = "resource" | "variable" | "values";

/** Tells a mistake in a text that holds expressions. */
type Report = (offset: number, message: string) => void;

/** A file as its blocks; what is no block by its name is an attribute. */
export function jsonBody(root: JsonNode, report: Report, types: BlockTypes = terraformBlocks): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  for (const { name, nameStart, value } of itemsOf(root).flatMap(entriesOf)) {
    const count = Object.hasOwn(types, name) ? types[name] : undefined;
    if (count !== undefined) collect(name, nameStart, isBare(name, value) ? 0 : count, [], value);
    else if (name !== "//")
      attributes.push({ name, value: expressionOf(value, report), start: nameStart, end: value.end });
  }
  return { attributes, blocks };

  function collect(type: string, start: number, remaining: number, labels: readonly string[], content: JsonNode): void {
    for (const item of itemsOf(content)) {
      if (remaining === 0) {
        blocks.push({ type, labels, body: bodyOf(item, kindOf(type), report), start, end: item.end });
        continue;
      }
      for (const { name, nameStart, value } of entriesOf(item)) {
        if (name !== "//") collect(type, nameStart, remaining - 1, [...labels, name], value);
      }
    }
  }
}

/** The old form of Terragrunt's include, without a label. */
function isBare(type: string, content: JsonNode): boolean {
  return type === "include" && entriesOf(content).some(({ name, value }) => name === "path" && value.kind === "value");
}

function kindOf(type: string): BodyKind {
  if (type === "resource" || type === "data" || type === "ephemeral") return "resource";
  return type === "variable" ? "variable" : "values";
}

function bodyOf(content: JsonNode, kind: BodyKind, report: Report): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  const names = new Set<string>();
  for (const { name, nameStart: start, value } of itemsOf(content).flatMap(entriesOf)) {
    if (name === "//" || metaBlocks.has(name)) {
      // OpenTofu's `enabled` says whether there is one.
      if (name === "lifecycle")
        blocks.push({ type: name, labels: [], body: bodyOf(value, "values", report), start, end: value.end });
    } else if (kind === "resource" && name === "dynamic") blocks.push(...dynamicBlocks(value, report));
    else if (kind === "resource" && isNested(name, value)) {
      for (const item of itemsOf(value)) {
        blocks.push({ type: name, labels: [], body: bodyOf(item, "resource", report), start, end: item.end });
      }
    } else if (names.has(name)) {
      report(start, `The argument ${name} is set already.`);
    } else {
      names.add(name);
      attributes.push({ name, value: argument(name, value, kind, report), start, end: value.end });
    }
  }
  return { attributes, blocks };
}

/** An object, or a list of objects, of which none is a plain map. */
function isNested(name: string, value: JsonNode): boolean {
  if (name === "for_each" || mapArguments.test(name)) return false;
  const items = itemsOf(value);
  return items.length > 0 && items.every(({ kind }) => kind === "object");
}

function dynamicBlocks(value: JsonNode, report: Report): readonly Block[] {
  return itemsOf(value)
    .flatMap(entriesOf)
    .flatMap(({ name, nameStart: start, value: content }) =>
      itemsOf(content).map((item): Block => {
        const entries = entriesOf(item);
        const inner = entries.filter((entry) => entry.name === "content").flatMap((entry) => itemsOf(entry.value));
        const attributes = entries
          .filter((entry) => entry.name !== "content")
          .map(
            (entry): Attribute => ({
              name: entry.name,
              value: expressionOf(entry.value, report),
              start: entry.nameStart,
              end: entry.value.end,
            }),
          );
        const body = inner[0] === undefined ? { attributes: [], blocks: [] } : bodyOf(inner[0], "resource", report);
        const contentBlock: Block = { type: "content", labels: [], body, start, end: item.end };
        return { type: "dynamic", labels: [name], body: { attributes, blocks: [contentBlock] }, start, end: item.end };
      }),
    );
}

/** A variable's type is an expression in a text, and its default holds no templates. */
function argument(name: string, node: JsonNode, kind: BodyKind, report: Report): Expression {
  if (kind !== "variable") return expressionOf(node, report);
  if (name !== "type") return constant(node);
  const text = node.kind === "value" && typeof node.value === "string" ? node.value : "any";
  return placed(parseHclExpression(text), node, report);
}

function expressionOf(node: JsonNode, report: Report): Expression {
  if (node.kind !== "value" || typeof node.value !== "string")
    return composed(node, (item) => expressionOf(item, report));
  return placed(parseHclTemplate(node.value), node, report);
}

/** What does not parse is told, and is not known: it is no null. */
function placed(
  { expression, errors }: ReturnType<typeof parseHclTemplate>,
  { start, end }: JsonNode,
  report: Report,
): Expression {
  const [error] = errors;
  if (error === undefined) return { ...expression, start, end };
  report(start, `The expression in this text does not parse. ${error.message}`);
  return { kind: "variable", name: "a text that does not parse", start, end };
}

function constant(node: JsonNode): Expression {
  const { start, end } = node;
  return node.kind === "value" ? { kind: "literal", value: node.value, start, end } : composed(node, constant);
}

function composed(node: JsonNode, part: (item: JsonNode) => Expression): Expression {
  const { start, end } = node;
  if (node.kind === "value") return { kind: "literal", value: node.value, start, end };
  if (node.kind === "list") return { kind: "tuple", items: node.items.map(part), start, end };
  const items = node.entries.map(({ name, nameStart, value }) => ({
    key: part({ kind: "value", value: name, start: nameStart, end: nameStart }),
    value: part(value),
  }));
  return { kind: "object", items, start, end };
}

function entriesOf(node: JsonNode): readonly JsonEntry[] {
  return node.kind === "object" ? node.entries : [];
}

/** The items of a list; anything else is its own only item. */
function itemsOf(node: JsonNode): readonly JsonNode[] {
  return node.kind === "list" ? node.items : [node];
}
