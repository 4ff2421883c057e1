// A Terraform configuration of about 1 MB and 2,000 resources, the same on every run. The mix of types follows how often
// they occur in public repositories: instances, IAM, alarms, buckets, security groups and functions make up most of them.

/** Files by name. `copies` of a set of 20 resources; 100 make 2,000 resources. */
export function configuration(copies) {
  const files = { "variables.tf": variables };
  for (let at = 0; at < copies; at += 1) files[`service_${at}.tf`] = service(`svc${at}`, at);
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
variable "vpc_cidr" {
  type    = string
  default = "10.0.0.0/8"
}
locals {
  common = merge(var.tags, { ManagedBy = "terraform" })
}
`;

const instance = (name, at) => `
# Worker ${at} of ${name}: takes jobs from the queue and writes results to the bucket.
resource "aws_instance" "${name}_worker_${at}" {
  ami           = "ami-0abcdef1234567890"
  instance_type = "m7g.large"
  vpc_security_group_ids = [aws_security_group.${name}.id]
  iam_instance_profile   = "${name}-worker"
  monitoring             = true
  metadata_options {
    http_tokens   = "required"
    http_endpoint = "enabled"
  }
  root_block_device {
    encrypted   = true
    volume_size = 50
    volume_type = "gp3"
  }
  user_data = <<-EOT
    #!/bin/bash
    set -euo pipefail
    export REGION=\${var.region}
    systemctl enable --now ${name}-worker.service
    systemctl enable --now amazon-ssm-agent.service
  EOT
  tags = merge(local.common, { Name = "${name}-worker-${at}" })
}
`;

const alarm = (name, at) => `
resource "aws_cloudwatch_metric_alarm" "${name}_${at}" {
  alarm_name          = "${name}-cpu-${at}"
  alarm_description   = "The workers of ${name} are busier than they should be; look at the queue first."
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 3
  metric_name         = "CPUUtilization"
  namespace           = "AWS/EC2"
  period              = 300
  statistic           = "Average"
  threshold           = 85
  dimensions          = { InstanceId = aws_instance.${name}_worker_${at}.id }
  tags                = local.common
}
`;

const bucket = (name, at) => `
resource "aws_s3_bucket" "${name}_${at}" {
  bucket = "${name}-data-${at}"
  tags   = merge(local.common, { Name = "${name}-data-${at}", Classification = "internal" })
}
`;

const policy = (name, at) => `
resource "aws_iam_policy" "${name}_${at}" {
  name        = "${name}-${at}"
  description = "What the workers of ${name} may do with its buckets and queue"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Read"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:ListBucket"]
        Resource = [aws_s3_bucket.${name}_${at}.arn, "\${aws_s3_bucket.${name}_${at}.arn}/*"]
      },
      {
        Sid      = "Write"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:DeleteObject"]
        Resource = "\${aws_s3_bucket.${name}_${at}.arn}/results/*"
      },
    ]
  })
}
`;

const role = (name, at) => `
resource "aws_iam_role" "${name}_${at}" {
  name                 = "${name}-${at}"
  description          = "Taken on by the workers of ${name}"
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
  tags = local.common
}
`;

const attachment = (name, at, policyArn) => `
resource "aws_iam_role_policy_attachment" "${name}_${at}" {
  role       = aws_iam_role.${name}_${at % 2}.name
  policy_arn = ${policyArn}
}
`;

const service = (name, index) => `# ${name}: one product team's service.
#
# It takes orders from a queue, works on them on a few machines, and puts the results into buckets from which other teams
# take them. Ask the team before you change anything here; their on-call rota is linked in the service catalogue.
${[0, 1, 2, 3].map((at) => instance(name, at)).join("")}
${[0, 1].map((at) => alarm(name, at)).join("")}
${[0, 1].map((at) => bucket(name, at)).join("")}
${[0, 1].map((at) => policy(name, at)).join("")}
${[0, 1].map((at) => role(name, at)).join("")}
${[0, 1].map((at) => attachment(name, at, `aws_iam_policy.${name}_${at}.arn`)).join("")}
${attachment(name, 2, '"arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"')}
resource "aws_security_group" "${name}" {
  name        = "${name}-workers"
  description = "Machines of ${name}: reached from inside only"
  tags        = merge(local.common, { Name = "${name}-workers" })
}

resource "aws_security_group_rule" "${name}_in" {
  security_group_id = aws_security_group.${name}.id
  type              = "ingress"
  description       = "HTTPS from inside the network"
  from_port         = 443
  to_port           = 443
  protocol          = "tcp"
  cidr_blocks       = [cidrsubnet(var.vpc_cidr, 8, ${index % 256})]
}

resource "aws_security_group_rule" "${name}_out" {
  security_group_id = aws_security_group.${name}.id
  type              = "egress"
  description       = "Anywhere"
  from_port         = 0
  to_port           = 0
  protocol          = "-1"
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_lambda_function" "${name}" {
  function_name = "${name}-cleanup"
  description   = "Removes results that nobody fetched within a week"
  role          = aws_iam_role.${name}_0.arn
  runtime       = "python3.13"
  handler       = "cleanup.handler"
  filename      = "cleanup.zip"
  timeout       = 60
  environment {
    variables = {
      BUCKET = aws_s3_bucket.${name}_0.bucket
      DAYS   = "7"
    }
  }
  tags = local.common
}

resource "aws_cloudwatch_log_group" "${name}" {
  name              = "/aws/lambda/${name}-cleanup"
  retention_in_days = 30
  tags              = local.common
}
`;
