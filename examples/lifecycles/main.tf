# A system that has not been touched for a while. `demarc forecast examples/lifecycles` says what of it moves when.

resource "aws_lambda_function" "resize" {
  function_name = "resize"
  role          = aws_iam_role.functions.arn
  filename      = "resize.zip"
  handler       = "index.handler"
  runtime       = "nodejs22.x"
}

resource "aws_lambda_function" "report" {
  function_name = "report"
  role          = aws_iam_role.functions.arn
  filename      = "report.zip"
  handler       = "report.handler"
  runtime       = "python3.10"
}

resource "aws_iam_role" "functions" {
  name = "functions"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_eks_cluster" "main" {
  name     = "main"
  version  = "1.34"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config { subnet_ids = ["subnet-0a", "subnet-0b"] }
}

resource "aws_eks_node_group" "workers" {
  cluster_name  = aws_eks_cluster.main.name
  node_role_arn = "arn:aws:iam::111122223333:role/nodes"
  subnet_ids    = ["subnet-0a", "subnet-0b"]
  ami_type      = "AL2_x86_64"
  scaling_config {
    desired_size = 2
    min_size     = 2
    max_size     = 4
  }
}

resource "aws_db_instance" "orders" {
  identifier        = "orders"
  engine            = "postgres"
  engine_version    = "14.12"
  instance_class    = "db.m7g.large"
  storage_encrypted = true
}

resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id = "sessions"
  description          = "Sessions of the shop"
  engine               = "redis"
}
