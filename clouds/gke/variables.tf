variable "project" {
  description = "Id of an existing project with billing."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "A project id has 6 to 30 lower-case letters, digits and hyphens."
  }
}

variable "region" {
  description = "Region of everything."
  type        = string
  default     = "europe-west1"
  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "A region, such as europe-west1, not a zone."
  }
}

variable "name" {
  description = "Prefix of every name; two environments in one project need two."
  type        = string
  default     = "todo"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}$", var.name))
    error_message = "2 to 15 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "admin_networks" {
  description = "Networks that may reach the cluster's API: CIDR to a name for it."
  type        = map(string)
  validation {
    condition     = length(var.admin_networks) > 0 && alltrue([for cidr in keys(var.admin_networks) : can(cidrhost(cidr, 0)) && cidr != "0.0.0.0/0"])
    error_message = "At least one CIDR, and never the whole world."
  }
}

variable "node_count" {
  description = "Nodes in each of the region's three zones."
  type        = number
  default     = 1
  validation {
    condition     = var.node_count >= 1 && var.node_count <= 10
    error_message = "1 to 10."
  }
}

variable "node_type" {
  description = "Machine type of the nodes."
  type        = string
  default     = "e2-standard-4"
  validation {
    condition     = can(regex("^[a-z][a-z0-9]*-[a-z0-9-]+$", var.node_type))
    error_message = "Such as e2-standard-4."
  }
}

variable "database_tier" {
  description = "Cloud SQL machine. Its max_connections must hold knative/connections.md."
  type        = string
  default     = "db-custom-2-7680"
  validation {
    condition     = startswith(var.database_tier, "db-")
    error_message = "A Cloud SQL tier begins with db-."
  }
}

variable "kafka" {
  description = "strimzi: brokers in the cluster. managed: Managed Service for Apache Kafka."
  type        = string
  default     = "strimzi"
  validation {
    condition     = contains(["strimzi", "managed"], var.kafka)
    error_message = "strimzi or managed."
  }
}

variable "github_repository" {
  description = "owner/name whose workflows may deploy."
  type        = string
  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "owner/name."
  }
}

variable "github_environment" {
  description = "The GitHub environment whose approval a deployment needs."
  type        = string
  default     = "gke"
  validation {
    condition     = can(regex("^[A-Za-z0-9_-]+$", var.github_environment))
    error_message = "Letters, digits, hyphens and underscores: it stands in conditions."
  }
}

variable "deletion_protection" {
  description = "Set to false only to tear everything down."
  type        = bool
  default     = true
}
