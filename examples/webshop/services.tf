resource "aws_lb" "shop" {
  name               = local.name
  load_balancer_type = "application"
  subnets            = aws_subnet.public[*].id
  security_groups    = [aws_security_group.balancer.id]

  # TODO: switch on before the next season; off so that test stacks can be torn down.
  enable_deletion_protection = false
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.shop.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.shop.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "redirect"

    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_target_group" "web" {
  name        = "${local.name}-web"
  vpc_id      = aws_vpc.main.id
  target_type = "ip"
  protocol    = "HTTP"
  port        = 8080

  health_check {
    path    = "/health"
    matcher = "200"
  }
}

resource "aws_ecs_cluster" "main" {
  name = local.name

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_cluster_capacity_providers" "main" {
  cluster_name       = aws_ecs_cluster.main.name
  capacity_providers = ["FARGATE", aws_ecs_capacity_provider.batch.name]

  default_capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }
}

# The batch tasks keep gigabytes of product images on a local disk, hence hosts of our own.
resource "aws_ecs_capacity_provider" "batch" {
  name = "${local.name}-batch"

  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.batch.arn

    managed_scaling {
      status          = "ENABLED"
      target_capacity = 90
    }
  }
}

resource "aws_autoscaling_group" "batch" {
  name                = "${local.name}-batch"
  min_size            = 0
  max_size            = local.size.batch_hosts
  vpc_zone_identifier = aws_subnet.private[*].id

  launch_template {
    id      = aws_launch_template.batch.id
    version = "$Latest"
  }

  tag {
    key                 = "AmazonECSManaged"
    value               = "true"
    propagate_at_launch = true
  }
}

resource "aws_launch_template" "batch" {
  name                   = "${local.name}-batch"
  image_id               = "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
  instance_type          = "m7i.large"
  vpc_security_group_ids = [aws_security_group.batch_hosts.id]
  user_data              = base64encode("#!/bin/sh\necho ECS_CLUSTER=${aws_ecs_cluster.main.name} >> /etc/ecs/ecs.config\n")

  iam_instance_profile {
    arn = aws_iam_instance_profile.batch_hosts.arn
  }

  metadata_options {
    http_tokens = "required"
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_type = "gp3"
      volume_size = 200
      encrypted   = true
    }
  }
}

module "web" {
  source = "./modules/service"

  name               = "${local.name}-web"
  region             = var.region
  cluster            = aws_ecs_cluster.main.arn
  capacity_provider  = "FARGATE"
  desired_count      = local.size.web_tasks
  image              = "${var.registry}/webshop/web:${var.release}"
  port               = 8080
  target_group_arn   = aws_lb_target_group.web.arn
  subnet_ids         = aws_subnet.private[*].id
  security_group_ids = [aws_security_group.tasks.id]
  execution_role_arn = aws_iam_role.execution.arn
  task_role_arn      = aws_iam_role.tasks.arn
  log_retention_days = 400

  environment = {
    DATABASE_HOST = aws_db_instance.shop.address
    ORDER_QUEUE   = aws_sqs_queue.orders.url
    UPLOADS       = aws_s3_bucket.uploads.bucket
  }
  secrets = {
    DATABASE_LOGIN  = aws_db_instance.shop.master_user_secret[0].secret_arn
    PAYMENT_API_KEY = aws_secretsmanager_secret.payment.arn
  }

  depends_on = [aws_lb_listener.https]
}

module "batch" {
  source = "./modules/service"

  name               = "${local.name}-batch"
  region             = var.region
  cluster            = aws_ecs_cluster.main.arn
  capacity_provider  = aws_ecs_capacity_provider.batch.name
  image              = "${var.registry}/webshop/batch:${var.release}"
  cpu                = 1024
  memory             = 4096
  subnet_ids         = aws_subnet.private[*].id
  security_group_ids = [aws_security_group.tasks.id]
  execution_role_arn = aws_iam_role.execution.arn
  task_role_arn      = aws_iam_role.tasks.arn

  environment = {
    DATABASE_HOST = aws_db_instance.shop.address
    ORDER_QUEUE   = aws_sqs_queue.orders.url
    SMTP_HOST     = "mail.example.com"
    SMTP_USER     = "webshop"
    SMTP_PASSWORD = "not-a-real-password"
  }
  secrets = {
    DATABASE_LOGIN = aws_db_instance.shop.master_user_secret[0].secret_arn
  }

  depends_on = [aws_ecs_cluster_capacity_providers.main]
}
