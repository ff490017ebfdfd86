resource "random_password" "database" {
  length           = 32
  min_lower        = 1
  min_upper        = 1
  min_numeric      = 1
  min_special      = 1
  override_special = "_-"
}

resource "oci_psql_configuration" "main" {
  compartment_id = var.compartment_id
  display_name   = var.name
  db_version     = var.database_version
  is_flexible    = true
  shape          = "VM.Standard.E5.Flex"

  db_configuration_overrides {
    # The sum of knative/connections.md, with room for a person.
    items {
      config_key             = "max_connections"
      overriden_config_value = "200"
    }
    # What migrations create; others are refused.
    items {
      config_key             = "oci.admin_enabled_extensions"
      overriden_config_value = "btree_gin,pg_trgm"
    }
  }
}

resource "oci_psql_db_system" "main" {
  compartment_id              = var.compartment_id
  display_name                = var.name
  db_version                  = var.database_version
  config_id                   = oci_psql_configuration.main.id
  shape                       = "VM.Standard.E5.Flex"
  instance_count              = 2
  instance_ocpu_count         = var.database_ocpus
  instance_memory_size_in_gbs = var.database_ocpus * 16

  # Owns the schema: migrations run as this one. The functions' logins are made by knative/logins.sql.
  credentials {
    username = "todo_migrate"
    password_details {
      password_type = "PLAIN_TEXT"
      password      = random_password.database.result
    }
  }

  network_details {
    subnet_id = oci_core_subnet.main["data"].id
  }

  storage_details {
    system_type           = "OCI_OPTIMIZED_STORAGE"
    is_regionally_durable = true
  }

  management_policy {
    maintenance_window_start = "sun 02:00"
    backup_policy {
      kind           = "DAILY"
      backup_start   = "01:00"
      retention_days = 30
    }
    pitr_policy {
      kind         = "STANDARD"
      restore_days = 7
    }
  }

  lifecycle {
    prevent_destroy = true
    # A new password is set in the database, not here: see README.md.
    ignore_changes = [credentials]
  }
}
