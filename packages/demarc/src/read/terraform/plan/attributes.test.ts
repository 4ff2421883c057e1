/** What a plan's attributes and references say, in plans as small as can be. */
import { describe, expect, it } from "vitest";
import type { Resource } from "../../../model/inventory.js";
import { isMap, isUnknown, type Value } from "../../../model/value.js";
import { sourceOfBytes } from "../../json/byte-source.js";
import { readTerraformJson } from "./read.js";

type Json = Record<string, unknown>;

interface Part {
  readonly address: string;
  readonly key?: string | number;
  readonly values?: Json;
  readonly unknown?: Json;
  readonly sensitive?: Json;
}

interface Block {
  readonly address: string;
  readonly expressions?: Json;
  readonly each?: readonly string[];
}

/** A plan of these resources, all in the root module. Attributes read as values, but for `blocks`. */
function readPlan(parts: readonly Part[], blocks: readonly Block[]): ReadonlyMap<string, Resource> {
  const named = (address: string): Json => {
    const [mode, type, name] = address.startsWith("data.") ? address.split(".") : ["managed", ...address.split(".")];
    return { mode, type, name: name?.replace(/\[.*/, "") };
  };
  const plan = {
    format_version: "1.2",
    planned_values: {
      root_module: {
        resources: parts.map(({ address, key, values = {} }) => ({ address, ...named(address), index: key, values })),
      },
    },
    resource_changes: parts.map(({ address, unknown = {}, sensitive }) => ({
      address,
      ...named(address),
      change: { actions: ["create"], after_unknown: unknown, after_sensitive: sensitive },
    })),
    configuration: {
      root_module: {
        resources: blocks.map(({ address, expressions = {}, each }) => ({
          address,
          ...named(address),
          expressions,
          ...(each === undefined ? {} : { for_each_expression: { references: each } }),
        })),
      },
    },
  };
  const source = sourceOfBytes(new TextEncoder().encode(JSON.stringify(plan)));
  const reads = (type: string) =>
    new Map<string, "value" | "blocks">(
      ["text", "list", "block", "policy", "target", "targets"].map((name) => [
        name,
        type === "t_plain" ? "value" : "blocks",
      ]),
    );
  const { resources, problems } = readTerraformJson({ file: "plan.json", source, reads });
  expect(problems).toEqual([]);
  return new Map(resources.map((resource) => [resource.address, resource]));
}

/** The attributes of one resource; "unknown" stands for each unknown. */
function attributesOf(part: Omit<Part, "address">, expressions: Json = {}): unknown {
  const read = readPlan([{ address: "t_a.x", ...part }], [{ address: "t_a.x", expressions }]);
  return shown(read.get("t_a.x")?.attributes as Value);
}

function valueAt(read: ReadonlyMap<string, Resource>, address: string, name: string): Value {
  return read.get(address)?.attributes[name] ?? null;
}

function shown(value: Value): unknown {
  if (isUnknown(value)) return "unknown";
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shown(inner as Value)]));
}

describe("what only the apply will tell, and nothing sets", () => {
  it("is filled in by the provider where it is a text, which after_sensitive does not name", () => {
    expect(attributesOf({ unknown: { text: true }, sensitive: { list: [] } })).toEqual({});
  });

  it("may have been set by a dynamic block where it is a list", () => {
    expect(attributesOf({ unknown: { block: true }, sensitive: { block: [] } })).toEqual({ block: "unknown" });
  });

  it("stays unknown where the plan does not tell lists from texts", () => {
    expect(attributesOf({ unknown: { text: true } })).toEqual({ text: "unknown" });
  });

  it("stays unknown where after_sensitive lacks a list that is there: it is not Terraform's", () => {
    const values = { list: ["a"] };
    expect(attributesOf({ values, unknown: { text: true }, sensitive: {} })).toEqual({ ...values, text: "unknown" });
  });

  it("stays unknown where the text itself is set", () => {
    const expressions = { text: { references: ["var.text"] } };
    expect(attributesOf({ unknown: { text: true }, sensitive: {} }, expressions)).toEqual({ text: "unknown" });
  });
});

describe("inside of a block, what only the apply will tell and nothing sets", () => {
  const part = {
    values: { block: [{ size: 1 }, { size: 2 }] },
    unknown: { block: [{ name: true }, { name: true }] },
    sensitive: { block: [{}, {}] },
  };
  const size = { size: { constant_value: 1 } };

  it("is filled in where every block is written out", () => {
    expect(attributesOf(part, { block: [size, size] })).toEqual(part.values);
  });

  it("stays unknown where a dynamic block may have set it", () => {
    const unknowns = [
      { size: 1, name: "unknown" },
      { size: 2, name: "unknown" },
    ];
    expect(attributesOf(part, { block: [size] })).toEqual({ block: unknowns });
    expect(attributesOf(part)).toEqual({ block: unknowns });
  });

  it("stays unknown where one of the blocks sets it", () => {
    const named = { ...size, name: { references: ["var.name"] } };
    expect(attributesOf(part, { block: [named, size] })).toEqual({
      block: [
        { size: 1, name: "unknown" },
        { size: 2, name: "unknown" },
      ],
    });
  });
});

describe("what an unknown value points to", () => {
  const copies: readonly Part[] = ["a", "b"].map((key) => ({ address: `t_b.all["${key}"]`, key }));
  const ofCopies: Block = { address: "t_b.all", each: ["var.names"] };

  it("is one copy each, where there are as many values as copies", () => {
    const read = readPlan(
      [...copies, { address: "t_a.x", unknown: { targets: [true, true] } }],
      [ofCopies, { address: "t_a.x", expressions: { targets: { references: ["t_b.all"] } } }],
    );
    const targets = valueAt(read, "t_a.x", "targets") as readonly Value[];
    expect(targets.map((value) => (isUnknown(value) ? value.references : value))).toEqual([
      [{ address: 't_b.all["a"]' }],
      [{ address: 't_b.all["b"]' }],
    ]);
  });

  it("is any of the copies, where there are fewer values", () => {
    const read = readPlan(
      [...copies, { address: "t_a.x", unknown: { targets: [true] } }],
      [ofCopies, { address: "t_a.x", expressions: { targets: { references: ["t_b.all"] } } }],
    );
    const [value] = valueAt(read, "t_a.x", "targets") as readonly Value[];
    expect(isUnknown(value) && value.references.map(({ address }) => address)).toEqual([
      't_b.all["a"]',
      't_b.all["b"]',
    ]);
  });

  it("is the copy of the same key for each.value, where for_each goes through the copies", () => {
    const read = readPlan(
      [...copies, { address: 't_a.x["b"]', key: "b", unknown: { target: true } }],
      [
        ofCopies,
        {
          address: "t_a.x",
          each: ["t_b.all"],
          expressions: { target: { references: ["each.value.id", "each.value"] } },
        },
      ],
    );
    expect(read.get('t_a.x["b"]')?.references.target).toEqual([{ address: 't_b.all["b"]', attribute: "id" }]);
  });

  it("may be any of the copies for each.value, where for_each goes through something made of them", () => {
    const read = readPlan(
      [...copies, { address: 't_a.x["c"]', key: "c", unknown: { target: true } }],
      [
        ofCopies,
        {
          address: "t_a.x",
          each: ["t_b.all"],
          expressions: { target: { references: ["each.value.id", "each.value"] } },
        },
      ],
    );
    const value = valueAt(read, 't_a.x["c"]', "target");
    expect(isUnknown(value) && value.references.map(({ address, maybe }) => [address, maybe])).toEqual([
      ['t_b.all["a"]', true],
      ['t_b.all["b"]', true],
    ]);
  });
});

describe("a policy document that is put together during the apply", () => {
  const document = (name: string, more: Partial<Part> = {}): Part => ({
    address: `data.aws_iam_policy_document.${name}`,
    values: { statement: [{ effect: "Deny", actions: ["s3:*"], resources: [null] }] },
    unknown: { json: true, statement: [{ resources: [true] }] },
    ...more,
  });

  it("is known but for what only the apply will tell", () => {
    const read = readPlan(
      [document("a"), { address: "t_a.x", unknown: { policy: true } }],
      [
        { address: "data.aws_iam_policy_document.a" },
        {
          address: "t_a.x",
          expressions: {
            policy: { references: ["data.aws_iam_policy_document.a.json", "data.aws_iam_policy_document.a"] },
          },
        },
      ],
    );
    const policy = valueAt(read, "t_a.x", "policy");
    expect(isUnknown(policy) && shown(policy.encoded ?? null)).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: ["s3:*"], Resource: ["unknown"] }],
    });
  });

  it("that is made of itself is unknown, and ends", () => {
    const circle = (name: string, other: string): readonly [Part, Block] => [
      document(name, { unknown: { json: true, source_policy_documents: [true] } }),
      {
        address: `data.aws_iam_policy_document.${name}`,
        expressions: {
          source_policy_documents: { references: [`data.aws_iam_policy_document.${other}.json`] },
        },
      },
    ];
    const [a, ofA] = circle("a", "b");
    const [b, ofB] = circle("b", "a");
    const read = readPlan(
      [a, b, { address: "t_a.x", unknown: { policy: true } }],
      [
        ofA,
        ofB,
        { address: "t_a.x", expressions: { policy: { references: ["data.aws_iam_policy_document.a.json"] } } },
      ],
    );
    const policy = valueAt(read, "t_a.x", "policy");
    const encoded = isUnknown(policy) ? policy.encoded : undefined;
    expect(isMap(encoded) && isUnknown(encoded.Statement)).toBe(true);
  });
});
