variable "name" {
  type = string
}

variable "region" {
  type = string
}

variable "cluster" {
  description = "ARN of the cluster."
  type        = string
}

variable "capacity_provider" {
  description = "FARGATE, FARGATE_SPOT, or the name of a capacity provider of the cluster."
  type        = string
}

variable "image" {
  type = string
}

variable "cpu" {
  type    = number
  default = 512
}

variable "memory" {
  description = "In MiB."
  type        = number
  default     = 1024
}

variable "desired_count" {
  type    = number
  default = 1
}

variable "port" {
  description = "Port that the container listens on, if any."
  type        = number
  default     = null
}

variable "target_group_arn" {
  description = "Target group of a load balancer, if the service stands behind one."
  type        = string
  default     = null
}

variable "subnet_ids" {
  type = list(string)
}

variable "security_group_ids" {
  type = list(string)
}

variable "execution_role_arn" {
  type = string
}

variable "task_role_arn" {
  type = string
}

variable "environment" {
  description = "Plain environment variables."
  type        = map(string)
  default     = {}
}

variable "secrets" {
  description = "Environment variables by the ARN of the secret that holds them."
  type        = map(string)
  default     = {}
}

variable "log_retention_days" {
  description = "Logs are kept for ever unless this is set."
  type        = number
  default     = null
}
