resource "oci_artifacts_container_repository" "main" {
  for_each       = toset(["audit", "chat", "migrate", "notification", "recurrence", "relay", "sync"])
  compartment_id = var.compartment_id
  display_name   = "${var.name}/${each.value}"
  is_immutable   = true
  is_public      = false
}

data "oci_objectstorage_namespace" "main" {
  compartment_id = var.compartment_id
}
