variable "subscription_id" {
  description = "The subscription that pays."
  type        = string
  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.subscription_id))
    error_message = "A GUID in lower case."
  }
}

variable "location" {
  description = "Region of everything; one with three zones."
  type        = string
  default     = "westeurope"
  validation {
    condition     = can(regex("^[a-z0-9]+$", var.location))
    error_message = "The short name, such as westeurope."
  }
}

variable "name" {
  description = "Prefix of every name; registry and Event Hubs add a random suffix because theirs are global."
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

variable "admin_group_id" {
  description = "Object id of the Entra group whose members administrate the cluster; local accounts are off."
  type        = string
  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.admin_group_id))
    error_message = "A GUID in lower case."
  }
}

variable "node_count" {
  description = "Nodes, spread over three zones."
  type        = number
  default     = 3
  validation {
    condition     = var.node_count >= 1 && var.node_count <= 30
    error_message = "1 to 30."
  }
}

variable "node_type" {
  description = "Size of the nodes."
  type        = string
  default     = "Standard_D4as_v5"
  validation {
    condition     = startswith(var.node_type, "Standard_")
    error_message = "A size begins with Standard_."
  }
}

variable "database_sku" {
  description = "Size of PostgreSQL. Its max_connections must hold knative/connections.md."
  type        = string
  default     = "GP_Standard_D2ds_v5"
  validation {
    condition     = can(regex("^(B|GP|MO)_", var.database_sku))
    error_message = "A Flexible Server SKU begins with B_, GP_ or MO_."
  }
}

variable "kafka" {
  description = "strimzi: brokers in the cluster. managed: Event Hubs."
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
  default     = "aks"
  validation {
    condition     = can(regex("^[A-Za-z0-9_-]+$", var.github_environment))
    error_message = "Letters, digits, hyphens and underscores: it stands in conditions."
  }
}
