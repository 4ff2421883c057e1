/** Modules, variables and files: where values come from. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are in Terraform's language.
import { describe, expect, test } from "vitest";
import { addressesOf, readTexts, referencesAt, resourceOf, shown } from "./reading-for-tests.js";

describe("modules", () => {
  const files = {
    "main.tf": `
      module "shop" {
        source   = "./shop"
        for_each = { eu = 1, us = 2 }
        size     = each.value
        key      = aws_kms_key.k.arn
      }
      resource "aws_kms_key" "k" {}
      resource "a_b" "last" {
        v = module.shop["us"].db[1]
      }`,
    "shop/main.tf": `
      variable "size" { type = string }
      variable "key" {}
      module "db" {
        source = "../db"
        count  = 2
        name   = "\${var.size}-\${count.index}"
        key    = var.key
      }
      output "db" { value = module.db[*].id }`,
    "db/main.tf": `
      variable "name" {}
      variable "key" {}
      resource "aws_db_instance" "d" {
        identifier = var.name
        kms_key_id = var.key
      }
      output "id" { value = aws_db_instance.d.id }`,
  };

  test("are read through three levels, with count, for_each and outputs", () => {
    const inventory = readTexts(files);
    expect(addressesOf(inventory)).toEqual([
      "aws_kms_key.k",
      "a_b.last",
      'module.shop["eu"].module.db[0].aws_db_instance.d',
      'module.shop["eu"].module.db[1].aws_db_instance.d',
      'module.shop["us"].module.db[0].aws_db_instance.d',
      'module.shop["us"].module.db[1].aws_db_instance.d',
    ]);
    const last = resourceOf(inventory, 'module.shop["us"].module.db[1].aws_db_instance.d');
    expect(last.attributes.identifier).toBe("2-1");
    expect(referencesAt(last, "kms_key_id")).toEqual(["aws_kms_key.k.arn"]);
    expect(referencesAt(resourceOf(inventory, "a_b.last"), "v")).toEqual([`${last.address}.id`]);
  });

  test("of which it is not known how many there are have resources of which that is not known either", () => {
    const inventory = readTexts({
      "main.tf": 'variable "n" {}\nmodule "a" {\n  source = "./a"\n  count = var.n\n}',
      "a/main.tf": 'resource "a_b" "c" {}\nmodule "b" {\n  source = "../b"\n}',
      "b/main.tf": 'resource "a_b" "c" {\n  count = 2\n}',
    });
    expect(inventory.resources.map(({ address, number }) => [address, number])).toEqual([
      ["module.a.a_b.c", "unknown"],
      ["module.a.module.b.a_b.c[0]", "unknown"],
      ["module.a.module.b.a_b.c[1]", "unknown"],
    ]);
  });

  test("that call themselves are a problem, not a loop", () => {
    const { notRead, problems } = readTexts({
      "main.tf": 'module "a" {\n  source = "./a"\n}',
      "a/main.tf": 'module "b" {\n  source = "../b"\n}',
      "b/main.tf": 'module "a" {\n  source = "../a"\n}',
    });
    expect(notRead).toMatchObject([{ address: "module.a.module.b.module.a", because: "it calls itself" }]);
    expect(problems).toHaveLength(1);
  });

  test("of a registry are named as not read, or read where terraform init has put them", () => {
    const main = 'module "module" {\n  for_each = toset(["a.b"])\n  source   = "acme/vpc/aws"\n  version  = "1.2.0"\n}';
    expect(readTexts({ "main.tf": main }).notRead).toMatchObject([
      { address: 'module.module["a.b"]', what: "module acme/vpc/aws 1.2.0", line: 1 },
    ]);
    const installed = readTexts({
      "main.tf": main,
      ".terraform/modules/modules.json": '{"Modules":[{"Key":"module","Dir":".terraform/modules/module"}]}',
      ".terraform/modules/module/main.tf": 'resource "aws_vpc" "v" {}',
    });
    expect(installed.notRead).toEqual([]);
    expect(addressesOf(installed)).toEqual(['module.module["a.b"].aws_vpc.v']);
  });
});

describe("variables", () => {
  const valueIn = (text: string, more = {}, others = {}): unknown =>
    shown(
      resourceOf(readTexts({ "main.tf": `${text}\nresource "a_b" "c" {\n  v = var.x\n}`, ...others }, more), "a_b.c")
        .attributes.v,
    );

  test("have objects filled with the defaults of optional attributes, also inside of lists", () => {
    const type =
      'list(object({ name = string, size = optional(number, 1), tags = optional(map(string)), net = optional(object({ port = optional(string, "80") }), {}) }))';
    expect(valueIn(`variable "x" {\n  type = ${type}\n  default = [{ name = 5, extra = true }]\n}`)).toEqual([
      { name: "5", size: 1, tags: null, net: { port: "80" } },
    ]);
  });

  test("are converted to their type, sets in order and without repeats", () => {
    expect(valueIn('variable "x" {\n  type = set(string)\n  default = [2, 1, "2"]\n}')).toEqual(["1", "2"]);
    expect(valueIn('variable "x" {\n  type = list(string)\n  default = {}\n}')).toBe("?");
  });

  test("that are given null have it, unless they are not nullable", () => {
    expect(valueIn('variable "x" {\n  default = "d"\n}', {}, { "terraform.tfvars": "x = null" })).toBe(null);
    expect(
      valueIn('variable "x" {\n  default = "d"\n  nullable = false\n}', {}, { "terraform.tfvars": "x = null" }),
    ).toBe("d");
  });

  test("take the value of --var before --var-file, *.auto.tfvars, terraform.tfvars and the default", () => {
    const text = 'variable "x" {\n  type = string\n  default = "default"\n}';
    const all: [string, Record<string, string>, object][] = [
      ["default", {}, {}],
      ["tfvars", { "terraform.tfvars": 'x = "tfvars"' }, {}],
      ["json", { "terraform.tfvars": 'x = "tfvars"', "terraform.tfvars.json": '\uFEFF{"x": "json"}' }, {}],
      ["b", { "terraform.tfvars": 'x = "tfvars"', "a.auto.tfvars": 'x = "a"', "b.auto.tfvars": 'x = "b"' }, {}],
      ["file", { "b.auto.tfvars": 'x = "b"' }, { variableFiles: [{ path: "p.tfvars", text: 'x = "file"' }] }],
      ["var", {}, { variableFiles: [{ path: "p.tfvars", text: 'x = "file"' }], variables: { x: "var" } }],
    ];
    for (const [expected, others, more] of all) expect(valueIn(text, more, others)).toBe(expected);
  });

  test("of a list type read --var as an expression", () => {
    expect(valueIn('variable "x" {\n  type = list(number)\n}', { variables: { x: "[1, 2]" } })).toEqual([1, 2]);
  });
});

describe("files", () => {
  test("override files replace attributes and nested blocks, and .tofu stands before .tf", () => {
    const inventory = readTexts({
      "main.tf": 'resource "a_b" "c" {\n  x = 1\n  y = 1\n  z {\n    n = 1\n  }\n}',
      "main_override.tf": 'resource "a_b" "c" {\n  y = 2\n  z {\n    n = 2\n  }\n}',
      "other.tf": 'resource "d_e" "tf" {}',
      "other.tofu": 'resource "d_e" "tofu" {}',
    });
    expect(addressesOf(inventory)).toEqual(["a_b.c", "d_e.tofu"]);
    expect(shown(resourceOf(inventory, "a_b.c").attributes)).toEqual({ x: 1, y: 2, z: [{ n: 2 }] });
  });

  test("an override with a block of one type leaves the dynamic blocks of another", () => {
    const inventory = readTexts({
      "main.tf":
        'resource "a_b" "c" {\n  dynamic "in" {\n    for_each = [1]\n    content {\n      n = in.value\n    }\n  }\n  dynamic "out" {\n    for_each = [1]\n    content {\n      n = 1\n    }\n  }\n}',
      "override.tf": 'resource "a_b" "c" {\n  out {\n    n = 2\n  }\n}',
    });
    expect(shown(resourceOf(inventory, "a_b.c").attributes)).toEqual({ in: [{ n: 1 }], out: [{ n: 2 }] });
  });

  test("a data source and an ephemeral resource may have one name", () => {
    const inventory = readTexts({ "main.tf": 'data "a_b" "c" {}\nephemeral "a_b" "c" {}' });
    expect(inventory.problems).toEqual([]);
  });

  test("fileset() is a set, takes alternatives, and a pattern that is not understood makes it unknown", () => {
    const inventory = readTexts({
      "main.tf": `
        resource "a_b" "c" {
          for_each = fileset(path.module, "{*.json,*.y?ml}")
        }
        resource "a_b" "d" {
          keys  = [for key, value in fileset(path.module, "*.json") : key]
          class = fileset(path.module, "[")
        }`,
      "q.json": "{}",
      "r.yaml": "a: 1",
    });
    expect(addressesOf(inventory)).toEqual(['a_b.c["q.json"]', 'a_b.c["r.yaml"]', "a_b.d"]);
    expect(shown(resourceOf(inventory, "a_b.d").attributes)).toEqual({ keys: ["q.json"], class: "?" });
  });

  test("what is read of a file that is no text is not known, nor is a template that is not known", () => {
    const inventory = readTexts({
      "main.tf": `
        variable "t" {}
        resource "a_b" "c" {
          hash = filesha256("x.zip")
          text = try(templatestring(var.t, {}), "otherwise")
        }`,
      "x.zip": "PK\uFFFD",
    });
    expect(shown(resourceOf(inventory, "a_b.c").attributes)).toEqual({ hash: "?", text: "?" });
  });

  test("templatefile() reads through the tree, from the module's own folder", () => {
    const inventory = readTexts({
      "main.tf": 'module "m" {\n  source = "./m"\n}',
      "m/main.tf": `
        resource "a_b" "c" {
          v = templatefile("\${path.module}/t.tpl", { names = ["x", "y"] })
          w = file("missing.txt")
          s = fileset(path.module, "*.tpl")
        }`,
      "m/t.tpl": "%{ for n in names ~}\n<${n}>\n%{ endfor ~}\n",
    });
    expect(shown(resourceOf(inventory, "module.m.a_b.c").attributes)).toEqual({
      v: "<x>\n<y>\n",
      w: "?",
      s: ["t.tpl"],
    });
  });
});

test("JSON syntax has blocks as objects or lists of objects, maps as maps, and templates in its texts", () => {
  const inventory = readTexts({
    "main.tf.json": JSON.stringify({
      variable: { x: { type: "list(object({ n = number }))", default: [{ n: "1" }] }, y: { default: "${literal}" } },
      locals: { a: { b: "${var.x[0].n}" } },
      resource: {
        aws_s3_bucket: {
          b: {
            "//": "a comment",
            tags: { Name: "${local.a.b}", y: "${var.y}" },
            versioning: { enabled: true },
            rule: [{ id: 1 }, { id: 2, target: { key: "${aws_kms_key.k.arn}" } }],
            names: ["x"],
            lifecycle: { prevent_destroy: true },
            dynamic: { cors: { for_each: ["u", "v"], content: { n: "${cors.value}" } } },
          },
        },
        aws_kms_key: { k: [{ count: 1 }] },
      },
    }),
  });
  const bucket = resourceOf(inventory, "aws_s3_bucket.b");
  expect(shown(bucket.attributes)).toEqual({
    tags: { Name: 1, y: "${literal}" },
    versioning: [{ enabled: true }],
    rule: [{ id: 1 }, { id: 2, target: [{ key: "?" }] }],
    names: ["x"],
    cors: [{ n: "u" }, { n: "v" }],
  });
  expect(referencesAt(bucket, "rule.target.key")).toEqual(["aws_kms_key.k[0].arn"]);
});

describe("JSON syntax", () => {
  test("keeps blocks of one name, in objects and in lists, each on its line", () => {
    const inventory = readTexts({
      "main.tf.json": `[
        {"resource": {"a_b": {"one": {"x": 1}}},
         "resource": {"a_b": [{"two": {}}, {"two_more": [{}]}]}},
        {"module": [{"m": {"source": "./m", "n": "\${1 + 1}"}}],
         "provider": [{"aws": {}}, {"aws": [{"alias": "b"}]}]}
      ]`,
      "m/main.tf.json": '{"variable": {"n": {}}, "resource": {"a_b": {"c": {"v": "${var.n}"}}}}',
    });
    expect(inventory.problems).toEqual([]);
    expect(inventory.resources.map(({ address, line }) => [address, line])).toEqual([
      ["a_b.one", 2],
      ["a_b.two", 3],
      ["a_b.two_more", 3],
      ["module.m.a_b.c", 1],
    ]);
    expect(resourceOf(inventory, "module.m.a_b.c").attributes.v).toBe(2);
  });

  test("has expressions that do not parse, which are told and not known, and arguments that are set twice", () => {
    const inventory = readTexts({
      "main.tf.json": '{"resource": {"a_b": {"c": {\n"v": "${upper(}",\n"w": 1,\n"w": 2}}}}',
    });
    expect(shown(resourceOf(inventory, "a_b.c").attributes)).toEqual({ v: "?", w: 1 });
    expect(inventory.problems.map(({ line, message }) => [line, message.slice(0, 45)])).toEqual([
      [2, "The expression in this text does not parse. E"],
      [4, "The argument w is set already."],
    ]);
  });
});
