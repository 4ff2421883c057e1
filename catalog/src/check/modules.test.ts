/** The rules on files of modules: each finds what it is for, and nothing in a sound file. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are in Terraform's language.
import { describe, expect, test } from "vitest";
import type { ModuleFile } from "../compile-module.js";
import { type ModuleContext, moduleRules, untoldAttributes } from "./modules.js";

const path = "modules/acme/store.yaml";

const sound: ModuleFile = {
  module: "acme/store/aws",
  versions: ">= 1.0, < 3.0",
  source: { title: "store", url: "https://registry.terraform.io/modules/acme/store/aws/latest", seen: "2026-11-24" },
  variables: { names: [], key: null },
  required: ["size"],
  types: { names: "set(string)" },
  "without-effect": ["*_tags"],
  locals: { big: "var.size > 10" },
  resources: {
    "aws_s3_bucket.this": {
      "for-each": "var.names",
      set: { bucket: "each.key", rule: [{ "for-each": "[1]", iterator: "item", content: { x: "item.value" } }] },
      unset: ["acl"],
      untold: ["policy"],
    },
    "aws_sns_topic.this": {
      when: "local.big",
      set: { key: '[for key, name in var.names : "${key}${name}${var.key}"]', other: "untold" },
      unset: "rest",
    },
    "data.aws_region.here": null,
  },
  modules: { inner: { source: "acme/inner/aws", inputs: { size: "var.size" } } },
  outputs: { arn: "try(aws_sns_topic.this[0].arn, data.aws_region.here.name, module.inner.arn)" },
  examples: [],
};

function faults(change: Partial<ModuleFile>, at = path, others: Readonly<Record<string, ModuleFile>> = {}): string[] {
  const file = { ...sound, ...change };
  const context: ModuleContext = {
    files: new Map([...Object.entries(others), [at, file]]),
    known: () => new Set(["aws_s3_bucket", "aws_sns_topic"]),
    reads: () => new Map(),
  };
  return moduleRules.flatMap((rule) => rule.check(file, at, context).map((text) => `[${rule.name}] ${text}`));
}

test("a sound file has no faults", () => {
  expect(faults({})).toEqual([]);
});

const resource = (set: Record<string, string>, more = {}): Partial<ModuleFile> => ({
  resources: { ...sound.resources, "aws_s3_bucket.more": { set, ...more } },
});

describe("what is wrong is found:", () => {
  test.each<[string, Partial<ModuleFile>, RegExp]>([
    ["a module in the folder of another", { module: "other/store/aws" }, /module-path.*modules\/other\/store\.yaml/],
    ["a source elsewhere", { source: { ...sound.source, url: "https://blog.example/store" } }, /module-source/],
    [
      "a source of another module",
      { source: { ...sound.source, url: "https://github.com/acme/terraform-aws-x" } },
      /module-source/,
    ],
    ["versions that are none", { versions: "5.x" }, /5\.x is no version constraint/],
    ["versions without an end", { versions: ">= 1.0" }, /has no end/],
    ["a type that is none", { resources: { ...sound.resources, "aws_s3_buket.x": null } }, /no type aws_s3_buket/],
    [
      "a provider without a list",
      { resources: { ...sound.resources, "acme_x.x": null } },
      /acme_x\.x: demarc has no list/,
    ],
    [
      "an expression that does not parse",
      resource({ bucket: "var.key ? 1 :" }),
      /aws_s3_bucket\.more: bucket: .*In: var\.key \? 1 :/,
    ],
    ["an input that is not there", resource({ bucket: "var.nope" }), /var\.nope is not among the variables/],
    ["a local that is not there", resource({ bucket: "local.nope" }), /local\.nope is not among the locals/],
    [
      "a resource that is not there",
      resource({ bucket: "aws_s3_bucket.nope.id" }),
      /nothing called aws_s3_bucket\.nope/,
    ],
    [
      "a data source that is not there",
      resource({ bucket: "data.aws_region.x.id" }),
      /data\.aws_region\.x is not among/,
    ],
    ["a module that is not there", resource({ bucket: "module.nope.id" }), /module\.nope is not among the modules/],
    ["each without for-each", resource({ bucket: "each.key" }), /each is used outside/],
    ["count in itself", resource({}, { count: "count.index" }), /count is used outside/],
    ["an iterator outside of its block", resource({ bucket: "item.value" }), /nothing called item\.value/],
    ["an input that nothing uses", { variables: { ...sound.variables, spare: 1 } }, /the input spare is used nowhere/],
    ["a local that nothing uses", { locals: { ...sound.locals, spare: "1" } }, /local\.spare is used nowhere/],
    ["an input in two lists", { required: ["size", "key"] }, /key has a default and is said to be required/],
    ["an input said to be without effect", { "without-effect": ["key"] }, /key is used, and said to be without effect/],
    ["a type of no input", { types: { nope: "string" } }, /the input nope is not among the variables/],
    ["a pattern over another", { "without-effect": ["*_tags", "own_tags"] }, /\*_tags already says some of the others/],
    [
      "an attribute set and unset",
      resource({ acl: '"x"' }, { unset: ["acl"] }),
      /aws_s3_bucket\.more: acl stands in two/,
    ],
    [
      "a call of itself",
      { modules: { inner: { source: "acme/store/aws", inputs: { size: "var.size" } } } },
      /calls itself/,
    ],
  ])("%s", (_, change, expected) => {
    const found = faults(change);
    expect(found.length, found.join("\n")).toBeGreaterThan(0);
    expect(found.join("\n")).toMatch(expected);
  });

  test("a circle through another module, and two files for one version", () => {
    const inner: ModuleFile = {
      ...sound,
      module: "acme/inner/aws",
      modules: { back: { source: "acme/store/aws", inputs: {} } },
    };
    expect(faults({}, path, { "modules/acme/inner.yaml": inner }).join()).toMatch(/calls itself/);
    const other = { ...sound, versions: ">= 2.5, < 4.0" };
    expect(faults({}, path, { "modules/acme/store-2.yaml": other }).join()).toMatch(
      /store-2\.yaml speaks of some of them/,
    );
    const later = { ...sound, versions: ">= 3.0, < 4.0" };
    expect(faults({}, path, { "modules/acme/store-2.yaml": later })).toEqual([]);
  });
});

test("what is asked for and not told is counted", () => {
  const reads = (): ReadonlyMap<string, "value"> =>
    new Map(["bucket", "acl", "policy", "grant"].map((name) => [name, "value"]));
  expect(untoldAttributes(sound, reads)).toEqual(["aws_s3_bucket.this.grant"]);
});
