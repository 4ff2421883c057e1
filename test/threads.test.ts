/** Reading in threads gives what reading without them gives, to the byte. */
import { describe, expect, test } from "vitest";
import { demarc, folderWith } from "./run-cli.js";

/** A tree with all that could come out differently: shared modules, unknowns, errors, files that are no text, odd names. */
function tree(roots: number): Record<string, string | Buffer> {
  const files: Record<string, string | Buffer> = {
    "modules/store/main.tf": `
variable "name" {}
variable "key" { default = null }
resource "aws_s3_bucket" "b" {
  count  = 3
  bucket = "\${var.name}-\${count.index}"
}
resource "aws_s3_bucket_server_side_encryption_configuration" "e" {
  count  = 3
  bucket = aws_s3_bucket.b[count.index].id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.key == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.key
    }
  }
}
resource "aws_broken" "b" {
  a = = 1
}
output "arns" { value = aws_s3_bucket.b[*].arn }
`,
    "modules/binary/main.tf": Buffer.from("a\u0000b"),
    "stack.yaml": "Resources:\n  B:\n    Type: AWS::S3::Bucket\n",
  };
  for (let at = 0; at < roots; at += 1) {
    files[`live/r${at}/main.tf`] = `
variable "missing" {}
variable "given" {}
module "store" {
  source = "../../modules/store"
  name   = "r${at}"
  key    = ${at % 2 === 0 ? "aws_kms_key.k.arn" : "null"}
}
resource "aws_kms_key" "k" {
  policy = jsonencode({ Statement = [{ Resource = module.store.arns, Principal = var.missing, "__proto__" = { a = 1 } }] })
}
resource "aws_db_instance" "d" {
  storage_encrypted = var.given
  engine            = ${at % 3 === 0 ? "var.missing" : '"postgres"'}
  engine_version    = file("${at % 4 === 0 ? "version.bin" : "version.txt"}")
  tags              = { "__proto__" = "x", constructor = "y" }
}
${at % 5 === 0 ? 'resource "aws_x" "broken" {\n  a = [1, 2\n}\n' : ""}
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "6.5.0"
  cidr    = var.missing
}
module "nowhere" { source = "../../modules/nowhere" }
module "binary" { source = "../../modules/binary" }
`;
    files[`live/r${at}/version.txt`] = "15.4";
    files[`live/r${at}/version.bin`] = Buffer.from([1, 0, 2]);
  }
  return files;
}

describe("threads", () => {
  const folder = folderWith(tree(24));

  test.each([
    [["scan", folder, "--format", "json", "--var", "given=true", "--var", "misspelt=1"]],
    [["scan", folder, "--expand"]],
    [["scan", `${folder}/live`, `${folder}/modules`, "--format", "csv"]],
  ])("leave no trace in what is said: %j", (args) => {
    const alone = demarc(args, { env: { DEMARC_THREADS: "0" } });
    expect(alone.stdout.length).toBeGreaterThan(1000);
    for (const count of ["1", "3"]) {
      expect(demarc(args, { env: { DEMARC_THREADS: count } })).toEqual(alone);
    }
  });
});
