/** One module under its many names. */
import { expect, test } from "vitest";
import { moduleSource } from "./source.js";

test.each([
  ["terraform-aws-modules/vpc/aws", "terraform-aws-modules/vpc/aws", undefined],
  ["Azure/naming/azurerm", "azure/naming/azurerm", undefined],
  ["registry.terraform.io/acme/vpc/aws", "acme/vpc/aws", undefined],
  ["registry.opentofu.org/acme/vpc/aws//modules/endpoints", "acme/vpc/aws//modules/endpoints", undefined],
  ["github.com/acme/terraform-aws-vpc", "acme/vpc/aws", undefined],
  ["github.com/acme/terraform-aws-vpc//modules/endpoints?ref=v1.0.0", "acme/vpc/aws//modules/endpoints", "v1.0.0"],
  ["git::https://github.com/acme/terraform-aws-s3-bucket.git?ref=v5.1.0&depth=1", "acme/s3-bucket/aws", "v5.1.0"],
  ["git::https://github.com/acme/terraform-aws-vpc.git//modules/a/?ref=main", "acme/vpc/aws//modules/a", "main"],
  ["git::ssh://git@github.com/acme/terraform-google-network.git", "acme/network/google", undefined],
  ["git@github.com:acme/terraform-aws-vpc.git?ref=abc", "acme/vpc/aws", "abc"],
])("%s is %s", (text, module, ref) => {
  expect(moduleSource(text)).toEqual({ module, ref });
});

test.each([
  "./modules/vpc",
  "../terraform-aws-vpc",
  "app.terraform.io/acme/vpc/aws",
  "gitlab.com/acme/terraform-aws-vpc",
  "git::https://gitlab.com/acme/terraform-aws-vpc.git",
  "https://evil.example/github.com/acme/terraform-aws-vpc",
  "github.com/acme/infrastructure//modules/vpc",
  "s3::https://s3.amazonaws.com/acme/vpc.zip",
  "acme/vpc",
  "",
])("%s is none of a public registry", (text) => {
  expect(moduleSource(text)).toBeUndefined();
});
