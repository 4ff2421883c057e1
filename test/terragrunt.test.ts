/** What there is to read in a folder beside root modules, through the built command line. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are in Terragrunt's language.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { demarc, folderWith } from "./run-cli.js";

interface Result {
  readonly components: readonly { readonly address: string; readonly file: string }[];
  readonly notRead: readonly { readonly address: string; readonly what: string }[];
}

function scanned(path: string, ...options: readonly string[]): Result {
  return JSON.parse(demarc(["scan", path, "--format", "json", ...options]).stdout) as Result;
}

const addresses = (result: Result): readonly string[] => result.components.map(({ address }) => address);
const queue = 'variable "name" {}\nresource "aws_sqs_queue" "q" {\n  name = var.name\n}\n';

describe("Terragrunt", () => {
  const folder = folderWith({
    "root.hcl": "inputs = {\n  name = basename(get_terragrunt_dir())\n}\n",
    "live/dev/terragrunt.hcl":
      'include {\n  path = find_in_parent_folders("root.hcl")\n}\nterraform {\n  source = "${get_repo_root()}/modules/queue"\n}\n',
    "live/prod/terragrunt.hcl": 'terraform {\n  source = "tfr:///acme/queue/aws?version=1.0.0"\n}\n',
    "modules/queue/main.tf": queue,
    "plain/main.tf": queue,
  });
  mkdirSync(join(folder, ".git"));

  test("units are read beside root modules, and the module of a unit is none of these", () => {
    const result = scanned(folder);
    expect(addresses(result)).toEqual(["live/dev//aws_sqs_queue.q", "plain//aws_sqs_queue.q"]);
    expect(result.components[0]?.file).toMatch(/modules\/queue\/main\.tf$/);
    expect(result.notRead.map(({ address, what }) => [address, what])).toEqual([
      ["live/prod//terragrunt", "module acme/queue/aws 1.0.0"],
    ]);
  });

  test("a folder below, or a terragrunt.hcl by its name, is read with what lies above it", () => {
    expect(addresses(scanned(join(folder, "live")))).toEqual(["dev//aws_sqs_queue.q"]);
    expect(addresses(scanned(join(folder, "live/dev/terragrunt.hcl")))).toEqual(["aws_sqs_queue.q"]);
  });

  test("what an include leaves open is told, with exit code 2", () => {
    const lost = folderWith({ "terragrunt.hcl": 'include {\n  path = "none.hcl"\n}\n', "main.tf": queue });
    const result = demarc(["scan", lost]);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain("terragrunt.hcl:1:1: What this file includes cannot be read");
  });
});

test("stacks are told as not read, and modules that only tests run are no root modules", () => {
  const folder = folderWith({
    "main.tf": queue,
    "queue.tftest.hcl": 'run "setup" {\n  module {\n    source = "./tests/setup"\n  }\n}\n',
    "tests/setup/main.tf": 'resource "aws_sqs_queue" "setup" {}\n',
    "stack/app.tfcomponent.hcl": 'component "app" {\n  source = "./app"\n}\n',
    "stack/prod.tfdeploy.hcl": 'deployment "prod" {\n  inputs = {}\n}\n',
  });
  const result = scanned(folder);
  expect(addresses(result)).toEqual(["aws_sqs_queue.q"]);
  expect(result.notRead.map(({ address, what }) => [address, what])).toEqual([
    ["stack//component.app", "component ./app"],
  ]);
});

describe("a secret", () => {
  const secret = "hunter2-the-secret";
  const files = {
    "main.tf": `variable "pw" {\n  sensitive = true\n}\nresource "aws_db_instance" "d" {\n  password = var.pw\n  engine   = var.pw\n}\n
module "m" {\n  source = "git::https://me:${secret}@example.com/m.git"\n}\n`,
  };

  test.each([
    ["scan", "FOLDER"],
    ["scan", "FOLDER", "--format", "json"],
    ["scan", "FOLDER", "--format", "csv"],
    ["scan", "FOLDER", "--format", "markdown"],
    ["who", "data", "FOLDER"],
    ["explain", "aws_db_instance.d", "--in", "FOLDER"],
  ])("of a sensitive variable, or in the address of a repository, is in no output: %s %s", (...args) => {
    const folder = folderWith(files);
    const told = demarc([...args.map((arg) => (arg === "FOLDER" ? folder : arg)), "--var", `pw=${secret}`]);
    expect(told.stdout).toContain("d");
    expect(told.stdout + told.stderr).not.toContain(secret);
  });

  test("is not shown with a mistake in a file of variables, nor in a misused option", () => {
    const folder = folderWith({ ...files, "terraform.tfvars": `pw = "${secret}\n` });
    const broken = demarc(["scan", folder]);
    expect(broken.stderr).toContain("terraform.tfvars:1:6");
    const misused = demarc(["scan", folder, "--var", secret]);
    expect(misused.code).toBe(2);
    expect(broken.stdout + broken.stderr + misused.stderr).not.toContain(secret);
  });
});
