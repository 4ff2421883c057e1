/** Policy documents that are made of others. */
import { describe, expect, test } from "vitest";
import { isUnknown } from "../../../model/value.js";
import { readTexts, resourceOf, shown } from "./reading-for-tests.js";

/** The statements of `data.aws_iam_policy_document.d`, beside which `other` and a variable without a value stand. */
function statementsOf(body: string): unknown {
  const inventory = readTexts({
    "main.tf": `
      variable "unknown" {}
      data "aws_iam_policy_document" "other" {
        statement {
          sid     = "Shared"
          actions = ["s3:GetObject"]
        }
        statement {
          actions = ["s3:ListBucket"]
        }
      }
      data "aws_iam_policy_document" "d" {
        ${body}
      }
      resource "aws_iam_policy" "p" {
        policy = data.aws_iam_policy_document.d.json
      }`,
  });
  const { policy } = resourceOf(inventory, "aws_iam_policy.p").attributes;
  return isUnknown(policy) ? (shown(policy.encoded) as { Statement: unknown }).Statement : policy;
}

const own = 'statement {\n  sid     = "Shared"\n  actions = ["s3:*"]\n}';
const all = { Sid: "Shared", Effect: "Allow", Action: ["s3:*"] };
const get = { Sid: "Shared", Effect: "Allow", Action: ["s3:GetObject"] };
const list = { Effect: "Allow", Action: ["s3:ListBucket"] };

describe("a policy document", () => {
  test("takes the place of its sources' statements of the same Sid, and gives way to what overrides it", () => {
    const others = "[data.aws_iam_policy_document.other.json]";
    expect(statementsOf(`source_policy_documents = ${others}\n${own}`)).toEqual([all, list]);
    expect(statementsOf(`override_policy_documents = ${others}\n${own}`)).toEqual([get, list]);
  });

  test("takes texts of JSON, the older attributes, and statements that are no list", () => {
    const text = 'jsonencode({ Statement = { Sid = "Shared", Effect = "Deny", Action = "*" } })';
    expect(statementsOf(`override_json = ${text}\n${own}`)).toEqual([{ Sid: "Shared", Effect: "Deny", Action: "*" }]);
    expect(statementsOf(`source_policy_documents = [${text}, null]`)).toEqual([
      { Sid: "Shared", Effect: "Deny", Action: "*" },
    ]);
  });

  test("is not known where a document that is merged in is not, or a Sid that may be another's", () => {
    expect(statementsOf(`source_policy_documents = [var.unknown]\n${own}`)).toBe("?");
    expect(statementsOf(`override_policy_documents = var.unknown\n${own}`)).toBe("?");
    const doubtful = 'jsonencode({ Statement = [{ Sid = var.unknown, Effect = "Deny" }] })';
    expect(statementsOf(`override_policy_documents = [${doubtful}]\n${own}`)).toBe("?");
    expect(statementsOf('source_policy_documents = ["{"]')).toBe("?");
  });

  test("keeps what is known beside parts that are not", () => {
    const partly = 'jsonencode({ Statement = [{ Effect = "Deny", Resource = var.unknown }] })';
    expect(statementsOf(`source_policy_documents = [${partly}]\n${own}`)).toEqual([
      { Effect: "Deny", Resource: "?" },
      all,
    ]);
  });
});
