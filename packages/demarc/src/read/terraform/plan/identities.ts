/**
 * The attributes by which one resource names another where nothing says which is meant: the id and the ARN, and the name
 * that the AWS provider takes for the id, which is known before the id is.
 */

const always: readonly string[] = ["id", "arn"];

export function identifying(type: string): readonly string[] {
  return Object.hasOwn(namedBy, type) ? (namedBy[type] as readonly string[]) : always;
}

const namedBy: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries({
    aws_autoscaling_group: "name",
    aws_cloudwatch_log_group: "name",
    aws_db_parameter_group: "name",
    aws_db_subnet_group: "name",
    aws_docdb_cluster: "cluster_identifier",
    aws_dynamodb_table: "name",
    aws_ecr_repository: "name",
    aws_ecs_capacity_provider: "name",
    aws_ecs_cluster: "name",
    aws_ecs_task_definition: "family",
    aws_eks_cluster: "name",
    aws_elasticache_parameter_group: "name",
    aws_elasticache_replication_group: "replication_group_id",
    aws_elasticache_subnet_group: "name",
    aws_iam_group: "name",
    aws_iam_instance_profile: "name",
    aws_iam_role: "name",
    aws_iam_user: "name",
    aws_key_pair: "key_name",
    aws_kinesis_stream: "name",
    aws_kms_alias: "name",
    aws_lambda_function: "function_name",
    aws_neptune_cluster: "cluster_identifier",
    aws_rds_cluster: "cluster_identifier",
    aws_rds_cluster_parameter_group: "name",
    aws_redshift_cluster: "cluster_identifier",
    aws_s3_bucket: "bucket",
  }).map(([type, name]) => [type, [...always, name]]),
);
