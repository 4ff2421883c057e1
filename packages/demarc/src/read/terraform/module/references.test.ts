/** What an attribute points to. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are in Terraform's language.
import { expect, test } from "vitest";
import { isUnknown } from "../../../model/value.js";
import { readTexts, referencesAt, resourceOf, shown } from "./reading-for-tests.js";

const given = `
  variable "names" {
    default = ["x", "y"]
  }
  variable "pick" {}
  resource "aws_s3_bucket" "b" {
    bucket = "logs"
  }
  resource "aws_s3_bucket" "other" {}
  resource "aws_subnet" "n" {
    count = 2
  }
  resource "aws_subnet" "k" {
    for_each = toset(var.names)
  }
  locals {
    bucket = aws_s3_bucket.b
    ids    = { for key, subnet in aws_subnet.k : key => subnet.id }
    deep   = { list = [{ arn = local.bucket.arn }] }
  }
  data "aws_caller_identity" "me" {}
`;

test.each([
  ["aws_s3_bucket.b.id", ["aws_s3_bucket.b.id"]],
  ["aws_s3_bucket.b.bucket", ["aws_s3_bucket.b.bucket"]],
  ['"arn:aws:s3:::${aws_s3_bucket.b.bucket}/*"', ["aws_s3_bucket.b.bucket"]],
  ["local.deep.list[0].arn", ["aws_s3_bucket.b.arn"]],
  ["aws_subnet.n[1].id", ["aws_subnet.n[1].id"]],
  ['aws_subnet.k["x"].id', ['aws_subnet.k["x"].id']],
  ["aws_subnet.k[var.names[1]].id", ['aws_subnet.k["y"].id']],
  ["aws_subnet.n[*].id", ["aws_subnet.n[0].id", "aws_subnet.n[1].id"]],
  ["element(aws_subnet.n[*].id, 3)", ["aws_subnet.n[1].id"]],
  ["values(aws_subnet.k)[0].id", ['aws_subnet.k["x"].id']],
  ['local.ids["y"]', ['aws_subnet.k["y"].id']],
  ["[for s in aws_subnet.n : s.arn]", ["aws_subnet.n[0].arn", "aws_subnet.n[1].arn"]],
  ["true ? aws_s3_bucket.b.id : aws_s3_bucket.other.id", ["aws_s3_bucket.b.id"]],
  ["var.pick ? aws_s3_bucket.b.id : aws_s3_bucket.other.id", ["aws_s3_bucket.b.id", "aws_s3_bucket.other.id"]],
  ["aws_s3_bucket.b.id == null ? 1 : 2", []],
  ["data.aws_caller_identity.me.account_id", ["data.aws_caller_identity.me.account_id"]],
  ["jsonencode({ Resource = aws_s3_bucket.b.arn })", ["aws_s3_bucket.b.arn"]],
  ["try(aws_s3_bucket.b.arn, null)", ["aws_s3_bucket.b.arn"]],
])("%s points to the resources that it is made of, and to no others", (expression, expected) => {
  const inventory = readTexts({ "main.tf": `${given}\nresource "a_b" "c" {\n  v = ${expression}\n}` });
  expect(referencesAt(resourceOf(inventory, "a_b.c"), "v")).toEqual(expected);
});

test("each instance points to its own, through each.value, each.key and count.index", () => {
  const inventory = readTexts({
    "main.tf": `${given}
      resource "a_b" "each" {
        for_each = aws_subnet.k
        value    = each.value.id
        key      = aws_subnet.k[each.key].arn
      }
      resource "a_b" "count" {
        count = 2
        v     = aws_subnet.n[count.index].id
      }`,
  });
  const second = resourceOf(inventory, 'a_b.each["y"]');
  expect(referencesAt(second, "value")).toEqual(['aws_subnet.k["y"].id']);
  expect(referencesAt(second, "key")).toEqual(['aws_subnet.k["y"].arn']);
  expect(referencesAt(resourceOf(inventory, "a_b.count[0]"), "v")).toEqual(["aws_subnet.n[0].id"]);
});

test("a path through nested and dynamic blocks has no indexes", () => {
  const inventory = readTexts({
    "main.tf": `${given}
      resource "a_b" "c" {
        rule {
          target {
            id = aws_s3_bucket.b.id
          }
        }
        dynamic "rule" {
          for_each = aws_subnet.n
          content {
            subnet = rule.value.id
          }
        }
      }`,
  });
  const resource = resourceOf(inventory, "a_b.c");
  expect(referencesAt(resource, "rule.target.id")).toEqual(["aws_s3_bucket.b.id"]);
  expect(referencesAt(resource, "rule.subnet")).toEqual(["aws_subnet.n[0].id", "aws_subnet.n[1].id"]);
});

test("an id is surely set, but an attribute that may stay empty is not", () => {
  const { attributes } = resourceOf(
    readTexts({
      "main.tf": `${given}\nresource "a_b" "c" {\n  id  = aws_s3_bucket.b.id\n  key = aws_s3_bucket.b.kms_key_id\n}`,
    }),
    "a_b.c",
  );
  expect(isUnknown(attributes.id) && attributes.id.isSet).toBe(true);
  expect(isUnknown(attributes.key) && attributes.key.isSet).toBe(undefined);
});

test("a policy document keeps its structure, and its unknown parts", () => {
  const inventory = readTexts({
    "main.tf": `${given}
      data "aws_iam_policy_document" "d" {
        statement {
          actions   = ["s3:*"]
          resources = [aws_s3_bucket.b.arn]
          principals {
            type        = "AWS"
            identifiers = ["*"]
          }
          principals {
            type        = "AWS"
            identifiers = [aws_s3_bucket.b.owner]
          }
        }
        statement {
          effect = "Deny"
          not_principals {
            type        = var.pick
            identifiers = ["x"]
          }
        }
      }
      resource "aws_s3_bucket_policy" "p" {
        policy = data.aws_iam_policy_document.d.json
      }`,
  });
  const { policy } = resourceOf(inventory, "aws_s3_bucket_policy.p").attributes;
  expect(isUnknown(policy) && shown(policy.encoded)).toEqual({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["s3:*"], Resource: ["?"], Principal: { AWS: ["*", "?"] } },
      { Effect: "Deny", NotPrincipal: "?" },
    ],
  });
});
