/** The blocks of Terraform and OpenTofu that say what exists, or only seem to. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are in Terraform's language.
import { describe, expect, test } from "vitest";
import { isUnknown } from "../../../model/value.js";
import { addressesOf, readTexts, resourceOf, shown } from "./reading-for-tests.js";

const messagesOf = (text: string): readonly string[] =>
  readTexts({ "main.tf": text }).problems.map(({ message, line }) => `${line}: ${message}`);

describe("what is no resource", () => {
  test("moved, import, removed, check and action blocks make nothing, and are no mistakes", () => {
    const inventory = readTexts({
      "main.tf": `
        terraform {
          encryption {
            method "aes_gcm" "m" {
              keys = key_provider.pbkdf2.k
            }
          }
        }
        provider "aws" {
          alias    = "by_region"
          for_each = toset(["eu-west-1"])
          region   = each.value
        }
        resource "aws_s3_bucket" "new" {
          provider = aws.by_region["eu-west-1"]
          lifecycle {
            action_trigger {
              events  = [after_create]
              actions = [action.aws_lambda_invoke.go]
            }
          }
        }
        moved {
          from = aws_s3_bucket.old
          to   = aws_s3_bucket.new
        }
        import {
          for_each = { a = "x" }
          to       = aws_s3_bucket.new
          id       = each.value
        }
        removed {
          from = aws_s3_bucket.gone
          lifecycle {
            destroy = false
          }
        }
        action "aws_lambda_invoke" "go" {
          config {
            function_name = "f"
          }
        }
        check "health" {
          data "http" "page" {
            url = "https://example.com"
          }
          assert {
            condition     = data.http.page.status_code == 200
            error_message = "down"
          }
        }`,
      "shop.tftest.hcl": 'run "a" {\n  module {\n    source = "./setup"\n  }\n}',
      "find.tfquery.hcl": 'list "aws_instance" "all" {}',
    });
    expect(inventory.problems).toEqual([]);
    expect(inventory.resources.map(({ address, mode }) => [address, mode])).toEqual([
      ["aws_s3_bucket.new", "managed"],
      ["data.http.page", "data"],
    ]);
  });

  test("an import without a resource block, and a block of what is removed, are told", () => {
    expect(messagesOf("import {\n  to = aws_vpc.main[0]\n  id = 1\n}")).toEqual([
      "2: aws_vpc.main is imported, but no resource block configures it: it is not among the answers.",
    ]);
    expect(messagesOf('removed {\n  from = a_b.c\n}\nresource "a_b" "c" {}')).toEqual([
      "2: a_b.c is said to be removed, but it is still declared: it counts.",
    ]);
    expect(
      messagesOf("import {\n  to = module.m.aws_vpc.main\n  id = 1\n}\nremoved {\n  from = module.gone\n}"),
    ).toEqual([]);
  });

  test("an ephemeral resource is looked up like a data source, under its own address", () => {
    const inventory = readTexts({
      "main.tf": `
        ephemeral "aws_secretsmanager_secret_version" "s" {
          secret_id = "x"
        }
        data "aws_secretsmanager_secret_version" "s" {}
        resource "aws_db_instance" "d" {
          password_wo = ephemeral.aws_secretsmanager_secret_version.s.secret_string
        }`,
    });
    expect(inventory.problems).toEqual([]);
    expect(inventory.resources.map(({ address, mode }) => [address, mode])).toEqual([
      ["ephemeral.aws_secretsmanager_secret_version.s", "data"],
      ["data.aws_secretsmanager_secret_version.s", "data"],
      ["aws_db_instance.d", "managed"],
    ]);
    expect(resourceOf(inventory, "aws_db_instance.d").references.password_wo?.[0]?.address).toBe(
      "ephemeral.aws_secretsmanager_secret_version.s",
    );
  });

  test("terraform_data gives out what it was given", () => {
    const inventory = readTexts({
      "main.tf":
        'resource "terraform_data" "t" {\n  input = { size = 3 }\n}\nresource "a_b" "c" {\n  v = terraform_data.t.output.size\n  w = terraform_data.t.triggers_replace\n}',
    });
    expect(shown(resourceOf(inventory, "a_b.c").attributes)).toEqual({ v: 3, w: "?" });
  });
});

test("functions of Terraform's own provider read variables; those of others are not known", () => {
  const inventory = readTexts({
    "main.tf": `
      resource "a_b" "c" {
        decoded = provider::terraform::decode_tfvars("a = 1\\nb = [true]")
        wrong   = try(provider::terraform::decode_tfvars("a {}"), "wrong")
        other   = provider::aws::arn_parse("arn:aws:s3:::x").region
      }`,
  });
  expect(shown(resourceOf(inventory, "a_b.c").attributes)).toEqual({
    decoded: { a: 1, b: [true] },
    wrong: "wrong",
    other: "?",
  });
});

describe("OpenTofu", () => {
  test("leaves out what is not enabled, and what hangs on an unknown is of unknown number", () => {
    const inventory = readTexts({
      "main.tf": `
        variable "maybe" {}
        resource "a_b" "off" {
          lifecycle {
            enabled = false
          }
        }
        resource "a_b" "on" {
          v = a_b.off == null
          lifecycle {
            enabled = true
          }
        }
        resource "a_b" "maybe" {
          lifecycle {
            enabled = var.maybe
          }
        }
        module "off" {
          source = "./m"
          lifecycle {
            enabled = false
          }
        }`,
      "m/main.tf": 'resource "a_b" "inner" {}',
    });
    expect(inventory.resources.map(({ address, number }) => [address, number])).toEqual([
      ["a_b.on", undefined],
      ["a_b.maybe", "unknown"],
    ]);
    expect(resourceOf(inventory, "a_b.on").attributes.v).toBe(true);
  });

  test("finds modules through variables and locals, and says where it cannot", () => {
    const files = (kind: string): Readonly<Record<string, string>> => ({
      "main.tf": `
        variable "kind" {
          ${kind}
        }
        locals {
          folder = "./modules/\${var.kind}"
          v      = "1.2.3"
        }
        module "m" {
          source = local.folder
        }
        module "far" {
          source  = "acme/far/aws"
          version = local.v
        }`,
      "modules/db/main.tf": 'resource "a_b" "c" {}',
    });
    const known = readTexts(files('default = "db"'));
    expect(addressesOf(known)).toEqual(["module.m.a_b.c"]);
    expect(known.notRead.map(({ what }) => what)).toEqual(["module acme/far/aws 1.2.3"]);
    expect(readTexts(files("")).notRead.map(({ address }) => address)).toEqual(["module.m", "module.far"]);
  });

  test("reads .tofu files and their overrides in the place of .tf files of the same name", () => {
    const inventory = readTexts({
      "a.tf": 'resource "a_b" "tf" {}',
      "a.tofu": 'resource "a_b" "tofu" {\n  v = 1\n}',
      "b.tf.json": '{"resource": {"a_b": {"tf_json": {}}}}',
      "b.tofu.json": '{"resource": {"a_b": {"tofu_json": {}}}}',
      "a_override.tofu": 'resource "a_b" "tofu" {\n  v = 2\n}',
    });
    expect(addressesOf(inventory)).toEqual(["a_b.tofu", "a_b.tofu_json"]);
    expect(resourceOf(inventory, "a_b.tofu").attributes.v).toBe(2);
  });
});

describe("a sensitive value", () => {
  const secret = "hunter2";

  test.each([
    ["a key of for_each", "for_each = toset([var.secret])"],
    ["a key of for_each through a module's variable", 'for_each = { (local.copy) = "x" }'],
    ["a key that is looked for", "v = { a = 1 }[var.secret]"],
    ["a key that is there twice", "v = { for x in [1, 2] : var.secret => x }"],
    ["an address", "v = cidrsubnet(var.secret, 8, 1)"],
    ["a number", "v = var.secret * 2"],
    ["an attribute", "v = var.secret.name"],
    ["what is looked up", "v = lookup({ a = 1 }, var.secret)"],
    ["a pattern", 'v = regex(var.secret, "x")'],
    ["a date", 'v = formatdate(var.secret, timeadd(var.secret, "1h"))'],
    ["a function's own", "v = jsondecode(var.secret)"],
    ["what is no list", "count = var.secret"],
  ])("appears in no message, address or reason as %s", (_, line) => {
    const inventory = readTexts(
      {
        "main.tf": `
          variable "secret" {
            sensitive = true
          }
          module "m" {
            source = "./m"
            secret = var.secret
          }`,
        "m/main.tf": `
          variable "secret" {}
          locals {
            copy = var.secret
          }
          resource "a_b" "c" {
            ${line}
          }`,
      },
      { variables: { secret } },
    );
    const [resource] = inventory.resources;
    const reasons = Object.values(resource?.attributes ?? {}).map((value) => (isUnknown(value) ? value.because : ""));
    const told = [
      resource?.address,
      ...reasons,
      ...inventory.problems.flatMap(({ message, excerpt }) => [message, excerpt]),
    ];
    expect(told.length).toBeGreaterThan(1);
    expect(told.join(" ")).not.toContain(secret);
  });

  test("that is a key of for_each is told; one that is said not to be sensitive is taken", () => {
    const read = (expression: string): readonly string[] => {
      const text = `variable "s" {\n  sensitive = true\n  default = ["a"]\n}\nresource "a_b" "c" {\n  for_each = ${expression}\n}`;
      const inventory = readTexts({ "main.tf": text });
      return [...addressesOf(inventory), ...inventory.problems.map(({ message }) => message)];
    };
    expect(read("toset(var.s)")).toEqual(["a_b.c", "for_each is sensitive: its keys would be shown as addresses."]);
    expect(read("toset(nonsensitive(var.s))")).toEqual(['a_b.c["a"]']);
    expect(read("{ a = var.s }")).toEqual(['a_b.c["a"]']);
  });
});
