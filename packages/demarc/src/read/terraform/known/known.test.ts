/** Calls of modules whose code is not here, told by the catalog. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are in Terraform's language.
import type { ModuleFacts } from "@demarc/catalog/types";
import { describe, expect, test } from "vitest";
import type { Inventory } from "../../../model/inventory.js";
import { addressesOf, readTexts, referencesAt, resourceOf, shown } from "../module/reading-for-tests.js";
import type { KnownModules } from "./choose.js";

const nothing: ModuleFacts = {
  module: "acme/store/aws",
  versions: ">= 2.0, < 4.0",
  source: { title: "acme/store", url: "https://registry.terraform.io/modules/acme/store/aws", seen: "2026-11-24" },
  complete: true,
  variables: {},
  required: [],
  types: {},
  nonNullable: [],
  withoutEffect: ["*tags", "unique-seed"],
  untold: [],
  locals: {},
  resources: {},
  calls: {},
  outputs: {},
};

const store: ModuleFacts = {
  ...nothing,
  variables: { create: true, names: ["a"], key: null, rules: [], settings: null },
  types: { settings: "object({ level = optional(number, 3), mode = optional(string) })" },
  nonNullable: ["names"],
  locals: { names: 'var.create ? concat(["first"], var.names) : []' },
  resources: {
    "aws_s3_bucket.this": {
      forEach: "toset(local.names)",
      set: {
        bucket: '"store-${each.key}"',
        tags: "merge({ Name = untold }, { Level = try(var.settings.level, null) })",
      },
      unset: "rest",
      untold: ["acl"],
    },
    "aws_s3_bucket_policy.this": {
      count: "(var.key != null) ? 1 : 0",
      set: {
        bucket: 'aws_s3_bucket.this["first"].id',
        rule: [{ "for-each": "var.rules", content: { port: "rule.value", inner: [{ key: "rule.key" }] } }, { port: 1 }],
      },
      unset: ["policy"],
      untold: [],
    },
  },
  calls: { inner: { source: "//modules/inner", inputs: { key: "var.key" } } },
  outputs: { arns: "[for bucket in aws_s3_bucket.this : bucket.arn]", inner: "module.inner.arn" },
};

const inner: ModuleFacts = {
  ...nothing,
  module: "acme/store/aws//modules/inner",
  required: ["key"],
  resources: { "aws_sns_topic.this": { set: { kms_master_key_id: "var.key" }, unset: "rest", untold: [] } },
  outputs: { arn: "aws_sns_topic.this.arn" },
};

const old: ModuleFacts = {
  ...nothing,
  versions: ">= 1.0, < 2.0",
  complete: false,
  resources: { "aws_s3_bucket.old": { set: {}, unset: [], untold: [] } },
};

const modules: KnownModules = {
  find: (module) => [store, inner, old].filter((facts) => facts.module === module),
  reads: () =>
    new Map([
      ["acl", "value"],
      ["policy", "value"],
      ["bucket", "value"],
      ["grant", "blocks"],
    ]),
};

function read(text: string, others: Readonly<Record<string, string>> = {}): Inventory {
  return readTexts({ "main.tf": text, ...others }, { modules });
}

const call = (lines: string): string => `module "m" {\n  source = "acme/store/aws"\n${lines}\n}`;

describe("a known module", () => {
  test("creates what its file says, at the real addresses and at the call's place", () => {
    const inventory = read(`\n${call('  names = ["x"]\n  key   = aws_kms_key.k.arn')}\nresource "aws_kms_key" "k" {}`);
    expect(addressesOf(inventory)).toEqual([
      "aws_kms_key.k",
      'module.m.aws_s3_bucket.this["first"]',
      'module.m.aws_s3_bucket.this["x"]',
      "module.m.aws_s3_bucket_policy.this[0]",
      "module.m.module.inner.aws_sns_topic.this",
    ]);
    expect(inventory.notRead).toEqual([]);
    const bucket = resourceOf(inventory, 'module.m.aws_s3_bucket.this["x"]');
    expect(bucket).toMatchObject({ file: "main.tf", line: 2 });
    expect(bucket.via).toEqual({
      module: "acme/store/aws",
      versions: ">= 2.0, < 4.0",
      isAssumed: true,
      source: nothing.source,
    });
    const topic = resourceOf(inventory, "module.m.module.inner.aws_sns_topic.this");
    expect(referencesAt(topic, "kms_master_key_id")).toEqual(["aws_kms_key.k.arn"]);
    expect(topic.via?.module).toBe("acme/store/aws//modules/inner");
  });

  test("with count or for_each on the call is there as often, and its outputs point to its resources", () => {
    const inventory = read(
      `module "m" {\n  source = "acme/store/aws"\n  for_each = { eu = null, us = "k" }\n  key = each.value\n}\n` +
        'resource "a_b" "c" {\n  arns = module.m["us"].arns\n  inner = module.m["eu"].inner\n  more = module.m["eu"].more\n}',
    );
    expect(addressesOf(inventory).filter((address) => address.includes("policy"))).toEqual([
      'module.m["us"].aws_s3_bucket_policy.this[0]',
    ]);
    const user = resourceOf(inventory, "a_b.c");
    expect(referencesAt(user, "arns")).toEqual([
      'module.m["us"].aws_s3_bucket.this["a"].arn',
      'module.m["us"].aws_s3_bucket.this["first"].arn',
    ]);
    expect(referencesAt(user, "inner")).toEqual(['module.m["eu"].module.inner.aws_sns_topic.this.arn']);
    expect(shown(user.attributes.more)).toBe("?");
    expect(referencesAt(user, "more")).toEqual(['module.m["eu"]']);
  });

  test("has what the file does not speak of as unknown, and what it denies as not set", () => {
    const inventory = read(call('  key = "k"\n  rules = [8, 9]\n  settings = {}'));
    expect(shown(resourceOf(inventory, 'module.m.aws_s3_bucket.this["a"]').attributes)).toEqual({
      bucket: "store-a",
      acl: "?",
      tags: { Name: "?", Level: 3 },
    });
    const policy = resourceOf(inventory, "module.m.aws_s3_bucket_policy.this[0]");
    expect(shown(policy.attributes)).toEqual({
      bucket: "?",
      acl: "?",
      grant: "?",
      rule: [{ port: 8, inner: [{ key: 0 }] }, { port: 9, inner: [{ key: 1 }] }, { port: 1 }],
    });
    expect(policy.attributes.grant).toMatchObject({
      because: "the catalog's file of the module acme/store/aws does not tell it",
    });
  });

  test("has a resource of which it is not known whether it is there, where an input is not", () => {
    const inventory = read(`variable "k" {}\n${call("  key   = var.k\n  names = null")}`);
    expect(resourceOf(inventory, "module.m.aws_s3_bucket_policy.this").number).toBe("unknown");
    expect(addressesOf(inventory)).toContain('module.m.aws_s3_bucket.this["a"]');
    const maybe = read(`variable "n" {}\n${call("  count = var.n")}`);
    expect(resourceOf(maybe, 'module.m.aws_s3_bucket.this["a"]').number).toBe("unknown");
  });

  test("points with the line of an attribute to the input that it is made of", () => {
    const lines = resourceOf(read(call('  key = "k"\n  rules = [8]')), "module.m.aws_s3_bucket_policy.this[0]").lines;
    expect(lines).toEqual({ rule: 4 });
  });

  test("is read in part where the call gives an input that the file does not know, or the file says so", () => {
    const newer = read(call("  frobnicate = true\n  own_tags = {}\n  own-tags = {}\n  unique-seed = 1\n  names = []"));
    expect(newer.notRead).toMatchObject([
      { address: "module.m", isPartly: true, because: "the catalog's file of it does not know its input frobnicate" },
    ]);
    expect(resourceOf(newer, 'module.m.aws_s3_bucket.this["first"]').via?.isPartly).toBe(true);
    expect(read(call('  version = "1.5.0"')).notRead).toMatchObject([{ address: "module.m", isPartly: true }]);
  });

  test("tells a mistake in an input at the call", () => {
    const { problems } = read(`\n${call("  key = 1\n  names = 7")}`);
    expect(problems).toEqual([]);
    const many = read(`module "m" {\n  source = "acme/store/aws"\n  count = "many"\n}`);
    expect(many.problems).toMatchObject([{ file: "main.tf", line: 3 }]);
  });
});

describe("which file speaks", () => {
  const chosen = (lines: string, source = "acme/store/aws"): unknown => {
    const { resources, notRead } = read(`module "m" {\n  source = "${source}"\n${lines}\n}`);
    return resources[0]?.via?.versions ?? notRead[0]?.because;
  };

  test.each([
    ['  version = "~> 1.2"', ">= 1.0, < 2.0"],
    ['  version = "3.9.9"', ">= 2.0, < 4.0"],
    ['  version = ">= 1.0"', ">= 2.0, < 4.0"],
    ['  version = ">= 1.0, < 2.5"', ">= 2.0, < 4.0"],
    ['  version = "4.0.0"', "the catalog knows its versions >= 2.0, < 4.0 and >= 1.0, < 2.0, not 4.0.0"],
    ['  version = "newest"', 'its version "newest" is no version constraint'],
    ["  version = var.v", "its version is not a plain text"],
  ])("is told by the version: %s", (lines, expected) => {
    expect(chosen(lines)).toBe(expected);
  });

  test("is told by the tag of a repository, and not by a branch", () => {
    expect(chosen("", "git::https://github.com/acme/terraform-aws-store.git?ref=v1.4.0")).toBe(">= 1.0, < 2.0");
    expect(chosen("", "github.com/acme/terraform-aws-store?ref=main")).toBe(
      'its ref "main" does not say which version it is',
    );
  });

  test("is none for a submodule that has no file, and for another module", () => {
    expect(chosen("", "acme/store/aws//modules/other")).toBe("the catalog has no file of this submodule");
    expect(chosen("", "acme/other/aws")).toBe("it is not among these files: its content is unknown");
    expect(chosen("", "app.terraform.io/acme/store/aws")).toBe("it is not among these files: its content is unknown");
  });

  const manifest = (dir: string): Readonly<Record<string, string>> => ({
    ".terraform/modules/modules.json": `{"Modules":[{"Key":"m","Version":"1.3.0","Dir":"${dir}"}]}`,
  });

  test("is none where the module's own code is here", () => {
    const files = { ...manifest(".terraform/modules/m"), ".terraform/modules/m/main.tf": 'resource "a_b" "real" {}' };
    expect(addressesOf(read(call(""), files))).toEqual(["module.m.a_b.real"]);
  });

  test("is told by the version that terraform init has chosen, where only its list is here", () => {
    const { resources, problems } = read(call('  version = ">= 1.0"'), manifest(".terraform/modules/m"));
    expect(problems).toEqual([]);
    expect(resources[0]).toMatchObject({ address: "module.m.aws_s3_bucket.old", via: { asked: "1.3.0" } });
  });
});

test("modules of the catalog that call each other in a circle come to an end", () => {
  const circle: ModuleFacts = { ...nothing, calls: { again: { source: "acme/store/aws", inputs: {} } } };
  const { notRead } = readTexts({ "main.tf": call("") }, { modules: { find: () => [circle], reads: () => new Map() } });
  expect(notRead).toHaveLength(1);
});
