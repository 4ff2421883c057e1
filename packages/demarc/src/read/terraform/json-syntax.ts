/** Terraform's JSON syntax (`.tf.json`): the same blocks as HCL, written as objects. Strings are templates. */
import type { Attribute, Block, Body, Expression } from "./hcl/ast.js";
import { parseHclTemplate } from "./hcl/parse.js";

/** How many labels a top-level block has. */
const labels: Readonly<Record<string, number>> = {
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

/** Arguments that are blocks inside a resource or module, where an object would else be a value. */
const metaBlocks = new Set(["lifecycle", "provisioner", "connection"]);

export function jsonBody(data: unknown): Body {
  const blocks: Block[] = [];
  for (const root of Array.isArray(data) ? data : [data]) {
    for (const [type, content] of entriesOf(root)) {
      const count = Object.hasOwn(labels, type) ? labels[type] : undefined;
      if (count !== undefined) collect(type, count, [], content, blocks);
    }
  }
  return { attributes: [], blocks };
}

function collect(type: string, remaining: number, names: readonly string[], content: unknown, blocks: Block[]): void {
  if (Array.isArray(content)) {
    for (const item of content) collect(type, remaining, names, item, blocks);
    return;
  }
  if (remaining > 0) {
    for (const [name, inner] of entriesOf(content)) collect(type, remaining - 1, [...names, name], inner, blocks);
    return;
  }
  blocks.push({ type, labels: names, body: bodyOf(content, type), start: 0, end: 0 });
}

function bodyOf(content: unknown, type: string): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  for (const [name, value] of entriesOf(content)) {
    if (name === "//") continue;
    if (name === "dynamic" && (type === "resource" || type === "data")) {
      collectDynamic(value, blocks);
    } else if (metaBlocks.has(name)) {
      blocks.push({ type: name, labels: [], body: { attributes: [], blocks: [] }, start: 0, end: 0 });
    } else {
      attributes.push({
        name,
        value: name === "type" && type === "variable" ? typeExpression(value) : expressionOf(value),
        start: 0,
        end: 0,
      });
    }
  }
  return { attributes, blocks };
}

function collectDynamic(value: unknown, blocks: Block[]): void {
  for (const [name, content] of entriesOf(value)) {
    for (const item of Array.isArray(content) ? content : [content]) {
      const inner = bodyOf(item, "dynamic");
      const body = entriesOf(item).find(([key]) => key === "content")?.[1];
      const contentBlock: Block = {
        type: "content",
        labels: [],
        body: bodyOf(Array.isArray(body) ? body[0] : body, "content"),
        start: 0,
        end: 0,
      };
      blocks.push({
        type: "dynamic",
        labels: [name],
        body: {
          attributes: inner.attributes.filter((attribute) => attribute.name !== "content"),
          blocks: [contentBlock],
        },
        start: 0,
        end: 0,
      });
    }
  }
}

function typeExpression(value: unknown): Expression {
  return { kind: "literal", value: typeof value === "string" ? value : "any", start: 0, end: 0 };
}

function expressionOf(value: unknown): Expression {
  const at = { start: 0, end: 0 };
  if (typeof value === "string") return parseHclTemplate(value).expression;
  if (typeof value === "number" || typeof value === "boolean") return { kind: "literal", value, ...at };
  if (Array.isArray(value)) return { kind: "tuple", items: value.map(expressionOf), ...at };
  if (typeof value === "object" && value !== null) {
    const items = entriesOf(value).map(([key, item]) => ({ key: expressionOf(key), value: expressionOf(item) }));
    return { kind: "object", items, ...at };
  }
  return { kind: "literal", value: null, ...at };
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
