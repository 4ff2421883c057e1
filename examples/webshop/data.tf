resource "aws_kms_key" "data" {
  description             = "Data of the web shop"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_kms_alias" "data" {
  name          = "alias/${local.name}"
  target_key_id = aws_kms_key.data.key_id
}

resource "aws_db_instance" "shop" {
  identifier     = local.name
  engine         = "postgres"
  engine_version = "17.4"
  instance_class = local.size.db_class
  db_name        = "shop"

  username                    = "shop"
  manage_master_user_password = true

  allocated_storage = local.size.db_storage
  storage_type      = "gp3"
  storage_encrypted = true
  kms_key_id        = aws_kms_key.data.arn

  multi_az                  = local.is_production
  backup_retention_period   = local.is_production ? 14 : 1
  deletion_protection       = false
  skip_final_snapshot       = !local.is_production
  final_snapshot_identifier = "${local.name}-final"

  db_subnet_group_name   = aws_db_subnet_group.shop.name
  parameter_group_name   = aws_db_parameter_group.shop.name
  vpc_security_group_ids = [aws_security_group.database.id]
  publicly_accessible    = false
}

resource "aws_db_subnet_group" "shop" {
  name       = local.name
  subnet_ids = aws_subnet.private[*].id
}

resource "aws_db_parameter_group" "shop" {
  name   = "${local.name}-postgres17"
  family = "postgres17"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "500"
  }
}

# Photos that customers and the shop's staff upload; thumbnails are written beside them.
resource "aws_s3_bucket" "uploads" {
  bucket = "${local.name}-uploads"
}

resource "aws_s3_bucket_public_access_block" "uploads" {
  bucket = aws_s3_bucket.uploads.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "uploads" {
  bucket = aws_s3_bucket.uploads.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "uploads" {
  bucket = aws_s3_bucket.uploads.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.data.arn
    }
  }
}

resource "aws_s3_bucket_policy" "uploads" {
  bucket = aws_s3_bucket.uploads.id
  policy = data.aws_iam_policy_document.uploads.json
}

data "aws_iam_policy_document" "uploads" {
  statement {
    sid       = "OnlyTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.uploads.arn, "${aws_s3_bucket.uploads.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

# Orders on their way from the web service to the batch worker. No dead-letter queue yet.
resource "aws_sqs_queue" "orders" {
  name                       = "${local.name}-orders"
  visibility_timeout_seconds = 300
  message_retention_seconds  = 1209600
  kms_master_key_id          = aws_kms_key.data.arn
}

# The key for the payment provider; its value is set by hand.
resource "aws_secretsmanager_secret" "payment" {
  name        = "${local.name}/payment-api-key"
  description = "API key for the payment provider"
  kms_key_id  = aws_kms_key.data.arn
}
