# GitHub's workflows deploy without any stored secret: only a token of this repository in this environment is believed.
resource "azurerm_user_assigned_identity" "deploy" {
  name                = "${var.name}-deploy"
  resource_group_name = azurerm_resource_group.main.name
  location            = var.location
}

resource "azurerm_federated_identity_credential" "github" {
  name                      = "github"
  user_assigned_identity_id = azurerm_user_assigned_identity.deploy.id
  issuer                    = "https://token.actions.githubusercontent.com"
  audience                  = ["api://AzureADTokenExchange"]
  subject                   = "repo:${var.github_repository}:environment:${var.github_environment}"
}

resource "azurerm_role_assignment" "deploy" {
  for_each = {
    push    = { scope = azurerm_container_registry.main.id, role = "AcrPush" }
    user    = { scope = azurerm_kubernetes_cluster.main.id, role = "Azure Kubernetes Service Cluster User Role" }
    cluster = { scope = azurerm_kubernetes_cluster.main.id, role = "Azure Kubernetes Service RBAC Cluster Admin" }
  }
  scope                = each.value.scope
  role_definition_name = each.value.role
  principal_id         = azurerm_user_assigned_identity.deploy.principal_id
}
