/** The manners of the command line: exit codes, streams, and messages for every sort of bad input. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type CliResult, demarc, folderWith } from "./run-cli.js";

const bucket = 'resource "aws_s3_bucket" "b" {\n  bucket = "x"\n}\n';

/** No stack trace, ever: a fault of the input is told as one. */
function isTold(result: CliResult): void {
  expect(result.stderr).not.toMatch(/^\s+at .*\(|node:internal|TypeError|RangeError/m);
  expect(result.stdout).not.toMatch(/^\s+at .*\(|node:internal/m);
}

describe("exit codes", () => {
  test("0 when done, with the result alone on standard output", () => {
    const result = demarc(["scan", folderWith({ "main.tf": bucket })]);
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(result.stdout).toContain("aws_s3_bucket.b");
  });

  test("1 when a gate of the user's is hit, and the message says which", () => {
    const folder = folderWith({ "main.tf": bucket });
    const result = demarc(["scan", folder, "--fail-on", "unmet"]);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/--fail-on unmet: \d+ duties are unmet/);
    expect(demarc(["scan", folder, "--fail-on", "unclassified"]).code).toBe(0);
  });

  test.each([
    [["nope"]],
    [["scan", "--nope"]],
    [["scan", "--format", "xml"]],
    [["scan", "--as-of", "2026-13-45"]],
    [["scan", "--var", "x"]],
    [["scan", "--fail-on", "everything"]],
    [["explain"]],
    [["explain", "nosuchservice"]],
    [["explain", "ecs", "nosucharea"]],
    [["explain", "ecs:nosuchvariant"]],
    [["who", "nosucharea"]],
    [["compare", "ec2", "nosuchservice"]],
    [["matrix", "--check"]],
    [["matrix", "--lens", "nosuchlens"]],
    [["services", "zzzzzz"]],
    [["scan", "no/such/path"]],
  ])("2 for bad usage: %j", (args) => {
    const result = demarc(args, { cwd: folderWith({ "main.tf": bucket }) });
    expect(result.code).toBe(2);
    expect(result.stdout).toBe("");
    expect(result.stderr).toMatch(/error/);
    isTold(result);
  });

  test("a mistyped name is answered with what was perhaps meant", () => {
    expect(demarc(["explain", "lamda"]).stderr).toContain("lambda");
    expect(demarc(["who", "encryption"], { cwd: folderWith({ "main.tf": bucket }) }).stderr).toContain(
      "encryption-at-rest",
    );
  });

  test("without a command it says what to do first", () => {
    const result = demarc([]);
    expect(result.code).toBe(0);
    expect(result.stdout).toContain("demarc scan .");
  });

  test.each(["scan", "explain", "matrix", "compare", "who", "areas", "services"])(
    "%s --help has two examples",
    (command) => {
      const { stdout, code } = demarc([command, "--help"]);
      expect(code).toBe(0);
      expect(stdout.match(/^ {2}\$ demarc /gm)?.length).toBeGreaterThanOrEqual(2);
    },
  );
});

describe("bad input", () => {
  const deep = (open: string, close: string): string => open.repeat(10_000) + close.repeat(10_000);
  const cases: readonly [string, Readonly<Record<string, string | Buffer>>, RegExp][] = [
    ["an empty folder", {}, /No Terraform configuration, plan or state and no CloudFormation template/],
    ["a binary file among good ones", { "main.tf": bucket, "x.tf": Buffer.from([0, 1, 2, 255, 254, 0, 7]) }, /x\.tf/],
    ["an unterminated string", { "main.tf": `${bucket}locals {\n  a = "abc\n}\n` }, /main\.tf:5/],
    ["an unterminated heredoc", { "main.tf": "locals {\n  a = <<EOT\nabc\n" }, /main\.tf:/],
    ["an unterminated block", { "main.tf": 'resource "aws_s3_bucket" "b" {\n  bucket = "x"\n' }, /main\.tf:/],
    ["HCL nested 10,000 deep", { "main.tf": `locals {\n  a = ${deep("[", "]")}\n}\n` }, /main\.tf:2/],
    ["blocks nested 10,000 deep", { "main.tf": deep("a {\n", "}\n") }, /main\.tf:/],
    [
      "JSON nested 10,000 deep",
      {
        "t.json": `{"Resources": {"A": {"Type": "AWS::S3::Bucket", "Properties": ${deep('{"a":', "}").replace('{"a":}', "{}")}}}}`,
      },
      /t\.json/,
    ],
    [
      "YAML nested 10,000 deep",
      { "t.yaml": `Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties: ${deep("[", "]")}\n` },
      /t\.yaml/,
    ],
    [
      "a YAML bomb",
      {
        "t.yaml": `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghij"
          .split("")
          .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghij"[at]}`).join(",")}]`)
          .join("\n")}\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { Tags: *j }\n`,
      },
      /t\.yaml/,
    ],
    ["YAML with a broken line", { "t.yaml": "Resources:\n  A:\n    Type: AWS::S3::Bucket\n  B: [\n" }, /t\.yaml:/],
    [
      "locals in a circle",
      {
        "main.tf": `${bucket}locals {\n  a = local.b\n  b = local.a\n}\nresource "aws_s3_bucket" "c" {\n  bucket = local.a\n}\n`,
      },
      /depends on itself|refers to itself/,
    ],
    ["a module that includes itself", { "main.tf": `${bucket}module "m" {\n  source = "./."\n}\n` }, /calls itself/],
    [
      "conditions in a circle",
      {
        "t.yaml":
          "Conditions:\n  A: !Condition B\n  B: !Condition A\nResources:\n  X:\n    Type: AWS::S3::Bucket\n    Condition: A\n",
      },
      /t\.yaml/,
    ],
    ["a truncated .tf.json", { "main.tf.json": '{"resource": {"aws_s3_bucket": ' }, /main\.tf\.json/],
  ];
  test.each(cases)("%s: a clear message and exit 2", (_, files, message) => {
    const folder = folderWith(files);
    const result = demarc(["scan", "."], { cwd: folder });
    isTold(result);
    expect(result.stderr).toMatch(message);
    expect(result.code).toBe(2);
  });

  test("the line itself is shown, with what to do", () => {
    const result = demarc(["scan", "."], {
      cwd: folderWith({ "main.tf": `locals {\n  good = 1\n  bad = "abc\n}\n${bucket}` }),
    });
    expect(result.stderr).toContain('bad = "abc');
    expect(result.stderr).toMatch(/main\.tf:3:\d+/);
  });

  test("one broken file does not stop the rest, and --allow-errors accepts that", () => {
    const folder = folderWith({ "good.tf": bucket, "bad.tf": "resource {{{\n" });
    const result = demarc(["scan", "."], { cwd: folder });
    expect(result.code).toBe(2);
    expect(result.stdout).toContain("aws_s3_bucket.b");
    expect(demarc(["scan", ".", "--allow-errors"], { cwd: folder }).code).toBe(0);
  });

  test("__proto__ and constructor are names like any other", () => {
    const folder = folderWith({
      "main.tf":
        'resource "aws_s3_bucket" "__proto__" {\n  tags = { __proto__ = "a", constructor = "b" }\n}\nlocals {\n  __proto__ = { a = 1 }\n}\n',
      "t.json":
        '{"Resources": {"__proto__": {"Type": "AWS::S3::Bucket", "Properties": {"__proto__": {"x": 1}}}, "constructor": {"Type": "AWS::SQS::Queue"}}}',
    });
    const result = demarc(["scan", ".", "--expand"], { cwd: folder });
    isTold(result);
    expect(result.stdout).toContain("aws_s3_bucket.__proto__");
    expect(result.stdout).toContain("constructor");
  });

  test("a byte that is no UTF-8 is pointed at, and the rest is read", () => {
    const folder = folderWith({
      "main.tf": Buffer.from('# ok\nresource "aws_s3_bucket" "odd" { bucket = "caf\xe9" }\n', "latin1"),
      "cfn/t.yaml": Buffer.from("# caf\xe9\nResources: { Odd: { Type: AWS::S3::Bucket } }\n", "latin1"),
    });
    const result = demarc(["scan", ".", "--expand"], { cwd: folder });
    isTold(result);
    expect(result.code).toBe(0);
    expect(result.stderr).toContain("main.tf:2:47: ");
    expect(result.stderr).toContain("t.yaml:1:6: ");
    expect(result.stderr).toContain("Save the file as UTF-8.");
    expect(result.stdout).toContain("aws_s3_bucket.odd");
    expect(result.stdout).toContain("Odd");
  });

  test("line ends of Windows, a byte-order mark and UTF-16 are read", () => {
    const folder = folderWith({
      "crlf.tf": bucket.replaceAll("\n", "\r\n"),
      "bom.tf": `\uFEFF${bucket.replace('"b"', '"bom"')}`,
      "utf16.tf": Buffer.from(`\uFEFF${bucket.replace('"b"', '"wide"')}`, "utf16le"),
    });
    const result = demarc(["scan", ".", "--expand", "--allow-errors"], { cwd: folder });
    isTold(result);
    for (const name of ["aws_s3_bucket.b", "aws_s3_bucket.bom", "aws_s3_bucket.wide"])
      expect(result.stdout).toContain(name);
  });

  test("links that lead outside of the folder, or in a circle, are not followed", () => {
    const outside = folderWith({ "secret.tf": bucket.replace('"b"', '"secret"') });
    const folder = folderWith({ "main.tf": bucket });
    symlinkSync(outside, join(folder, "elsewhere"));
    symlinkSync(join(outside, "secret.tf"), join(folder, "link.tf"));
    symlinkSync(folder, join(folder, "circle"));
    const result = demarc(["scan", ".", "--expand"], { cwd: folder });
    expect(result.code).toBe(0);
    expect(result.stdout).toContain("aws_s3_bucket.b");
    expect(result.stdout).not.toContain("secret");
  });

  test("terminal escapes of an input do not reach the terminal", () => {
    const result = demarc(["scan", "-", "--expand"], {
      input: '{"Resources": {"A\\u001b[2J\\u0007": {"Type": "AWS::S3::Bucket"}}}',
    });
    isTold(result);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(result.stdout + result.stderr).not.toMatch(/\u001b|\u0007/);
  });
});

describe("input and output", () => {
  test.each([
    ["Terraform", bucket, "aws_s3_bucket.b"],
    ["a template in YAML", "Resources:\n  Data:\n    Type: AWS::S3::Bucket\n", "Data"],
    ["a template in JSON", '{"Resources":{"Data":{"Type":"AWS::S3::Bucket"}}}', "Data"],
  ])("%s is read from standard input, told by its content", (_, input, address) => {
    const result = demarc(["scan", "-"], { input });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(result.stdout).toContain(address);
  });

  test("-o writes a whole file or none, and nothing to standard output", () => {
    const folder = folderWith({ "main.tf": bucket });
    const result = demarc(["scan", ".", "--format", "json", "-o", "out.json"], { cwd: folder });
    expect(result).toMatchObject({ code: 0, stdout: "" });
    expect(JSON.parse(readFileSync(join(folder, "out.json"), "utf8"))).toMatchObject({ version: 1 });
    const failed = demarc(["scan", ".", "-o", "no/such/folder/out.json"], { cwd: folder });
    expect(failed.code).toBe(2);
    isTold(failed);
    expect(readdirSync(folder).sort()).toEqual(["main.tf", "out.json"]);
  });

  test("what git ignores is not read, nor .terraform", () => {
    const folder = folderWith({
      "main.tf": bucket,
      ".gitignore": "build/\n",
      "build/x.tf": bucket.replace('"b"', '"ignored"'),
      ".terraform/modules/m/main.tf": bucket.replace('"b"', '"installed"'),
    });
    mkdirSync(join(folder, ".git"));
    const { stdout } = demarc(["scan", ".", "--expand"], { cwd: folder });
    expect(stdout).not.toMatch(/ignored|installed/);
  });

  test("variables, files of variables and parameters move the line", () => {
    const service = 'variable "launch" {}\nresource "aws_ecs_service" "s" {\n  launch_type = var.launch\n}\n';
    const folder = folderWith({ "main.tf": service, "prod.tfvars": 'launch = "FARGATE"\n' });
    const holder = (args: readonly string[]): string =>
      (
        JSON.parse(demarc(["scan", ".", "--format", "json", ...args], { cwd: folder }).stdout) as {
          components: { cells: { os: { holder: string } } }[];
        }
      ).components[0]?.cells.os.holder ?? "";
    expect(holder([])).toBe("unknown");
    expect(holder(["--var", "launch=EC2"])).toBe("customer");
    expect(holder(["--var-file", join(folder, "prod.tfvars")])).toBe("provider");
    const template =
      "Parameters:\n  Launch: { Type: String }\nResources:\n  S:\n    Type: AWS::ECS::Service\n    Properties: { LaunchType: !Ref Launch }\n";
    expect(demarc(["scan", "-", "--parameter", "Launch=FARGATE"], { input: template }).stdout).toContain(
      "on AWS Fargate",
    );
  });

  test("an unknown cell says who it may be and on what it hangs", () => {
    const folder = folderWith({
      "main.tf": 'variable "launch" {}\nresource "aws_ecs_service" "s" {\n  launch_type = var.launch\n}\n',
    });
    const { stdout } = demarc(["explain", "aws_ecs_service.s", "os", "--in", "."], { cwd: folder });
    expect(stdout).toContain("var.launch has no default");
    expect(stdout).toMatch(/AWS on AWS Fargate/);
  });

  test("spreadsheet formulas in names are neutralised in CSV", () => {
    const { stdout } = demarc(["scan", "-", "--format", "csv"], {
      input: '{"Resources":{"=HYPERLINK(1)":{"Type":"AWS::S3::Bucket"}}}',
    });
    expect(stdout).not.toMatch(/(^|,)"?=HYPERLINK/m);
  });

  test("an unclassified type is listed, never silently answered", () => {
    const { stdout, code } = demarc(["scan", "-"], { input: 'resource "acme_rocket" "r" {}\n' });
    expect(code).toBe(0);
    expect(stdout).toContain("acme_rocket");
    expect(stdout).toContain("1 of 1 type not known yet");
  });
});
