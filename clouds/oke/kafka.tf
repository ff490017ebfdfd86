locals {
  kafka_count = var.kafka == "managed" ? 1 : 0
}

# Topics and rights are made by kafka/managed/prepare.ts as the superuser: this service has no resource for them.
resource "oci_managed_kafka_kafka_cluster_config" "main" {
  count          = local.kafka_count
  compartment_id = var.compartment_id
  display_name   = var.name
  latest_config {
    properties = {
      "auto.create.topics.enable"      = "false"
      "default.replication.factor"     = "3"
      "min.insync.replicas"            = "2"
      "unclean.leader.election.enable" = "false"
      "offsets.retention.minutes"      = "20160"
    }
  }
}

resource "oci_managed_kafka_kafka_cluster" "main" {
  count                  = local.kafka_count
  compartment_id         = var.compartment_id
  display_name           = var.name
  cluster_type           = "PRODUCTION"
  kafka_version          = var.kafka_service.version
  coordination_type      = var.kafka_service.coordination
  cluster_config_id      = oci_managed_kafka_kafka_cluster_config.main[0].id
  cluster_config_version = oci_managed_kafka_kafka_cluster_config.main[0].latest_config[0].version_number

  access_subnets {
    subnets = [oci_core_subnet.main["data"].id]
  }

  broker_shape {
    node_count          = 3
    ocpu_count          = 1
    storage_size_in_gbs = 50
  }
}

resource "oci_kms_vault" "main" {
  count          = local.kafka_count
  compartment_id = var.compartment_id
  display_name   = var.name
  vault_type     = "DEFAULT"
}

resource "oci_kms_key" "main" {
  count               = local.kafka_count
  compartment_id      = var.compartment_id
  display_name        = var.name
  management_endpoint = oci_kms_vault.main[0].management_endpoint
  protection_mode     = "SOFTWARE"
  key_shape {
    algorithm = "AES"
    length    = 32
  }
}

# The service writes the superuser's password into it.
resource "oci_vault_secret" "superuser" {
  count          = local.kafka_count
  compartment_id = var.compartment_id
  vault_id       = oci_kms_vault.main[0].id
  key_id         = oci_kms_key.main[0].id
  secret_name    = "${var.name}-kafka-superuser"
  secret_content {
    content_type = "BASE64"
    content      = base64encode("written by the service")
  }
  lifecycle {
    ignore_changes = [secret_content]
  }
}

resource "oci_identity_policy" "kafka" {
  count          = local.kafka_count
  compartment_id = var.compartment_id
  name           = "${var.name}-kafka"
  description    = "Lets the Kafka service keep its superuser's password in the vault."
  statements = [
    "allow service rawfka to {SECRET_UPDATE} in compartment id ${var.compartment_id}",
    "allow service rawfka to use secrets in compartment id ${var.compartment_id} where request.operation = 'UpdateSecret'",
  ]
}

resource "oci_managed_kafka_kafka_cluster_superusers_management" "main" {
  count            = local.kafka_count
  compartment_id   = var.compartment_id
  kafka_cluster_id = oci_managed_kafka_kafka_cluster.main[0].id
  secret_id        = oci_vault_secret.superuser[0].id
  enable_superuser = true
  depends_on       = [oci_identity_policy.kafka]
}
