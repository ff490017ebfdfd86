output "kubeconfig_command" {
  description = "Makes this cluster the current context."
  value       = "az aks get-credentials --resource-group ${azurerm_resource_group.main.name} --name ${azurerm_kubernetes_cluster.main.name} && kubelogin convert-kubeconfig -l azurecli"
}

output "registry" {
  description = "Argument of build/images.sh."
  value       = "${azurerm_container_registry.main.login_server}/todo"
}

output "database_host" {
  description = "PostgreSQL, inside the network."
  value       = azurerm_postgresql_flexible_server.main.fqdn
}

output "database_password" {
  description = "Of todo_migrate."
  value       = random_password.database.result
  sensitive   = true
}

output "kafka_bootstrap" {
  description = "Null with Strimzi."
  value       = one([for namespace in azurerm_eventhub_namespace.main : "${namespace.name}.servicebus.windows.net:9093"])
}

output "kafka_passwords" {
  description = "The connection strings, by user."
  value       = { for name, rule in azurerm_eventhub_namespace_authorization_rule.main : name => rule.primary_connection_string }
  sensitive   = true
}

output "deploy_identity" {
  description = "Variables of the GitHub environment."
  value = {
    AZURE_CLIENT_ID       = azurerm_user_assigned_identity.deploy.client_id
    AZURE_TENANT_ID       = azurerm_user_assigned_identity.deploy.tenant_id
    AZURE_SUBSCRIPTION_ID = var.subscription_id
    AZURE_RESOURCE_GROUP  = azurerm_resource_group.main.name
    CLUSTER_NAME          = azurerm_kubernetes_cluster.main.name
    REGISTRY              = "${azurerm_container_registry.main.login_server}/todo"
  }
}
