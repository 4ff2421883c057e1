/** Terraform's JSON syntax (`.tf.json`): the same blocks as HCL, written as objects. Strings are templates. */
import type { Attribute, Block, Body, Expression } from "./hcl/ast.js";
import { parseHclExpression, parseHclTemplate } from "./hcl/parse.js";

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

/** @throws RangeError for a file that is nested too deeply. */
export function jsonBody(data: unknown, types: BlockTypes = terraformBlocks): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  for (const root of Array.isArray(data) ? data : [data]) {
    for (const [type, content] of entriesOf(root)) {
      const count = Object.hasOwn(types, type) ? types[type] : undefined;
      if (count !== undefined) collect(type, isBare(type, content) ? 0 : count, [], content, blocks);
      else if (type !== "//") attributes.push({ name: type, value: expressionOf(content), ...nowhere });
    }
  }
  return { attributes, blocks };
}

/** The old form of Terragrunt's include, without a label. */
function isBare(type: string, content: unknown): boolean {
  return type === "include" && entriesOf(content).some(([name, value]) => name === "path" && typeof value === "string");
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
  blocks.push({ type, labels: names, body: bodyOf(content, kindOf(type)), ...nowhere });
}

function kindOf(type: string): BodyKind {
  if (type === "resource" || type === "data" || type === "ephemeral") return "resource";
  return type === "variable" ? "variable" : "values";
}

/** A file of JSON is shown as a whole, so positions do not matter. */
const nowhere = { start: 0, end: 0 };

function bodyOf(content: unknown, kind: BodyKind): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  for (const [name, value] of entriesOf(content)) {
    if (name === "//" || metaBlocks.has(name)) continue;
    if (kind === "resource" && name === "dynamic") blocks.push(...dynamicBlocks(value));
    else if (kind === "resource" && isNested(name, value)) {
      for (const item of Array.isArray(value) ? value : [value]) {
        blocks.push({ type: name, labels: [], body: bodyOf(item, "resource"), ...nowhere });
      }
    } else attributes.push({ name, value: argument(name, value, kind), ...nowhere });
  }
  return { attributes, blocks };
}

/** An object, or a list of objects, of which none is a plain map. */
function isNested(name: string, value: unknown): boolean {
  if (name === "for_each" || mapArguments.test(name)) return false;
  return Array.isArray(value) ? value.length > 0 && value.every(isObject) : isObject(value);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function dynamicBlocks(value: unknown): readonly Block[] {
  return entriesOf(value).flatMap(([name, content]) =>
    (Array.isArray(content) ? content : [content]).map((item): Block => {
      const parts = new Map(entriesOf(item));
      const inner = parts.get("content");
      parts.delete("content");
      const body = bodyOf(Array.isArray(inner) ? inner[0] : inner, "resource");
      const attributes = [...parts].map(([key, part]) => ({ name: key, value: expressionOf(part), ...nowhere }));
      const contentBlock: Block = { type: "content", labels: [], body, ...nowhere };
      return { type: "dynamic", labels: [name], body: { attributes, blocks: [contentBlock] }, ...nowhere };
    }),
  );
}

/** A variable's type is an expression in a text, and its default holds no templates. */
function argument(name: string, value: unknown, kind: BodyKind): Expression {
  if (kind !== "variable") return expressionOf(value);
  if (name === "type") return parseHclExpression(typeof value === "string" ? value : "any").expression;
  return constant(value);
}

function expressionOf(value: unknown): Expression {
  return typeof value === "string" ? parseHclTemplate(value).expression : composed(value, expressionOf);
}

function constant(value: unknown): Expression {
  return typeof value === "string" ? { kind: "literal", value, ...nowhere } : composed(value, constant);
}

function composed(value: unknown, part: (value: unknown) => Expression): Expression {
  if (typeof value === "number" || typeof value === "boolean") return { kind: "literal", value, ...nowhere };
  if (Array.isArray(value)) return { kind: "tuple", items: value.map(part), ...nowhere };
  if (!isObject(value)) return { kind: "literal", value: null, ...nowhere };
  const items = entriesOf(value).map(([key, item]) => ({ key: part(key), value: part(item) }));
  return { kind: "object", items, ...nowhere };
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
