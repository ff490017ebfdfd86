locals {
  # One truth with the operator's manifests: topics with their partitions and retention.
  topics = {
    for topic in [for part in split("\n---\n", file("${path.module}/../../kafka/strimzi/base/topics.yaml")) : yamldecode(part)] :
    topic.metadata.name => topic.spec if var.kafka == "managed"
  }
  # No ACLs here: a connection string may send, or listen, on the whole namespace.
  rights = {
    relay        = { send = true, listen = false }
    sources      = { send = false, listen = true }
    dead-letters = { send = true, listen = false }
  }
}

resource "azurerm_eventhub_namespace" "main" {
  count                         = var.kafka == "managed" ? 1 : 0
  name                          = "${var.name}-${random_string.suffix.result}"
  resource_group_name           = azurerm_resource_group.main.name
  location                      = var.location
  sku                           = "Standard"
  capacity                      = 1
  auto_inflate_enabled          = true
  maximum_throughput_units      = 4
  minimum_tls_version           = "1.2"
  public_network_access_enabled = true

  # Reached from the nodes' subnet only.
  network_rulesets {
    default_action                 = "Deny"
    public_network_access_enabled  = true
    trusted_service_access_enabled = false
    virtual_network_rule {
      subnet_id = azurerm_subnet.nodes.id
    }
  }
}

resource "azurerm_eventhub" "main" {
  for_each        = local.topics
  name            = each.key
  namespace_id    = azurerm_eventhub_namespace.main[0].id
  partition_count = each.value.partitions

  retention_description {
    cleanup_policy = "Delete"
    # Standard keeps seven days at most.
    retention_time_in_hours = min(168, each.value.config["retention.ms"] / 3600000)
  }
}

resource "azurerm_eventhub_namespace_authorization_rule" "main" {
  for_each            = { for user, right in local.rights : user => right if var.kafka == "managed" }
  name                = each.key
  namespace_name      = azurerm_eventhub_namespace.main[0].name
  resource_group_name = azurerm_resource_group.main.name
  send                = each.value.send
  listen              = each.value.listen
  manage              = false
}
