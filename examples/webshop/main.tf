# The web shop: a load-balanced web service, a batch worker, a thumbnail function and their data.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = {
      Project     = "webshop"
      Environment = var.environment
      ManagedBy   = "terraform"
    }
  }
}

locals {
  name          = "webshop-${var.environment}"
  is_production = var.environment == "prod"

  sizes = {
    test = { db_class = "db.t4g.medium", db_storage = 20, web_tasks = 1, batch_hosts = 1 }
    prod = { db_class = "db.m7g.large", db_storage = 100, web_tasks = 3, batch_hosts = 4 }
  }
  size = local.sizes[var.environment]
}
