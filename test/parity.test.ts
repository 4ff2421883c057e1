/**
 * One system, read as configuration, as plan and as state, gives the same components, variants, holders and duties. Where it
 * does not, the difference is listed here with what only the plan or the state knows, or what is lost in it. A difference
 * that no longer occurs fails, too.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { assessed, differences } from "./parity.js";
import { root } from "./run-cli.js";

/** A line of {@link differences}, in which `*` stands for anything, and why it is so. */
type Expected = readonly (readonly [line: string, because: string])[];

interface System {
  readonly name: string;
  /** Below the fixture, or in the examples. */
  readonly configuration?: string;
  /** What the states are of, where it is not that. */
  readonly before?: string;
  readonly plan: Expected;
  readonly state: Expected;
  /** What it was written to, where other versions or OpenTofu did. */
  readonly plans?: readonly string[];
  readonly states?: readonly string[];
}

const wholeTexts =
  "jsonencode of one value that is not known yet is not known as a whole; the configuration shows the rest";
const whichSubnet = "a plan does not say which element of a module's output an index takes, so it may be either subnet";
const chosenVersion = "a state tells the engine's version that AWS chose, and its default parameter group requires TLS";
const chosenSupport = "a state tells the version that AWS chose, and so its dates";
const supported = (address: string): Expected => [[`${address} duty runtime aws/*: unknown ≠ met`, chosenSupport]];
const lookedUpImage = "the image was looked up for the plan; the configuration cannot know which it is";
const zones = "the zones were looked up for the plan; the configuration cannot know them";

const replicaEngine = "a replica has the engine of its source, which a state tells";
const passwords: Expected = ["aws_db_instance.legacy", "aws_rds_cluster.billing"].map((address) => [
  `${address} duty identity aws/rds/no-written-password: unknown ≠ unmet`,
  "a generated password may be null as far as the configuration tells; plan and state say that a value is there",
]);

const systems: readonly System[] = [
  {
    name: "webshop",
    configuration: "examples/webshop",
    plan: [
      ["aws_vpc.main duty resilience aws/vpc/subnets-in-several-zones: unknown ≠ met", zones],
      ["module.*.aws_ecs_service.this duty configuration aws/ecs/no-secrets-in-environment: * ≠ unknown", wholeTexts],
      ["module.*.aws_ecs_service.this duty configuration aws/ecs/no-privileged-containers: met ≠ unknown", wholeTexts],
      ["module.*.aws_ecs_service.this duty configuration aws/ecs/own-process-namespace: met ≠ unknown", wholeTexts],
      ["module.*.aws_ecs_service.this duty configuration aws/ecs/read-only-root: unmet ≠ unknown", wholeTexts],
      ["module.*.aws_ecs_service.this duty logging aws/ecs/container-logs: met ≠ unknown", wholeTexts],
    ],
    state: [["aws_vpc.main duty resilience aws/vpc/subnets-in-several-zones: unknown ≠ met", zones]],
  },
  {
    name: "compute",
    plan: [
      ["aws_instance.* cell facility: provider ≠ unknown customer provider", whichSubnet],
      ["aws_instance.* cell networking: provider ≠ unknown provider shared", whichSubnet],
      ["aws_instance.* cell resilience: shared ≠ unknown customer shared", whichSubnet],
      ["aws_instance.* variants:  ≠ local-zone? outpost? wavelength-zone?", whichSubnet],
      ["aws_instance.* duty facility area/facility: - ≠ unknown", whichSubnet],
      ["aws_instance.* duty networking area/networking: - ≠ unknown", whichSubnet],
      ["aws_instance.worker[*] duty network-controls aws/ec2/no-public-address: met ≠ unknown", whichSubnet],
      ["aws_instance.* duty os aws/ec2/supported-amazon-linux: unknown ≠ -", lookedUpImage],
    ],
    state: [
      ["aws_instance.* duty os aws/ec2/supported-amazon-linux: unknown ≠ -", lookedUpImage],
      ...["cell *: unknown customer shared ≠ shared", "duty os *: unknown ≠ met", "variants: amazon-linux-2? ≠ "].map(
        (fact): readonly [string, string] => [
          `aws_eks_node_group.managed ${fact}`,
          "a state tells the AMI type that EKS chose",
        ],
      ),
      [
        "aws_instance.bastion duty identity aws/ec2/require-imdsv2: unmet ≠ met",
        "a state tells that the image's own default requires version 2",
      ],
    ],
  },
  {
    name: "data",
    plan: passwords,
    state: [
      ...passwords,
      ["aws_db_instance.replica duty identity area/identity: unknown ≠ -", replicaEngine],
      ["aws_db_instance.replica duty identity aws/rds/iam-authentication: - ≠ unmet", replicaEngine],
      ["aws_db_instance.orders duty encryption-in-transit aws/rds/require-tls: unmet ≠ met", chosenVersion],
      ["aws_db_instance.replica duty encryption-in-transit aws/rds/require-tls: - ≠ met", chosenVersion],
      ["aws_db_instance.replica duty encryption-in-transit area/encryption-in-transit: unknown ≠ -", chosenVersion],
      ...supported("aws_db_instance.*"),
      ...supported("aws_rds_cluster.shop"),
      ...supported("aws_elasticache_replication_group.*"),
    ],
  },
  {
    name: "edge",
    plan: [
      ["aws_sqs_queue.orders duty encryption-in-transit aws/sqs/require-tls: unmet ≠ unknown", wholeTexts],
      ["aws_sqs_queue.orders duty identity aws/sqs/no-*: met ≠ unknown", wholeTexts],
    ],
    state: [],
  },
  {
    name: "language",
    plan: [["module.tier[*].module.leaf[*].aws_sqs_queue.this duty * aws/sqs/*: unmet ≠ unknown", wholeTexts]],
    state: [
      ["aws_db_instance.main duty encryption-in-transit aws/rds/require-tls: unmet ≠ met", chosenVersion],
      ...supported("aws_db_instance.main"),
    ],
  },
  {
    name: "changes",
    before: "before",
    plan: [["aws_sqs_queue.forgotten *: - ≠ *", "only the plan tells of what is left as it is and no longer managed"]],
    state: [
      ["aws_db_instance.main duty encryption-in-transit aws/rds/require-tls: unmet ≠ met", chosenVersion],
      ...supported("aws_db_instance.main"),
      [
        "aws_instance.host duty identity aws/ec2/require-imdsv2: unmet ≠ met",
        "a state tells that the image's own default requires version 2",
      ],
      [
        "aws_instance.host duty network-controls aws/ec2/no-public-address: unknown ≠ met",
        "a state tells whether the instance was given a public address",
      ],
      ...["cell facility: provider", "cell networking: provider", "cell resilience: shared", "variants: "].map(
        (fact): readonly [string, string] => [
          `aws_instance.host ${fact} ≠ *`,
          "a state names the subnet that AWS chose, which is not in it and may lie on an Outpost",
        ],
      ),
      ["aws_instance.host duty facility area/facility: - ≠ unknown", "as its cell"],
      ["aws_instance.host duty networking area/networking: - ≠ unknown", "as its cell"],
    ],
  },
  {
    name: "versions",
    plan: [],
    state: [],
    plans: ["plan.terraform-1.5.json", "plan.opentofu-1.10.json"],
    states: ["state.terraform-1.5.json", "state.opentofu-1.10.json", "terraform-1.5.tfstate", "opentofu-1.10.tfstate"],
  },
];

const fixtures = join(root, "test/fixtures/parity");

describe.each(systems)("the system $name", (system) => {
  const { name, configuration, before, plan, state } = system;
  const { plans = ["plan.json"], states = ["state.json", "terraform.tfstate"] } = system;
  const folder = join(fixtures, name);
  const after = configuration === undefined ? join(folder, "config") : join(root, configuration);
  const earlier = before === undefined ? after : join(folder, before);

  it.each([
    ...plans.map((file) => ({ file, of: after, expected: plan })),
    ...states.map((file) => ({ file, of: earlier, expected: state })),
  ])("is the same in $file as in its configuration, but for what is listed", async ({ file, of, expected }) => {
    const [written, read] = [await assessed(of), await assessed(join(folder, file))];
    expect(written.components.length).toBeGreaterThan(4);
    expect(read.problems).toEqual([]);
    expect(read.unclassified).toEqual([]);
    const found = differences(written, read);
    expect(found.filter((line) => !expected.some(([pattern]) => matches(line, pattern)))).toEqual([]);
    expect(expected.filter(([pattern]) => !found.some((line) => matches(line, pattern)))).toEqual([]);
  });

  it("never has what is secret in its answers", async () => {
    for (const file of [...plans, ...states]) {
      const path = join(folder, file);
      expect(JSON.stringify(await assessed(path))).not.toMatch(/worthless/);
      if (name === "language" || name === "data") expect(readFileSync(path, "utf8")).toMatch(/worthless/);
    }
  });
});

describe("a comparison of two readings", () => {
  it("finds what is only in one of them, and what differs in both", async () => {
    const folder = join(fixtures, "changes");
    const before = await assessed(join(folder, "before"));
    const after = await assessed(join(folder, "config"));
    const found = differences(before, after);
    expect(found).toContain("aws_sns_topic.old_name cell os: provider ≠ -");
    expect(found).toContain("aws_sns_topic.new_name cell os: - ≠ provider");
    expect(found).toContain("aws_db_instance.main duty encryption-at-rest aws/rds/storage-encrypted: unmet ≠ met");
    expect(differences(after, after)).toEqual([]);
  });
});

function matches(line: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.[\](){}?+^$|\\/]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "u").test(line);
}
