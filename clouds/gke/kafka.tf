locals {
  kafka_count = var.kafka == "managed" ? 1 : 0
  # One truth with the operator's manifests: topics with their partitions and retention, users with their rights.
  topics = {
    for topic in [for part in split("\n---\n", file("${path.module}/../../kafka/strimzi/base/topics.yaml")) : yamldecode(part)] :
    topic.metadata.name => topic.spec if var.kafka == "managed"
  }
  users = {
    for user in [for part in split("\n---\n", file("${path.module}/../../kafka/strimzi/base/users.yaml")) : yamldecode(part)] :
    user.metadata.name => user.spec.authorization.acls if var.kafka == "managed"
  }
  # An ACL of this service is all the rights on one resource: users' rights turned around.
  rights = flatten([
    for name, acls in local.users : [
      for acl in acls : [
        for operation in acl.operations : {
          acl_id    = acl.resource.type == "group" ? "consumerGroupPrefixed/${acl.resource.name}" : "topic/${acl.resource.name}"
          principal = "User:${google_service_account.kafka[name].email}"
          operation = upper(operation)
        }
      ]
    ]
  ])
}

resource "google_managed_kafka_cluster" "main" {
  count      = local.kafka_count
  cluster_id = var.name
  location   = var.region

  capacity_config {
    vcpu_count   = 3
    memory_bytes = 3221225472
  }

  gcp_config {
    access_config {
      network_configs {
        subnet = google_compute_subnetwork.main.id
      }
    }
  }

  depends_on = [google_project_service.main]
}

resource "google_managed_kafka_topic" "main" {
  for_each           = local.topics
  topic_id           = each.key
  cluster            = google_managed_kafka_cluster.main[0].cluster_id
  location           = var.region
  partition_count    = each.value.partitions
  replication_factor = 3
  configs            = { for name, value in each.value.config : name => tostring(value) }
}

resource "google_service_account" "kafka" {
  for_each     = local.users
  account_id   = "${var.name}-${each.key}"
  display_name = "Kafka user ${each.key}"
}

resource "google_project_iam_member" "kafka" {
  for_each = local.users
  project  = var.project
  role     = "roles/managedkafka.client"
  member   = google_service_account.kafka[each.key].member
}

resource "google_managed_kafka_acl" "main" {
  for_each = toset(local.rights[*].acl_id)
  acl_id   = each.value
  cluster  = google_managed_kafka_cluster.main[0].cluster_id
  location = var.region

  dynamic "acl_entries" {
    for_each = [for right in local.rights : right if right.acl_id == each.value]
    content {
      principal       = acl_entries.value.principal
      permission_type = "ALLOW"
      operation       = acl_entries.value.operation
      host            = "*"
    }
  }
}
