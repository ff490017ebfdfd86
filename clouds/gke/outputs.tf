output "kubeconfig_command" {
  description = "Makes this cluster the current context."
  value       = "gcloud container clusters get-credentials ${google_container_cluster.main.name} --region ${var.region} --project ${var.project}"
}

output "registry" {
  description = "Argument of build/images.sh."
  value       = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.main.repository_id}"
}

output "database_host" {
  description = "Private address of PostgreSQL."
  value       = google_sql_database_instance.main.private_ip_address
}

output "database_password" {
  description = "Of todo_migrate."
  value       = random_password.database.result
  sensitive   = true
}

output "kafka_bootstrap" {
  description = "Null with Strimzi."
  value       = one(google_managed_kafka_cluster.main[*].bootstrap_address)
}

output "deploy_identity" {
  description = "Variables of the GitHub environment."
  value = {
    GOOGLE_WORKLOAD_IDENTITY_PROVIDER = google_iam_workload_identity_pool_provider.github.name
    GOOGLE_SERVICE_ACCOUNT            = google_service_account.deploy.email
    GOOGLE_REGION                     = var.region
    CLUSTER_NAME                      = google_container_cluster.main.name
    REGISTRY                          = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.main.repository_id}"
  }
}
