resource "random_password" "database" {
  length  = 32
  special = false
}

resource "azurerm_postgresql_flexible_server" "main" {
  name                          = "${var.name}-${random_string.suffix.result}"
  resource_group_name           = azurerm_resource_group.main.name
  location                      = var.location
  version                       = "18"
  sku_name                      = var.database_sku
  storage_mb                    = 32768
  auto_grow_enabled             = true
  delegated_subnet_id           = azurerm_subnet.database.id
  private_dns_zone_id           = azurerm_private_dns_zone.database.id
  public_network_access_enabled = false
  # Owns the schema: migrations run as this one. The functions' logins are made by knative/logins.sql.
  administrator_login          = "todo_migrate"
  administrator_password       = random_password.database.result
  backup_retention_days        = 35
  geo_redundant_backup_enabled = false
  zone                         = "1"

  high_availability {
    mode                      = "ZoneRedundant"
    standby_availability_zone = "2"
  }

  lifecycle {
    prevent_destroy = true
    # After a failover the zones are exchanged, which is no change to undo.
    ignore_changes = [zone, high_availability[0].standby_availability_zone]
  }

  depends_on = [azurerm_private_dns_zone_virtual_network_link.database]
}

resource "azurerm_postgresql_flexible_server_database" "main" {
  name      = "todo"
  server_id = azurerm_postgresql_flexible_server.main.id
}

resource "azurerm_postgresql_flexible_server_configuration" "main" {
  for_each = {
    # What migrations create; others are refused.
    "azure.extensions" = "BTREE_GIN,PG_TRGM"
    # The sum of knative/connections.md, with room for a person.
    "max_connections" = "200"
  }
  name      = each.key
  value     = each.value
  server_id = azurerm_postgresql_flexible_server.main.id
}
