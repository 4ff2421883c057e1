/**
 * Which attributes a provider fills in where the configuration leaves them out. Of plain attributes that is so of each one
 * that a plan calls unknown though nothing sets it; plans before Terraform 1.0 do not tell which are plain. A nested block
 * may also come of a `dynamic` block, of which a plan's configuration says nothing: only of those named here is it certain
 * that the provider fills them in.
 */
import type { Reads } from "./values.js";

export function isFilledIn(type: string, name: string, reads: Reads): boolean {
  const wanted = reads(type);
  if (wanted !== "all" && wanted.get(name) === "value") return true;
  return Object.hasOwn(filledIn, type) && (filledIn[type] as readonly string[]).includes(name);
}

const machine = [
  "capacity_reservation_specification",
  "cpu_options",
  "ebs_block_device",
  "enclave_options",
  "ephemeral_block_device",
  "instance_market_options",
  "ipv6_addresses",
  "maintenance_options",
  "metadata_options",
  "network_interface",
  "primary_network_interface",
  "private_dns_name_options",
  "root_block_device",
  "secondary_network_interface",
  "secondary_private_ips",
  "security_groups",
  "vpc_security_group_ids",
];
const rules = ["ingress", "egress"];

/** Blocks and lists that the AWS provider's schema marks as both optional and computed. */
const filledIn: Readonly<Record<string, readonly string[]>> = {
  aws_acm_certificate: ["domain_validation_options", "options", "subject_alternative_names"],
  aws_autoscaling_group: [
    "availability_zones",
    "load_balancers",
    "mixed_instances_policy",
    "target_group_arns",
    "traffic_source",
    "vpc_zone_identifier",
  ],
  aws_cloudtrail: ["event_selector", "advanced_event_selector"],
  aws_default_network_acl: rules,
  aws_default_security_group: rules,
  aws_dynamodb_table: ["point_in_time_recovery", "server_side_encryption", "ttl", "warm_throughput"],
  aws_ecs_cluster: ["setting"],
  aws_efs_file_system: ["protection"],
  aws_eks_cluster: ["access_config", "compute_config", "kubernetes_network_config", "storage_config", "upgrade_policy"],
  aws_eks_node_group: ["launch_template", "node_repair_config", "update_config", "instance_types"],
  aws_elasticache_replication_group: ["cluster_mode", "security_group_ids", "security_group_names", "member_clusters"],
  aws_elasticsearch_domain: [
    "advanced_security_options",
    "auto_tune_options",
    "domain_endpoint_options",
    "ebs_options",
    "encrypt_at_rest",
    "node_to_node_encryption",
  ],
  aws_iam_role: ["inline_policy", "managed_policy_arns"],
  aws_instance: machine,
  aws_kinesis_firehose_delivery_stream: ["server_side_encryption"],
  aws_lambda_function: ["ephemeral_storage", "logging_config", "tracing_config"],
  aws_launch_configuration: ["ebs_block_device", "metadata_options", "root_block_device"],
  aws_launch_template: ["metadata_options"],
  aws_lb: ["subnet_mapping", "subnets", "security_groups"],
  aws_mq_broker: ["maintenance_window_start_time", "user"],
  aws_msk_cluster: ["encryption_info"],
  aws_network_acl: rules,
  aws_opensearch_domain: [
    "advanced_security_options",
    "auto_tune_options",
    "domain_endpoint_options",
    "ebs_options",
    "encrypt_at_rest",
    "node_to_node_encryption",
    "off_peak_window_options",
  ],
  aws_rds_cluster: ["availability_zones", "vpc_security_group_ids"],
  aws_route_table: ["route"],
  aws_lb_listener: ["mutual_authentication"],
  aws_lb_target_group: ["health_check", "stickiness", "target_failover", "target_group_health", "target_health_state"],
  aws_s3_bucket: [
    "cors_rule",
    "grant",
    "lifecycle_rule",
    "logging",
    "object_lock_configuration",
    "replication_configuration",
    "server_side_encryption_configuration",
    "versioning",
    "website",
  ],
  aws_secretsmanager_secret: ["replica"],
  aws_security_group: rules,
  aws_spot_instance_request: machine,
};
