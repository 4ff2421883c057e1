/** Every resource type that AWS has, through the built command line: none is of a type not known. */
import { expect, test } from "vitest";
import { knownEntries } from "../catalog/src/type-lists.js";
import type { Assessment } from "../packages/demarc/src/model/assessment.js";
import { demarc, folderWith } from "./run-cli.js";

function scanned(name: string, text: string): Assessment {
  const folder = folderWith({ [name]: text });
  const { stdout, stderr, code } = demarc(["scan", folder, "--format", "json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Assessment;
}

function expectAllKnown({ summary, unclassified, problems }: Assessment, types: readonly string[]): void {
  expect(unclassified.map(({ type }) => type)).toEqual([]);
  expect(problems).toEqual([]);
  expect(summary.resources).toBe(types.length);
  expect(summary.components + summary.parts + summary.utility).toBe(types.length);
}

test("one empty resource of each type of the Terraform AWS provider", () => {
  const types = knownEntries("types-terraform-aws");
  expectAllKnown(scanned("main.tf", types.map((type) => `resource "${type}" "this" {}\n`).join("")), types);
});

test("one empty resource of each type of CloudFormation, those of SAM among them", () => {
  const types = [...new Set([...knownEntries("types-cloudformation"), ...knownEntries("types-sam")])];
  const resources = types.map((type, at) => `  R${at}: { Type: "${type}" }\n`);
  const head = "Transform: AWS::Serverless-2016-10-31\nResources:\n";
  expectAllKnown(scanned("template.yaml", `${head}${resources.join("")}`), types);
});

test("a type of next month is answered by its service, as inferred, and one of nobody is not", () => {
  const answer = scanned("main.tf", 'resource "aws_sfn_new_thing" "a" {}\nresource "aws_of_nobody_thing" "b" {}\n');
  const [component] = answer.components;
  expect(component).toMatchObject({ service: "aws/step-functions", kind: "unlisted" });
  for (const cell of Object.values(component?.cells ?? {}))
    expect(answer.answers[cell.answer]?.confidence).toMatch(/inferred|unknown/);
  expect(answer.unclassified).toMatchObject([{ type: "aws_of_nobody_thing" }]);
});
