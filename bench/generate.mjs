// A Terraform configuration of about 1 MB and 2,000 resources, the same on every run: what a large team's root module looks like.

/** Files by name. `copies` of a set of 20 resources; 100 make 2,000 resources. */
export function configuration(copies) {
  const files = { "variables.tf": variables };
  for (let at = 0; at < copies; at += 1) files[`service_${at}.tf`] = service(`svc${at}`);
  return files;
}

const variables = `variable "region" {
  type    = string
  default = "eu-west-1"
}
variable "tags" {
  type    = map(string)
  default = { Owner = "platform", Stage = "prod" }
}
locals {
  common = merge(var.tags, { ManagedBy = "terraform" })
}
`;

const filler = (name) =>
  Array.from(
    { length: 40 },
    (_, at) =>
      `      { Sid = "${name}${at}", Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "\${aws_s3_bucket.${name}.arn}/part-${at}/*" },`,
  ).join("\n");

const service = (name) => `# ${name}: one product team's service
resource "aws_vpc" "${name}" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  tags                 = merge(local.common, { Name = "${name}" })
}
resource "aws_subnet" "${name}_a" {
  vpc_id     = aws_vpc.${name}.id
  cidr_block = cidrsubnet(aws_vpc.${name}.cidr_block, 4, 1)
}
resource "aws_subnet" "${name}_b" {
  vpc_id     = aws_vpc.${name}.id
  cidr_block = cidrsubnet(aws_vpc.${name}.cidr_block, 4, 2)
}
resource "aws_security_group" "${name}" {
  vpc_id = aws_vpc.${name}.id
  dynamic "ingress" {
    for_each = [80, 443, 8080]
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["10.0.0.0/8"]
    }
  }
  tags = local.common
}
resource "aws_lb" "${name}" {
  name            = "${name}"
  subnets         = [aws_subnet.${name}_a.id, aws_subnet.${name}_b.id]
  security_groups = [aws_security_group.${name}.id]
}
resource "aws_lb_listener" "${name}" {
  load_balancer_arn = aws_lb.${name}.arn
  port              = 443
  protocol          = "HTTPS"
}
resource "aws_ecs_cluster" "${name}" {
  name = "${name}"
}
resource "aws_ecs_task_definition" "${name}" {
  family = "${name}"
  container_definitions = jsonencode([{
    name        = "${name}"
    image       = "example/${name}:1"
    environment = [for key, value in local.common : { name = key, value = value }]
  }])
}
resource "aws_ecs_service" "${name}" {
  name            = "${name}"
  cluster         = aws_ecs_cluster.${name}.id
  launch_type     = "FARGATE"
  task_definition = aws_ecs_task_definition.${name}.arn
  network_configuration {
    subnets          = [aws_subnet.${name}_a.id, aws_subnet.${name}_b.id]
    assign_public_ip = false
  }
}
resource "aws_iam_role" "${name}" {
  name               = "${name}"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "${name}" {
  role = aws_iam_role.${name}.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
${filler(name)}
    ]
  })
}
resource "aws_lambda_function" "${name}" {
  function_name = "${name}"
  role          = aws_iam_role.${name}.arn
  runtime       = "python3.13"
  handler       = "main.handler"
  environment {
    variables = {
      TABLE  = aws_dynamodb_table.${name}.name
      SCRIPT = <<-EOT
        #!/bin/sh
        echo "starting ${name}"
        exec run --region \${var.region}
      EOT
    }
  }
}
resource "aws_lambda_permission" "${name}" {
  function_name = aws_lambda_function.${name}.function_name
  action        = "lambda:InvokeFunction"
  principal     = "s3.amazonaws.com"
}
resource "aws_s3_bucket" "${name}" {
  bucket = "${name}-data"
}
resource "aws_s3_bucket_public_access_block" "${name}" {
  bucket                  = aws_s3_bucket.${name}.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
resource "aws_s3_bucket_versioning" "${name}" {
  bucket = aws_s3_bucket.${name}.id
  versioning_configuration { status = "Enabled" }
}
resource "aws_db_instance" "${name}" {
  engine              = "postgres"
  instance_class      = "db.t4g.medium"
  storage_encrypted   = true
  multi_az            = true
  backup_retention_period = 7
  vpc_security_group_ids  = [aws_security_group.${name}.id]
}
resource "aws_dynamodb_table" "${name}" {
  name         = "${name}"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
  point_in_time_recovery { enabled = true }
}
resource "aws_sqs_queue" "${name}" {
  name                    = "${name}"
  sqs_managed_sse_enabled = true
}
resource "aws_cloudwatch_log_group" "${name}" {
  name              = "/aws/lambda/${name}"
  retention_in_days = 30
}
`;
