data "aws_iam_policy_document" "trust" {
  for_each = {
    tasks     = "ecs-tasks.amazonaws.com"
    hosts     = "ec2.amazonaws.com"
    functions = "lambda.amazonaws.com"
  }

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [each.value]
    }
  }
}

# What ECS itself may do to start a task: fetch images, write logs, read secrets.
resource "aws_iam_role" "execution" {
  name               = "${local.name}-execution"
  assume_role_policy = data.aws_iam_policy_document.trust["tasks"].json
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role_policy" "execution" {
  name   = "read-secrets"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}

data "aws_iam_policy_document" "execution" {
  statement {
    actions = ["secretsmanager:GetSecretValue"]
    resources = [
      aws_secretsmanager_secret.payment.arn,
      aws_db_instance.shop.master_user_secret[0].secret_arn,
    ]
  }

  statement {
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.data.arn]
  }
}

# What the containers may do. One role for both services: the batch worker could do with less.
resource "aws_iam_role" "tasks" {
  name               = "${local.name}-tasks"
  assume_role_policy = data.aws_iam_policy_document.trust["tasks"].json
}

resource "aws_iam_role_policy" "tasks" {
  name   = "queue-and-uploads"
  role   = aws_iam_role.tasks.id
  policy = data.aws_iam_policy_document.tasks.json
}

data "aws_iam_policy_document" "tasks" {
  statement {
    actions   = ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"]
    resources = [aws_sqs_queue.orders.arn]
  }

  statement {
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.uploads.arn, "${aws_s3_bucket.uploads.arn}/*"]
  }

  statement {
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.data.arn]
  }
}

resource "aws_iam_role" "batch_hosts" {
  name               = "${local.name}-batch-hosts"
  assume_role_policy = data.aws_iam_policy_document.trust["hosts"].json
}

resource "aws_iam_role_policy_attachment" "batch_hosts" {
  role       = aws_iam_role.batch_hosts.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_instance_profile" "batch_hosts" {
  name = "${local.name}-batch-hosts"
  role = aws_iam_role.batch_hosts.name
}

resource "aws_iam_role" "thumbs" {
  name               = "${local.name}-thumbs"
  assume_role_policy = data.aws_iam_policy_document.trust["functions"].json
}

resource "aws_iam_role_policy" "thumbs" {
  name   = "make-thumbnails"
  role   = aws_iam_role.thumbs.id
  policy = data.aws_iam_policy_document.thumbs.json
}

data "aws_iam_policy_document" "thumbs" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.uploads.arn}/*"]
  }

  statement {
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.data.arn]
  }

  statement {
    actions   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["*"]
  }
}
