/** Units of Terragrunt: which there are, where their modules lie, and what variables get. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are in Terragrunt's language.

import { createHash } from "node:crypto";
import type { ModuleFacts } from "@demarc/catalog/types";
import { describe, expect, test } from "vitest";
import type { Inventory } from "../../../model/inventory.js";
import type { KnownModules } from "../known/choose.js";
import { addressesOf, resourceOf, shown, treeOf } from "../module/reading-for-tests.js";
import { readTerragruntUnit } from "./read.js";
import { terragruntUnits } from "./units.js";

/** By folder, what each unit holds. The tree is a whole repository. */
function readUnits(
  files: Readonly<Record<string, string>>,
  modules?: KnownModules,
): Readonly<Record<string, Inventory>> {
  const around = { tree: treeOf(files), display: (path: string) => path, repositoryOf: () => "" };
  const paths = Object.keys(files).filter((path) => /(^|\/)terragrunt(\.stack)?\.hcl(\.json)?$/.test(path));
  const found = terragruntUnits(paths, around);
  return Object.fromEntries(
    found.units.map((unit) => [unit.folder, readTerragruntUnit({ unit, around: found.around, modules })]),
  );
}

/** The attribute `v` of `a_b.c`, which is `var.x`, in a unit `u` of this configuration. */
function inputAs(config: string, others: Readonly<Record<string, string>> = {}, type = "any"): unknown {
  const module = `variable "x" {\n  type = ${type}\n}\nresource "a_b" "c" {\n  v = var.x\n}`;
  const text = `terraform {\n  source = "../module"\n}\n${config}`;
  const units = readUnits({ "live/u/terragrunt.hcl": text, "live/module/main.tf": module, ...others });
  return shown(resourceOf(units["live/u"] as Inventory, "a_b.c").attributes.v);
}

describe("a unit", () => {
  const module = { "modules/app/main.tf": 'variable "n" {}\nresource "a_b" "c" {\n  name = var.n\n}' };

  test("reads the module at its source, with the inputs of what it includes below its own", () => {
    const units = readUnits({
      ...module,
      "root.hcl": 'locals {\n  env = basename(path_relative_to_include())\n}\ninputs = {\n  n = "${local.env}-root"\n}',
      "dev/terragrunt.hcl":
        'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\nterraform {\n  source = "${get_repo_root()}/modules//app"\n}',
      "prod/terragrunt.hcl":
        'include {\n  path = find_in_parent_folders("root.hcl")\n}\nterraform {\n  source = "../modules/app?ref=x"\n}\ninputs = {\n  n = "own"\n}',
    });
    expect(Object.entries(units).map(([folder, { resources }]) => [folder, resources[0]?.attributes.name])).toEqual([
      ["dev", "dev-root"],
      ["prod", "own"],
    ]);
  });

  test("is none where others include it, or where it has no module", () => {
    const units = readUnits({
      ...module,
      "terragrunt.hcl":
        'terraform {\n  source = "${get_parent_terragrunt_dir()}/modules/${path_relative_to_include()}"\n}',
      "app/terragrunt.hcl": "include {\n  path = find_in_parent_folders()\n}",
      "empty/terragrunt.hcl": 'dependencies {\n  paths = ["../app"]\n}',
    });
    expect(Object.keys(units)).toEqual(["app"]);
    expect(addressesOf(units.app as Inventory)).toEqual(["a_b.c"]);
  });

  test("without a source reads the files beside it; its own files and those it generates lie over a source", () => {
    const units = readUnits({
      ...module,
      "alone/terragrunt.hcl": "inputs = {}",
      "alone/main.tf": 'resource "a_b" "alone" {}',
      "over/terragrunt.hcl": `
        terraform {
          source = "../modules/app"
        }
        generate "more" {
          path      = "more.tf"
          if_exists = "overwrite"
          contents  = <<-EOF
            resource "a_b" "generated" {}
          EOF
        }
        generate "off" {
          path      = "off.tf"
          disable   = true
          if_exists = "skip"
          contents  = "resource \\"a_b\\" \\"off\\" {}"
        }`,
      "over/extra.tf": 'resource "a_b" "extra" {}',
      "over/terraform.tfvars": 'n = "from the unit"',
    });
    expect(addressesOf(units.alone as Inventory)).toEqual(["a_b.alone"]);
    const { resources } = units.over as Inventory;
    expect(resources.map(({ address, file }) => [address, file])).toEqual([
      ["a_b.extra", "over/extra.tf"],
      ["a_b.c", "modules/app/main.tf"],
      ["a_b.generated", "over/more.tf"],
    ]);
    expect(resources[1]?.attributes.name).toBe("from the unit");
  });

  test("with a source elsewhere, an excluded one, and a generated file that is not known are told as not read", () => {
    const units = readUnits({
      ...module,
      "registry/terragrunt.hcl": 'terraform {\n  source = "tfr:///terraform-aws-modules/vpc/aws?version=5.8.1"\n}',
      "git/terragrunt.hcl": 'terraform {\n  source = "git::https://example.com/modules.git//vpc?ref=v1"\n}',
      "run/terragrunt.hcl": 'terraform {\n  source = run_cmd("pick-a-module")\n}',
      "off/terragrunt.hcl":
        'terraform {\n  source = "../modules/app"\n}\nexclude {\n  if      = true\n  actions = ["all"]\n}',
      "made/terragrunt.hcl":
        'terraform {\n  source = "../modules/app"\n}\ngenerate "x" {\n  path = "x.tf"\n  contents = run_cmd("x")\n}\ngenerate "p" {\n  path = "p.tf"\n  contents = "provider \\"aws\\" {\\n  region = \\"${get_aws_account_id()}\\"\\n}"\n}',
    });
    const told = Object.entries(units).map(([folder, { notRead, resources }]) => [
      folder,
      notRead.map(({ what, because }) => `${what}: ${because}`),
      resources.length,
    ]);
    expect(told).toEqual([
      [
        "registry",
        ["module terraform-aws-modules/vpc/aws 5.8.1: it is not among these files: its content is unknown"],
        0,
      ],
      [
        "git",
        [
          "module git::https://example.com/modules.git//vpc?ref=v1: it is not among these files: its content is unknown",
        ],
        0,
      ],
      ["run", ["module: its source is not known: run_cmd() is not run"], 0],
      ["off", ["unit: its configuration excludes it from apply"], 0],
      ["made", ["generated file x: its content is not known: run_cmd() is not run"], 1],
    ]);
  });

  test("whose includes or own text cannot be read is a unit still, of which nothing is certain", () => {
    const units = readUnits({
      ...module,
      "lost/terragrunt.hcl":
        'include {\n  path = find_in_parent_folders("root.hcl", "none.hcl")\n}\nterraform {\n  source = "../modules/app"\n}',
      "broken/terragrunt.hcl": "terraform {\n  source = \n}",
    });
    expect(shown(units.lost?.resources[0]?.attributes.name)).toBe("?");
    expect(units.lost?.problems[0]).toMatchObject({ file: "lost/terragrunt.hcl", line: 1 });
    expect(units.broken?.notRead).toHaveLength(1);
    expect(units.broken?.problems[0]).toMatchObject({ file: "broken/terragrunt.hcl", line: 2 });
  });
});

test.each([
  ["git::git@github.com:acme/m.git//queue?ref=v2", "git::ssh://git@github.com/acme/m.git", "ref=v2", true],
  ["github.com/acme/m//queue?ref=v2", "git::https://github.com/acme/m.git", "ref=v2", true],
  ["git::https://example.com/m.git//queue?ref=v2", "git::https://example.com/m.git", "ref=v1", false],
  ["git::https://example.com/m.git//queue?ref=v2", "git::https://example.com/other.git", "ref=v2", false],
])(
  "a module at %s that Terragrunt has fetched is read if it is that of the source (%s, %s): %s",
  (source, name, query, isRead) => {
    const hash = (text: string): string => createHash("sha1").update(text).digest("base64url");
    const cache = `u/.terragrunt-cache/aaaa/${hash(name)}`;
    const units = readUnits({
      "u/terragrunt.hcl": `terraform {\n  source = "${source}"\n}`,
      [`${cache}/.terragrunt-source-version`]: hash(query),
      [`${cache}/queue/main.tf`]: 'resource "a_b" "fetched" {}',
    });
    expect(addressesOf(units.u as Inventory)).toEqual(isRead ? ["a_b.fetched"] : []);
    expect(units.u?.notRead).toHaveLength(isRead ? 0 : 1);
  },
);

test("a well-known module of a registry is told by the catalog, with the unit's inputs", () => {
  const facts: ModuleFacts = {
    module: "acme/queue/aws",
    versions: "~> 1.0",
    complete: true,
    source: { title: "", url: "", seen: "" },
    variables: { name: null },
    required: [],
    types: {},
    nonNullable: [],
    withoutEffect: [],
    untold: [],
    locals: {},
    calls: {},
    outputs: {},
    resources: { "aws_sqs_queue.this": { set: { name: "var.name" }, unset: "rest", untold: [] } },
  };
  const modules = { find: (name: string) => (name === facts.module ? [facts] : []), reads: () => "all" as const };
  const read = (inputs: string) =>
    readUnits(
      {
        "u/terragrunt.hcl": `terraform {\n  source = "tfr:///acme/queue/aws?version=1.2.0"\n}\ninputs = ${inputs}`,
        "u/own.tf": 'resource "a_b" "own" {}',
      },
      modules,
    ).u as Inventory;
  const known = read('{ name = "orders" }');
  expect(known.resources.map(({ address, attributes }) => [address, attributes.name])).toEqual([
    ["a_b.own", undefined],
    ["aws_sqs_queue.this", "orders"],
  ]);
  expect(known.notRead).toEqual([]);
  const doubtful = read('merge({ name = "orders" }, jsondecode(run_cmd("inputs")))');
  expect(addressesOf(doubtful)).toEqual(["a_b.own"]);
  expect(doubtful.notRead.map(({ what, because }) => `${what}: ${because}`)).toEqual([
    "module acme/queue/aws 1.2.0: what it is given is not known: run_cmd() is not run",
  ]);
});

describe("an input", () => {
  test.each([
    ["a default of the environment", 'get_env("SIZE", "small")', "small"],
    ["a variable of the environment without one", 'get_env("SIZE")', "?"],
    ["an output of another unit, whatever its mock", "dependency.net.outputs.id", "?"],
    ["what a program would print", 'run_cmd("whoami")', "?"],
    ["an absolute path", "get_terragrunt_dir()", "?"],
    ["the name of a folder", "basename(get_terragrunt_dir())", "u"],
    ["a part of a path counted from its end", 'reverse(split("/", get_terragrunt_dir()))[1]', "live"],
    ["a part of a path counted from the front", 'split("/", get_terragrunt_dir())[2]', "?"],
    ["the path from the repository", "get_path_from_repo_root()", "live/u"],
    ["a file that is not there, with a fallback", 'try(yamldecode(file("none.yaml")), "none")', "none"],
    ["a file that may be encrypted", 'try(sops_decrypt_file("s.yaml"), "plain")', "?"],
    ["the default of a flag", "feature.size.value", "xl"],
    ["a local of another configuration", 'read_terragrunt_config("../env.hcl").locals.env', "stage"],
    ["what that does not say", 'try(read_terragrunt_config("../env.hcl").locals.none, "none")', "none"],
    ["a configuration that is not there, with a fallback", 'read_terragrunt_config("none.hcl", { a = 1 })', { a: 1 }],
  ])("is %s", (_, expression, expected) => {
    const config = `
      dependency "net" {
        config_path  = "../net"
        mock_outputs = { id = "mock" }
      }
      feature "size" {
        default = "xl"
      }
      inputs = {
        x = ${expression}
      }`;
    expect(inputAs(config, { "live/env.hcl": 'locals {\n  env = "stage"\n}' })).toEqual(expected);
  });

  test("is merged as each include says, the later over the earlier", () => {
    const others = {
      "one.hcl": "inputs = {\n  x = { a = 1, list = [1], deep = { p = 1 } }\n}",
      "two.hcl": "inputs = {\n  x = { b = 2, list = [2], deep = { q = 2 } }\n}",
    };
    const include = (label: string, strategy: string): string =>
      `include "${label}" {\n  path = find_in_parent_folders("${label}.hcl")\n  merge_strategy = "${strategy}"\n}\n`;
    const both = (one: string, two: string): unknown => inputAs(include("one", one) + include("two", two), others);
    expect(both("shallow", "shallow")).toEqual({ b: 2, list: [2], deep: { q: 2 } });
    expect(both("deep", "deep")).toEqual({ a: 1, b: 2, list: [1, 2], deep: { p: 1, q: 2 } });
    expect(both("deep", "no_merge")).toEqual({ a: 1, list: [1], deep: { p: 1 } });
  });

  test("can draw on what an include exposes, and on nothing that it does not", () => {
    const others = { "root.hcl": 'locals {\n  name = "root"\n}' };
    const config = (isExposed: boolean): string =>
      `include "root" {\n  path = "../../root.hcl"\n  expose = ${isExposed}\n}\ninputs = {\n  x = include.root.locals.name\n}`;
    expect(inputAs(config(true), others)).toBe("root");
    expect(inputAs(config(false), others)).toBe("?");
  });

  test("that is a list reaches a variable without a type as a text of JSON, as the environment gives it", () => {
    const module = { "live/module/main.tf": 'variable "x" {}\nresource "a_b" "c" {\n  v = var.x\n}' };
    expect(inputAs("inputs = {\n  x = [1, true]\n}", module)).toBe("[1,true]");
    expect(inputAs('inputs = {\n  x = "2"\n}', {}, "number")).toBe(2);
  });

  test("gives way to the files of variables that extra_arguments name, in their order", () => {
    const config = (files: string): string => `
      terraform {
        source = "../module"
        extra_arguments "vars" {
          commands           = get_terraform_commands_that_need_vars()
          required_var_files = [${files}]
        }
      }
      inputs = {
        x = "input"
      }`;
    const read = (files: string): unknown =>
      shown(
        readUnits({
          "u/terragrunt.hcl": config(files),
          "module/main.tf": 'variable "x" {}\nresource "a_b" "c" {\n  v = var.x\n}',
          "common.tfvars": 'x = "common"',
        }).u?.resources[0]?.attributes.v,
      );
    expect(read("")).toBe("input");
    expect(read('"${get_terragrunt_dir()}/../common.tfvars"')).toBe("common");
    expect(read('"${get_env("X")}.tfvars"')).toBe("?");
  });
});

test("a stack makes units of folders, also through other stacks, with the values that it gives", () => {
  const units = readUnits({
    "live/terragrunt.stack.hcl": `
      locals {
        size = "xl"
      }
      unit "db" {
        source = "../units/db"
        path   = "data/db"
        values = { size = local.size }
      }
      stack "more" {
        source = "../stacks/more"
        path   = "more"
        values = { size = "s" }
      }
      unit "far" {
        source = "git::https://example.com/units.git//far"
        path   = "far"
      }`,
    "stacks/more/terragrunt.stack.hcl":
      'unit "db" {\n  source = "${get_repo_root()}/units/db"\n  path = "db"\n  values = { size = values.size }\n}',
    "units/db/terragrunt.hcl":
      'terraform {\n  source = "${get_repo_root()}/modules/db"\n}\ninputs = {\n  size = values.size\n  at = get_path_from_repo_root()\n}',
    "modules/db/main.tf":
      'variable "size" {}\nvariable "at" {}\nresource "a_b" "c" {\n  size = var.size\n  at = var.at\n}',
  });
  const found = Object.entries(units).map(([folder, { resources, notRead }]) => [
    folder,
    shown(resources[0]?.attributes ?? null),
    notRead.map(({ what }) => what),
  ]);
  expect(found).toEqual([
    ["live/.terragrunt-stack/data/db", { size: "xl", at: "live/.terragrunt-stack/data/db" }, []],
    [
      "live/.terragrunt-stack/more/.terragrunt-stack/db",
      { size: "s", at: "live/.terragrunt-stack/more/.terragrunt-stack/db" },
      [],
    ],
    ["live/.terragrunt-stack/far", null, ["unit git::https://example.com/units.git//far"]],
  ]);
});

test("configurations that read each other come to an end", () => {
  const units = readUnits({
    "a/terragrunt.hcl":
      'locals {\n  b = read_terragrunt_config("../b/terragrunt.hcl")\n}\ninputs = {\n  x = local.b.locals.a\n}',
    "a/main.tf": 'variable "x" {}\nresource "a_b" "c" {\n  v = var.x\n}',
    "b/terragrunt.hcl": 'locals {\n  a = read_terragrunt_config("../a/terragrunt.hcl").inputs.x\n}',
    "b/main.tf": "",
  });
  expect(shown(units.a?.resources[0]?.attributes.v)).toBe("?");
});

test("configurations that read each other over and over, and stacks in stacks, are bounded", () => {
  const chain = Object.fromEntries(
    Array.from({ length: 22 }, (_, at) => [
      `c${at}.hcl`,
      `locals {\n  a = read_terragrunt_config("c${at + 1}.hcl").locals.a\n  b = read_terragrunt_config("c${at + 1}.hcl").locals.b\n}`,
    ]),
  );
  const twice = (next: string): string =>
    ["p", "q"].map((name) => `stack "${name}" {\n  source = "${next}"\n  path = "${name}"\n}`).join("\n");
  const stacks = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [`s${at}/terragrunt.stack.hcl`, twice(`\${get_repo_root()}/s${at + 1}`)]),
  );
  const circle = {
    "x/terragrunt.stack.hcl": twice("../y/.terragrunt-stack/p"),
    "y/terragrunt.stack.hcl": twice("../x/.terragrunt-stack/p"),
  };
  const units = readUnits({
    ...chain,
    ...stacks,
    ...circle,
    "c22.hcl": 'locals {\n  a = "end"\n  b = 1\n}',
    "u/terragrunt.hcl": 'inputs = {\n  x = read_terragrunt_config("../c0.hcl").locals.a\n}',
    "u/main.tf": 'variable "x" {}\nresource "a_b" "c" {\n  v = var.x\n}',
  });
  expect(units.u?.resources[0]?.attributes.v).toBe("end");
  const reasons = Object.values(units).flatMap(({ notRead }) => notRead.map(({ because }) => because));
  expect(reasons).toContain("there are more than 10000 units and stacks in it");
}, 30_000);

test("a configuration in JSON is read like any other", () => {
  const units = readUnits({
    "u/terragrunt.hcl.json": JSON.stringify({
      terraform: { source: "${get_terragrunt_dir()}/../module" },
      locals: { name: "json" },
      inputs: { x: "${local.name}" },
    }),
    "module/main.tf": 'variable "x" {}\nresource "a_b" "c" {\n  v = var.x\n}',
  });
  expect(units.u?.resources[0]?.attributes.v).toBe("json");
});
