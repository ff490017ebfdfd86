output "kubeconfig_command" {
  description = "Makes this cluster the current context."
  value       = "oci ce cluster create-kubeconfig --cluster-id ${oci_containerengine_cluster.main.id} --region ${var.region} --token-version 2.0.0 --kube-endpoint PUBLIC_ENDPOINT"
}

output "registry" {
  description = "Argument of build/images.sh."
  value       = "ocir.${var.region}.oci.oraclecloud.com/${data.oci_objectstorage_namespace.main.namespace}/${var.name}"
}

output "database_host" {
  description = "PostgreSQL, inside the network."
  value       = oci_psql_db_system.main.network_details[0].primary_db_endpoint_private_ip
}

output "database_password" {
  description = "Of todo_migrate."
  value       = random_password.database.result
  sensitive   = true
}

output "kafka_bootstrap" {
  description = "Null with Strimzi."
  value       = one([for cluster in oci_managed_kafka_kafka_cluster.main : cluster.kafka_bootstrap_urls[*].url])
}

output "deploy_identity" {
  description = "Variables of the GitHub environment; the certificate is in the kubeconfig."
  value = {
    OKE_ENDPOINT = oci_containerengine_cluster.main.endpoints[0].public_endpoint
    OKE_AUDIENCE = "${var.name}-oke"
    OKE_USER     = "github:repo:${var.github_repository}:environment:${var.github_environment}"
  }
}
