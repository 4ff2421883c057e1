output "url" {
  value = "https://${var.domain_name}"
}

output "name_servers" {
  description = "To be entered at the registrar of the domain."
  value       = aws_route53_zone.shop.name_servers
}

output "uploads_bucket" {
  value = aws_s3_bucket.uploads.bucket
}

output "database_address" {
  value = aws_db_instance.shop.address
}

output "log_groups" {
  value = [module.web.log_group_name, module.batch.log_group_name]
}
