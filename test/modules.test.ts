/** A system that is written as calls of registry modules, whose code is not here. */
import { expect, test } from "vitest";
import type { Assessment, ComponentDuty } from "../packages/demarc/src/model/assessment.js";
import { demarc, folderWith } from "./run-cli.js";

const shop = `
module "vpc" {
  source             = "terraform-aws-modules/vpc/aws"
  version            = "~> 6.0"
  azs                = ["eu-west-1a", "eu-west-1b"]
  private_subnets    = ["10.0.1.0/24", "10.0.2.0/24"]
  public_subnets     = ["10.0.101.0/24", "10.0.102.0/24"]
  enable_nat_gateway = true
  single_nat_gateway = true
}

module "thumbs" {
  source                 = "terraform-aws-modules/lambda/aws"
  version                = "8.1.0"
  for_each               = { small = "nodejs22.x", large = null }
  function_name          = "thumbs-\${each.key}"
  runtime                = each.value
  package_type           = each.value == null ? "Image" : "Zip"
  image_uri              = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/thumbs:1"
  create_package         = false
  vpc_subnet_ids         = module.vpc.private_subnets
  vpc_security_group_ids = [aws_security_group.thumbs.id]
  tracing_mode           = "Active"
}

module "reports" {
  source                  = "terraform-aws-modules/s3-bucket/aws"
  bucket                  = "reports"
  restrict_public_buckets = var.is_closed
  frobnicate              = true
}

variable "is_closed" {
  type = bool
}

module "old" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "2.64.0"
}

resource "aws_security_group" "thumbs" {
  vpc_id = module.vpc.vpc_id
}

resource "aws_s3_bucket_policy" "reports" {
  bucket = module.reports.s3_bucket_id
  policy = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "false" } } }] })
}
`;

const folder = folderWith({ "main.tf": shop });
const assessment = scanned(folder);

function scanned(path: string, ...options: readonly string[]): JsonAssessment {
  return JSON.parse(demarc(["scan", path, "--format", "json", ...options]).stdout) as JsonAssessment;
}

type JsonAssessment = Omit<Assessment, "duties"> & { readonly duties: readonly ComponentDuty[] };

test("has the components that the calls create, each with the module that told it", () => {
  const told = assessment.components.map(({ address, variants, via, line }) => [address, variants, via?.module, line]);
  expect(told).toEqual([
    ["module.vpc.aws_vpc.this[0]", [], "terraform-aws-modules/vpc/aws", 2],
    ["module.vpc.aws_nat_gateway.this[0]", [], "terraform-aws-modules/vpc/aws", 2],
    ['module.thumbs["large"].aws_lambda_function.this[0]', ["in-vpc", "image"], "terraform-aws-modules/lambda/aws", 12],
    ['module.thumbs["large"].aws_cloudwatch_log_group.lambda[0]', [], "terraform-aws-modules/lambda/aws", 12],
    ['module.thumbs["large"].aws_iam_role.lambda[0]', [], "terraform-aws-modules/lambda/aws", 12],
    ['module.thumbs["small"].aws_lambda_function.this[0]', ["in-vpc"], "terraform-aws-modules/lambda/aws", 12],
    ['module.thumbs["small"].aws_cloudwatch_log_group.lambda[0]', [], "terraform-aws-modules/lambda/aws", 12],
    ['module.thumbs["small"].aws_iam_role.lambda[0]', [], "terraform-aws-modules/lambda/aws", 12],
    ["module.reports.aws_s3_bucket.this[0]", [], "terraform-aws-modules/s3-bucket/aws", 26],
  ]);
});

test("joins what stands beside the calls with what is in them", () => {
  const parts = (address: string): readonly string[] =>
    assessment.components.find((component) => component.address === address)?.parts ?? [];
  expect(parts("module.vpc.aws_vpc.this[0]")).toContain("aws_security_group.thumbs");
  expect(parts("module.reports.aws_s3_bucket.this[0]")).toContain("aws_s3_bucket_policy.reports");
});

test("leaves open what hangs on an input that is not known", () => {
  const status = ({ duties }: JsonAssessment): unknown =>
    duties.find(({ id, component }) => id === "aws/s3/block-public-access" && component.startsWith("module.reports."))
      ?.status;
  expect(status(assessment)).toBe("unknown");
  const files = { "main.tf": shop.replace("  frobnicate              = true\n", "") };
  const known = (value: string): unknown => status(scanned(folderWith(files), "--var", `is_closed=${value}`));
  expect([known("true"), known("false")]).toEqual(["met", "unmet"]);
});

test("says which modules were told, which in part, and which not at all", () => {
  const { stdout } = demarc(["scan", folder]);
  expect(stdout).toContain("terraform-aws-modules/s3-bucket/aws >= 3.15.1, < 6.0 (or newer)");
  expect(stdout).toMatch(
    /not read, so their content is unknown:\n {2}module\.old {2}module terraform-aws-modules\/vpc/,
  );
  expect(stdout).toMatch(/read in part, so there may be more in them:\n {2}module\.reports /);
  const because = assessment.notRead.map(({ address, because: why }) => [address, why]);
  expect(because).toEqual([
    ["module.reports", "the catalog's file of it does not know its input frobnicate"],
    ["module.old", "the catalog knows its versions >= 5.11, < 7.0 and >= 4.0.2, < 5.11, not 2.64.0"],
  ]);
});

test("explains from where a component is known", () => {
  const { stdout } = demarc(["explain", "module.reports.aws_s3_bucket.this[0]", "--in", folder]);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(
    "told by the catalog's file of the module terraform-aws-modules/s3-bucket/aws >= 3.15.1, < 6.0 (the call names no version, so it may be a newer one), not by its code: https://registry.terraform.io/",
  );
});
