/** The two examples of the web shop are one system: whoever holds a cell in Terraform holds it in CloudFormation too. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { catalogFromFiles } from "../catalog/src/examples.js";
import { assess } from "../packages/demarc/src/assess/assess.js";
import type { Assessment, Component } from "../packages/demarc/src/model/assessment.js";
import type { Inventory } from "../packages/demarc/src/model/inventory.js";
import { readCloudFormation } from "../packages/demarc/src/read/cloudformation/read.js";
import type { SourceTree } from "../packages/demarc/src/read/source-tree.js";
import { readTerraform } from "../packages/demarc/src/read/terraform/read.js";

/** Terraform address → CloudFormation logical id. */
const twins: readonly (readonly [string, string])[] = [
  ["aws_vpc.main", "Vpc"],
  ["aws_nat_gateway.main", "NatGateway"],
  ["aws_route53_zone.shop", "Zone"],
  ["aws_lb.shop", "Balancer"],
  ["aws_ecs_cluster.main", "Cluster"],
  ["module.web.aws_ecs_service.this", "WebService"],
  ["module.web.aws_cloudwatch_log_group.this", "WebLogs"],
  ["module.batch.aws_ecs_service.this", "BatchService"],
  ["module.batch.aws_cloudwatch_log_group.this", "BatchLogs"],
  ["aws_autoscaling_group.batch", "BatchHosts"],
  ["aws_lambda_function.thumbs", "Thumbs"],
  ["aws_db_instance.shop", "Database"],
  ["aws_s3_bucket.uploads", "UploadsBucket"],
  ["aws_sqs_queue.orders", "OrderQueue"],
  ["aws_secretsmanager_secret.payment", "PaymentSecret"],
  ["aws_kms_key.data", "DataKey"],
  ["aws_iam_role.execution", "ExecutionRole"],
  ["aws_iam_role.tasks", "TasksRole"],
  ["aws_iam_role.batch_hosts", "BatchHostsRole"],
  ["aws_iam_role.thumbs", "ThumbsRole"],
];

const { catalog } = catalogFromFiles();
const examples = fileURLToPath(new URL("../examples/", import.meta.url));
const terraform = assessed(readTerraform({ folder: "", tree: treeOf(`${examples}webshop`) }));
const template = readFileSync(`${examples}webshop-cfn/template.yaml`, "utf8");
const cloudFormation = assessed(readCloudFormation({ file: "template.yaml", text: template }));

describe.each([
  { format: "Terraform", assessment: terraform },
  { format: "CloudFormation", assessment: cloudFormation },
])("the web shop in $format", ({ assessment }) => {
  it("is read without a problem, and nothing of it is left out", () => {
    expect(assessment.problems).toEqual([]);
    expect(assessment.notRead).toEqual([]);
  });

  it("has no resource that the catalog does not know", () => {
    expect(assessment.unclassified).toEqual([]);
  });

  it("has an answer in every cell", () => {
    expect(assessment.summary.cells.unknown).toBe(0);
  });

  it("leaves duties of every kind: met, unmet, and such as configuration cannot show", () => {
    const { met, unmet, unknown } = assessment.summary.duties;
    expect(Math.min(met, unmet, unknown)).toBeGreaterThan(10);
  });
});

describe("the two web shops", () => {
  it("have the same components, each with its twin", () => {
    expect(addressesOf(terraform)).toEqual(twins.map(([address]) => address).sort());
    expect(addressesOf(cloudFormation)).toEqual(twins.map(([, id]) => id).sort());
  });

  it.each(twins)("agree on what %s and %s are", (address, id) => {
    expect(identityOf(componentOf(cloudFormation, id))).toEqual(identityOf(componentOf(terraform, address)));
  });

  it.each(twins)("agree on who holds each cell of %s and %s", (address, id) => {
    expect(holdersOf(componentOf(cloudFormation, id))).toEqual(holdersOf(componentOf(terraform, address)));
  });

  // CloudFormation cannot change the rules of a default security group, so there it is not known whether they are gone.
  const onlyTerraformTells = { "aws/vpc/closed-default-security-group": "unknown" };

  it.each(twins)("agree on the duties of %s and %s, and on which are met", (address, id) => {
    const expected = dutiesOf(terraform, address);
    const differing = address === "aws_vpc.main" ? onlyTerraformTells : {};
    expect(dutiesOf(cloudFormation, id)).toEqual({ ...expected, ...differing });
  });

  it("count as many duties met and unmet, but for that one", () => {
    const { met, unmet, unknown } = terraform.summary.duties;
    expect(cloudFormation.summary.duties).toMatchObject({ met, unmet: unmet - 1, unknown: unknown + 1 });
  });

  it("run on the same things", () => {
    const idOf = new Map(twins);
    for (const [address, id] of twins) {
      const below = componentOf(terraform, address).runsOn;
      expect(componentOf(cloudFormation, id).runsOn).toBe(below === undefined ? undefined : idOf.get(below));
    }
  });
});

describe("the line in the web shop", () => {
  it("lies below the operating system where a service runs on hosts of your own, and above it on Fargate", () => {
    expect(holdersOf(componentOf(terraform, "module.batch.aws_ecs_service.this"))).toMatchObject({
      os: "customer",
      "container-runtime": "customer",
      virtualization: "provider",
    });
    expect(holdersOf(componentOf(terraform, "module.web.aws_ecs_service.this"))).toMatchObject({
      runtime: "customer",
      os: "provider",
      "container-runtime": "provider",
    });
  });

  it("leaves you only data and code of the thumbnail function in the stack", () => {
    const holders = holdersOf(componentOf(terraform, "aws_lambda_function.thumbs"));
    const stack = catalog.core.areas.filter((area) => area.group === "stack").map((area) => area.id);
    expect(stack.filter((area) => holders[area] === "customer")).toEqual(["data", "application"]);
  });

  it.each([
    ["module.batch.aws_ecs_service.this", "aws/ecs/no-secrets-in-environment"],
    ["module.batch.aws_cloudwatch_log_group.this", "aws/cloudwatch-logs/set-retention"],
    ["aws_lb.shop", "aws/elb/deletion-protection"],
    ["aws_lb.shop", "aws/elb/access-logs"],
    ["aws_db_instance.shop", "aws/rds/export-logs"],
    ["aws_sqs_queue.orders", "aws/sqs/dead-letter-queue"],
    ["aws_secretsmanager_secret.payment", "aws/secrets-manager/rotate"],
    ["aws_vpc.main", "aws/vpc/flow-logs"],
  ])("shows what the team left undone in %s: %s", (address, duty) => {
    expect(dutiesOf(terraform, address)[duty]).toBe("unmet");
  });

  it.each([
    ["module.web.aws_ecs_service.this", "aws/ecs/no-secrets-in-environment"],
    ["module.web.aws_cloudwatch_log_group.this", "aws/cloudwatch-logs/set-retention"],
    ["aws_db_instance.shop", "aws/rds/storage-encrypted"],
    ["aws_db_instance.shop", "aws/rds/multi-az"],
    ["aws_s3_bucket.uploads", "aws/s3/require-tls"],
    ["aws_autoscaling_group.batch", "aws/autoscaling/require-imdsv2"],
  ])("shows what the team did in %s: %s", (address, duty) => {
    expect(dutiesOf(terraform, address)[duty]).toBe("met");
  });

  it("never tells the password that the team wrote down", () => {
    expect(template).toContain("not-a-real-password");
    expect(JSON.stringify([terraform, cloudFormation])).not.toContain("not-a-real-password");
  });
});

function assessed(inventory: Inventory): Assessment {
  return assess(inventory, catalog, { asOf: "2026-11-24", inputs: [] });
}

function treeOf(root: string): SourceTree {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath.replaceAll("\\", "/")}/${entry.name}`.slice(root.length + 1));
  const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), 0));
  return {
    read: (path) => (files.includes(path) ? readFileSync(`${root}/${path}`, "utf8") : undefined),
    list(folder) {
      const inFolder = files.filter((path) => folderOf(path) === folder);
      return inFolder.length === 0 ? undefined : inFolder.map((path) => path.slice(path.lastIndexOf("/") + 1));
    },
    listAll: () => undefined,
  };
}

function addressesOf(assessment: Assessment): readonly string[] {
  return assessment.components.map((component) => component.address).sort();
}

function componentOf(assessment: Assessment, address: string): Component {
  const component = assessment.components.find((candidate) => candidate.address === address);
  if (component === undefined) throw new Error(`There is no component ${address}.`);
  return component;
}

function identityOf({ service, kind, variants, possibleVariants, model, provider, pattern }: Component): unknown {
  return { service, kind, variants, possibleVariants, model, provider, pattern };
}

function holdersOf(component: Component): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(component.cells).map(([area, cell]) => [area, cell.holder]));
}

function dutiesOf(assessment: Assessment, address: string): Readonly<Record<string, string>> {
  const duties = [...assessment.duties].filter((duty) => duty.component === address);
  return Object.fromEntries(duties.map((duty) => [duty.id, duty.status]));
}
