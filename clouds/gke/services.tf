resource "google_project_service" "main" {
  for_each = toset(concat(
    ["artifactregistry", "compute", "container", "iam", "iamcredentials", "servicenetworking", "sqladmin", "sts"],
    var.kafka == "managed" ? ["managedkafka"] : [],
  ))
  service            = "${each.value}.googleapis.com"
  disable_on_destroy = false
}

resource "google_artifact_registry_repository" "main" {
  repository_id = var.name
  location      = var.region
  format        = "DOCKER"

  docker_config {
    immutable_tags = true
  }

  cleanup_policies {
    id     = "keep-recent"
    action = "KEEP"
    most_recent_versions {
      keep_count = 20
    }
  }
  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"
    condition {
      older_than = "7776000s"
    }
  }

  depends_on = [google_project_service.main]
}
