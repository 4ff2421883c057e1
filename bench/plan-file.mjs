// A plan in JSON as Terraform writes it, for the resources of bench/generate.mjs, of any size and the same on every run:
// every attribute of the provider's schema with null, [] or false where it is not set, the changes with what is known only
// after apply, and the configuration with what its expressions refer to. Nothing of it was ever deployed.
import { closeSync, openSync, writeSync } from "node:fs";

const header = { format_version: "1.2", terraform_version: "1.11.4" };

/** Attributes that an instance has besides those that are set: as the provider's schema lists them. */
const instanceRest = {
  associate_public_ip_address: null,
  credit_specification: [],
  disable_api_stop: null,
  ebs_block_device: [],
  enable_primary_ipv6: null,
  ephemeral_block_device: [],
  force_destroy: false,
  get_password_data: false,
  hibernation: null,
  host_id: null,
  instance_initiated_shutdown_behavior: null,
  key_name: null,
  launch_template: [],
  network_interface: [],
  placement_group: null,
  region: "eu-west-1",
  source_dest_check: true,
  tenancy: null,
  timeouts: null,
  user_data_base64: null,
  user_data_replace_on_change: false,
  volume_tags: null,
};

const computedOfInstance = [
  "arn",
  "availability_zone",
  "capacity_reservation_specification",
  "cpu_options",
  "ebs_optimized",
  "enclave_options",
  "id",
  "instance_lifecycle",
  "instance_state",
  "ipv6_address_count",
  "ipv6_addresses",
  "maintenance_options",
  "outpost_arn",
  "password_data",
  "primary_network_interface_id",
  "private_dns",
  "private_dns_name_options",
  "private_ip",
  "public_dns",
  "public_ip",
  "secondary_private_ips",
  "security_groups",
  "spot_instance_request_id",
  "subnet_id",
];

const tagsOf = (name) => ({ ManagedBy: "terraform", Name: name, Owner: "platform", Stage: "prod" });
const ref = (...names) => ({ references: names.flatMap((name) => [name, name.split(".").slice(0, 2).join(".")]) });
const constant = (value) => ({ constant_value: value });

/** One resource in its three places: `values`, `unknown` (known after apply), `expressions`. */
function resourcesOf(name, index) {
  const list = [];
  const add = (type, label, values, unknown, expressions) =>
    list.push({ type, name: label, values, unknown, expressions });
  const marks = (names) => Object.fromEntries(names.map((key) => [key, true]));
  for (const at of [0, 1, 2, 3]) {
    add(
      "aws_instance",
      `${name}_worker_${at}`,
      {
        ...instanceRest,
        ami: "ami-0abcdef1234567890",
        iam_instance_profile: `${name}-worker`,
        instance_type: "m7g.large",
        metadata_options: [{ http_endpoint: "enabled", http_tokens: "required" }],
        monitoring: true,
        root_block_device: [
          { delete_on_termination: true, encrypted: true, tags: null, volume_size: 50, volume_type: "gp3" },
        ],
        tags: tagsOf(`${name}-worker-${at}`),
        tags_all: tagsOf(`${name}-worker-${at}`),
        user_data: `#!/bin/bash\nset -euo pipefail\nexport REGION=eu-west-1\nsystemctl enable --now ${name}-worker.service\nsystemctl enable --now amazon-ssm-agent.service\n`,
      },
      { ...marks(computedOfInstance), vpc_security_group_ids: true, tags: {}, tags_all: {} },
      {
        ami: constant("ami-0abcdef1234567890"),
        iam_instance_profile: constant(`${name}-worker`),
        instance_type: constant("m7g.large"),
        metadata_options: [{ http_endpoint: constant("enabled"), http_tokens: constant("required") }],
        monitoring: constant(true),
        root_block_device: [{ encrypted: constant(true), volume_size: constant(50), volume_type: constant("gp3") }],
        tags: { references: ["local.common"] },
        user_data: { references: ["var.region"] },
        vpc_security_group_ids: ref(`aws_security_group.${name}.id`),
      },
    );
  }
  for (const at of [0, 1]) {
    add(
      "aws_cloudwatch_metric_alarm",
      `${name}_${at}`,
      {
        actions_enabled: true,
        alarm_actions: null,
        alarm_description: "The workers are busier than they should be; look at the queue first.",
        alarm_name: `${name}-cpu-${at}`,
        comparison_operator: "GreaterThanOrEqualToThreshold",
        datapoints_to_alarm: null,
        evaluation_periods: 3,
        extended_statistic: null,
        insufficient_data_actions: null,
        metric_name: "CPUUtilization",
        metric_query: [],
        namespace: "AWS/EC2",
        ok_actions: null,
        period: 300,
        statistic: "Average",
        tags: tagsOf(name),
        tags_all: tagsOf(name),
        threshold: 85,
        treat_missing_data: "missing",
        unit: null,
      },
      {
        ...marks(["arn", "id", "evaluate_low_sample_count_percentiles"]),
        dimensions: { InstanceId: true },
        tags: {},
        tags_all: {},
      },
      {
        alarm_name: constant(`${name}-cpu-${at}`),
        dimensions: ref(`aws_instance.${name}_worker_${at}.id`),
        tags: { references: ["local.common"] },
      },
    );
    add(
      "aws_s3_bucket",
      `${name}_${at}`,
      {
        bucket: `${name}-data-${at}`,
        force_destroy: false,
        tags: tagsOf(`${name}-data-${at}`),
        tags_all: tagsOf(`${name}-data-${at}`),
        timeouts: null,
      },
      {
        ...marks([
          "acceleration_status",
          "acl",
          "arn",
          "bucket_domain_name",
          "bucket_prefix",
          "cors_rule",
          "grant",
          "hosted_zone_id",
          "id",
          "lifecycle_rule",
          "logging",
          "object_lock_configuration",
          "object_lock_enabled",
          "policy",
          "region",
          "replication_configuration",
          "request_payer",
          "server_side_encryption_configuration",
          "versioning",
          "website",
          "website_domain",
          "website_endpoint",
        ]),
        tags: {},
        tags_all: {},
      },
      { bucket: constant(`${name}-data-${at}`), tags: { references: ["local.common"] } },
    );
    add(
      "aws_iam_policy",
      `${name}_${at}`,
      {
        description: "What the workers may do with their buckets and queue",
        name: `${name}-${at}`,
        path: "/",
        tags: null,
      },
      { ...marks(["arn", "attachment_count", "id", "name_prefix", "policy", "policy_id"]), tags_all: true },
      {
        description: constant("What the workers may do with their buckets and queue"),
        name: constant(`${name}-${at}`),
        policy: ref(`aws_s3_bucket.${name}_${at}.arn`),
      },
    );
    add(
      "aws_iam_role",
      `${name}_${at}`,
      {
        assume_role_policy: JSON.stringify({
          Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" } }],
          Version: "2012-10-17",
        }),
        description: "Taken on by the workers",
        force_detach_policies: false,
        max_session_duration: 3600,
        name: `${name}-${at}`,
        path: "/",
        permissions_boundary: null,
        tags: tagsOf(name),
        tags_all: tagsOf(name),
      },
      {
        ...marks(["arn", "create_date", "id", "inline_policy", "managed_policy_arns", "name_prefix", "unique_id"]),
        tags: {},
        tags_all: {},
      },
      {
        assume_role_policy: {},
        description: constant("Taken on by the workers"),
        max_session_duration: constant(3600),
        name: constant(`${name}-${at}`),
        tags: { references: ["local.common"] },
      },
    );
    add("aws_iam_role_policy_attachment", `${name}_${at}`, { role: `${name}-${at}` }, marks(["id", "policy_arn"]), {
      policy_arn: ref(`aws_iam_policy.${name}_${at}.arn`),
      role: ref(`aws_iam_role.${name}_${at}.name`),
    });
  }
  add(
    "aws_iam_role_policy_attachment",
    `${name}_2`,
    { policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", role: `${name}-0` },
    marks(["id"]),
    {
      policy_arn: constant("arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"),
      role: ref(`aws_iam_role.${name}_0.name`),
    },
  );
  add(
    "aws_security_group",
    name,
    {
      description: "Machines: reached from inside only",
      name: `${name}-workers`,
      revoke_rules_on_delete: false,
      tags: tagsOf(name),
      tags_all: tagsOf(name),
      timeouts: null,
    },
    { ...marks(["arn", "egress", "id", "ingress", "name_prefix", "owner_id", "vpc_id"]), tags: {}, tags_all: {} },
    {
      description: constant("Machines: reached from inside only"),
      name: constant(`${name}-workers`),
      tags: { references: ["local.common"] },
    },
  );
  for (const [type, cidr, port, protocol] of [
    ["ingress", `10.${index % 256}.0.0/16`, 443, "tcp"],
    ["egress", "0.0.0.0/0", 0, "-1"],
  ]) {
    add(
      "aws_security_group_rule",
      `${name}_${type}`,
      {
        cidr_blocks: [cidr],
        description: "From inside the network",
        from_port: port,
        ipv6_cidr_blocks: null,
        prefix_list_ids: null,
        protocol,
        self: false,
        timeouts: null,
        to_port: port,
        type,
      },
      {
        ...marks(["id", "security_group_id", "security_group_rule_id", "source_security_group_id"]),
        cidr_blocks: [false],
      },
      {
        cidr_blocks: {},
        from_port: constant(port),
        protocol: constant(protocol),
        security_group_id: ref(`aws_security_group.${name}.id`),
        to_port: constant(port),
        type: constant(type),
      },
    );
  }
  add(
    "aws_lambda_function",
    name,
    {
      architectures: ["x86_64"],
      code_signing_config_arn: null,
      dead_letter_config: [],
      description: "Removes results that nobody fetched within a week",
      environment: [{ variables: { BUCKET: `${name}-data-0`, DAYS: "7" } }],
      file_system_config: [],
      filename: "cleanup.zip",
      function_name: `${name}-cleanup`,
      handler: "cleanup.handler",
      image_config: [],
      image_uri: null,
      kms_key_arn: null,
      layers: null,
      memory_size: 128,
      package_type: "Zip",
      publish: false,
      reserved_concurrent_executions: -1,
      runtime: "python3.13",
      skip_destroy: false,
      snap_start: [],
      tags: tagsOf(name),
      tags_all: tagsOf(name),
      timeout: 60,
      timeouts: null,
      vpc_config: [],
    },
    {
      ...marks([
        "arn",
        "code_sha256",
        "ephemeral_storage",
        "id",
        "invoke_arn",
        "last_modified",
        "logging_config",
        "qualified_arn",
        "role",
        "signing_job_arn",
        "source_code_hash",
        "tracing_config",
        "version",
      ]),
      tags: {},
      tags_all: {},
    },
    {
      description: constant("Removes results that nobody fetched within a week"),
      environment: [{ variables: ref(`aws_s3_bucket.${name}_0.bucket`) }],
      filename: constant("cleanup.zip"),
      function_name: constant(`${name}-cleanup`),
      handler: constant("cleanup.handler"),
      role: ref(`aws_iam_role.${name}_0.arn`),
      runtime: constant("python3.13"),
      timeout: constant(60),
    },
  );
  add(
    "aws_cloudwatch_log_group",
    name,
    {
      kms_key_id: null,
      log_group_class: "STANDARD",
      name: `/aws/lambda/${name}-cleanup`,
      retention_in_days: 30,
      skip_destroy: false,
      tags: tagsOf(name),
      tags_all: tagsOf(name),
    },
    { ...marks(["arn", "id", "name_prefix"]), tags: {}, tags_all: {} },
    {
      name: constant(`/aws/lambda/${name}-cleanup`),
      retention_in_days: constant(30),
      tags: { references: ["local.common"] },
    },
  );
  return list;
}

/** As Terraform writes it: lists and maps with what is in them, and nothing of plain values that are no secrets. */
function sensitivityOf(value) {
  if (Array.isArray(value)) return value.map(sensitivityOf);
  if (typeof value !== "object" || value === null) return false;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const mark = sensitivityOf(inner);
      return mark === false ? [] : [[name, mark]];
    }),
  );
}

/** What is known of a resource once it is there. */
function deployedValues({ type, name, values }) {
  return { ...values, arn: `arn:aws:demo:eu-west-1:111122223333:${type}/${name}`, id: `${type}-${name}` };
}

function created({ values, unknown }) {
  return {
    actions: ["create"],
    before: null,
    after: values,
    after_unknown: unknown,
    before_sensitive: false,
    after_sensitive: sensitivityOf({ ...values, ...unknown }),
  };
}

function unchanged(resource) {
  const values = deployedValues(resource);
  const sensitive = sensitivityOf(values);
  return {
    actions: ["no-op"],
    before: values,
    after: values,
    after_unknown: {},
    before_sensitive: sensitive,
    after_sensitive: sensitive,
  };
}

/**
 * Writes a plan of `sets` times 20 resources; gives how many there are and how many bytes. They are all to be created, or
 * all there already (`isDeployed`), when a plan says everything four times over.
 */
export function writePlan(path, sets, isDeployed = false) {
  const file = openSync(path, "w");
  let bytes = 0;
  let waiting = "";
  const write = (text, isLast = false) => {
    waiting += text;
    if (waiting.length < 1 << 22 && !isLast) return;
    bytes += writeSync(file, waiting);
    waiting = "";
  };
  let resources = 0;
  const each = (textOf) => {
    let separator = "";
    resources = 0;
    for (let set = 0; set < sets; set += 1) {
      for (const resource of resourcesOf(`svc${set}`, set)) {
        write(separator + JSON.stringify(textOf(resource)));
        separator = ",";
        resources += 1;
      }
    }
  };
  const place = ({ type, name }) => ({ address: `${type}.${name}`, mode: "managed", type, name });
  const provider = "registry.terraform.io/hashicorp/aws";
  write(
    `${JSON.stringify(header).slice(0, -1)},"variables":{"region":{"value":"eu-west-1"}},"planned_values":{"root_module":{"resources":[`,
  );
  each((resource) => ({
    ...place(resource),
    provider_name: provider,
    schema_version: 1,
    values: isDeployed ? deployedValues(resource) : resource.values,
    sensitive_values: sensitivityOf(resource.values),
  }));
  write(']}},"resource_changes":[');
  each((resource) => ({
    ...place(resource),
    provider_name: provider,
    change: isDeployed ? unchanged(resource) : created(resource),
  }));
  if (isDeployed) {
    write(`],"prior_state":${JSON.stringify(header).slice(0, -1)},"values":{"root_module":{"resources":[`);
    each((resource) => ({
      ...place(resource),
      provider_name: provider,
      schema_version: 1,
      values: deployedValues(resource),
      sensitive_values: sensitivityOf(resource.values),
    }));
    write("]}}}");
  } else write("]");
  write(
    ',"configuration":{"provider_config":{"aws":{"name":"aws","full_name":"registry.terraform.io/hashicorp/aws"}},"root_module":{"resources":[',
  );
  each((resource) => ({
    ...place(resource),
    provider_config_key: "aws",
    expressions: resource.expressions,
    schema_version: 1,
  }));
  write(']}},"timestamp":"2026-11-24T00:00:00Z","applyable":true,"complete":true,"errored":false}\n', true);
  closeSync(file);
  return { resources, bytes };
}
