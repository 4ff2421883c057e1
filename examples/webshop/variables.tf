variable "region" {
  description = "Region that everything runs in."
  type        = string
  default     = "eu-central-1"
}

variable "environment" {
  description = "Stage of the shop; production is larger and keeps a standby database."
  type        = string

  validation {
    condition     = contains(["test", "prod"], var.environment)
    error_message = "The environment is test or prod."
  }
}

variable "vpc_cidr" {
  description = "Address range of the VPC; the subnets are cut from it."
  type        = string
  default     = "10.20.0.0/16"
}

variable "domain_name" {
  description = "Name that customers type; its zone is kept here."
  type        = string
}

variable "certificate_arn" {
  description = "Certificate for the domain, issued by the platform team in the same region."
  type        = string
}

variable "registry" {
  description = "Registry that the container images come from."
  type        = string
}

variable "release" {
  description = "Tag of the images, and version of the function's package."
  type        = string
}

variable "artifact_bucket" {
  description = "Bucket that the build pipeline puts function packages in."
  type        = string
}
