variable "tenancy_id" {
  description = "OCID of the tenancy."
  type        = string
  validation {
    condition     = startswith(var.tenancy_id, "ocid1.tenancy.")
    error_message = "An OCID that begins with ocid1.tenancy."
  }
}

variable "compartment_id" {
  description = "OCID of an existing compartment for everything here."
  type        = string
  validation {
    condition     = can(regex("^ocid1\\.(compartment|tenancy)\\.", var.compartment_id))
    error_message = "An OCID of a compartment."
  }
}

variable "region" {
  description = "Region of everything."
  type        = string
  default     = "eu-frankfurt-1"
  validation {
    condition     = can(regex("^[a-z]+-[a-z]+-[0-9]+$", var.region))
    error_message = "A region identifier, such as eu-frankfurt-1."
  }
}

variable "name" {
  description = "Prefix of every name."
  type        = string
  default     = "todo"
  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,14}$", var.name))
    error_message = "2 to 15 lower-case letters and digits, beginning with a letter."
  }
}

variable "admin_networks" {
  description = "Networks that may reach the cluster's API, GitHub's self-hosted runners among them."
  type        = set(string)
  validation {
    condition     = length(var.admin_networks) > 0 && alltrue([for cidr in var.admin_networks : can(cidrhost(cidr, 0)) && cidr != "0.0.0.0/0"])
    error_message = "At least one CIDR, and never the whole world."
  }
}

variable "kubernetes_version" {
  description = "Of control plane and nodes; raise it one minor version at a time."
  type        = string
  default     = "v1.34.1"
  validation {
    condition     = can(regex("^v1\\.[0-9]+\\.[0-9]+$", var.kubernetes_version))
    error_message = "Such as v1.34.1."
  }
}

variable "node_shape" {
  description = "Flexible shape of the nodes; an A shape is arm64, which the images support."
  type        = string
  default     = "VM.Standard.E5.Flex"
  validation {
    condition     = endswith(var.node_shape, ".Flex")
    error_message = "A flexible shape."
  }
}

variable "node_count" {
  description = "Nodes, spread over the region's availability domains."
  type        = number
  default     = 3
  validation {
    condition     = var.node_count >= 1 && var.node_count <= 30
    error_message = "1 to 30."
  }
}

variable "database_ocpus" {
  description = "Of each of the two PostgreSQL instances; 16 GB of memory for each OCPU."
  type        = number
  default     = 2
  validation {
    condition     = var.database_ocpus >= 1 && var.database_ocpus <= 64
    error_message = "1 to 64."
  }
}

variable "database_version" {
  description = "Major version of PostgreSQL; the newest that the region has."
  type        = string
  default     = "16"
  validation {
    condition     = can(tonumber(var.database_version)) && tonumber(var.database_version) >= 15
    error_message = "15 or newer."
  }
}

variable "kafka" {
  description = "strimzi: brokers in the cluster. managed: OCI Streaming with Apache Kafka."
  type        = string
  default     = "strimzi"
  validation {
    condition     = contains(["strimzi", "managed"], var.kafka)
    error_message = "strimzi or managed."
  }
}

variable "kafka_service" {
  description = "Version and coordination of the managed service, as its console offers them now. Only with kafka = managed."
  type = object({
    version      = string
    coordination = string
  })
  default = null
  validation {
    condition     = (var.kafka == "managed") == (var.kafka_service != null)
    error_message = "Give it exactly when kafka is managed."
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
  default     = "oke"
  validation {
    condition     = can(regex("^[A-Za-z0-9_-]+$", var.github_environment))
    error_message = "Letters, digits, hyphens and underscores: it stands in conditions."
  }
}
