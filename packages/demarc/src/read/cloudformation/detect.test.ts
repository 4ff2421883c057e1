import { expect, test } from "vitest";
import { looksLikeCloudFormation } from "./detect.js";

test.each([
  ["a version", "# comment\n---\nAWSTemplateFormatVersion: 2010-09-09\n"],
  [
    "typed resources",
    "\uFEFFResources:\r\n\r\n  # all of it\r\n  A:\r\n    Properties: {}\r\n    Type: 'AWS::S3::Bucket'\r\n",
  ],
  ["a custom resource", "Resources:\n    A:\n        Type: Custom::Thing\n"],
  ["resources in flow style", "Resources:\n  A: {Type: AWS::S3::Bucket}\n"],
  ["SAM", "Transform:\n  - AWS::Serverless-2016-10-31\nResources:\n  Fn::ForEach::X: []\n"],
  ["JSON", '{"Description": "a {\\"b", "Resources": {"A": {"Properties": {"Type": "x"}, "Type": "AWS::S3::Bucket"}}}'],
  ["JSON with a version", '\n {"AWSTemplateFormatVersion": "2010-09-09"}'],
  ["half of it, so that its error is told", '{"Resources": {"A": {"Type": "AWS::S3::Buck'],
])("a template with %s is one", (_, text) => {
  expect(looksLikeCloudFormation(text)).toBe(true);
});

test.each([
  ["Kubernetes", "apiVersion: v1\nkind: ConfigMap\ndata:\n  Resources:\n    A:\n      Type: AWS::S3::Bucket\n"],
  [
    "a template inside of a text",
    "kind: ConfigMap\ndata:\n  t: |\n    AWSTemplateFormatVersion: x\n    Resources:\n      A: {Type: AWS::S3::Bucket}\n",
  ],
  ["a workflow", "on: push\njobs:\n  a:\n    steps:\n      - run: echo AWSTemplateFormatVersion Resources\n"],
  ["Serverless Framework", "service: a\nresources:\n  Resources:\n    A:\n      Type: AWS::S3::Bucket\n"],
  ["OpenAPI", "openapi: 3.0.0\npaths: {}\ncomponents:\n  schemas:\n    Resources:\n      type: object\n"],
  ["Compose", "services:\n  web:\n    image: Resources\n"],
  ["package.json", '{"name": "Resources", "Resources": {"A": {"Type": "module"}}}'],
  ["a tree of CDK", '{"tree": {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}}'],
  ["parameters", '[{"ParameterKey": "Resources"}]'],
  ["nothing", ""],
])("%s is none", (_, text) => {
  expect(looksLikeCloudFormation(text)).toBe(false);
});

test("a text made to be slow is not", () => {
  const started = process.cpuUsage().user;
  for (const text of [
    `Resources:\n${" ".repeat(1_000_000)}`,
    `{"Resources"${"\\".repeat(1_000_000)}`,
    `Resources${"\n#".repeat(500_000)}`,
  ])
    looksLikeCloudFormation(text);
  expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(2);
});
