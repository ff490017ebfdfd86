resource "oci_containerengine_cluster" "main" {
  compartment_id     = var.compartment_id
  name               = var.name
  kubernetes_version = var.kubernetes_version
  vcn_id             = oci_core_vcn.main.id
  # Workload identity and OpenID Connect need it.
  type = "ENHANCED_CLUSTER"

  # Enforces no NetworkPolicy by itself: README.md installs what does.
  cluster_pod_network_options {
    cni_type = "FLANNEL_OVERLAY"
  }

  endpoint_config {
    subnet_id            = oci_core_subnet.main["api"].id
    is_public_ip_enabled = true
  }

  options {
    service_lb_subnet_ids = [oci_core_subnet.main["web"].id]
    kubernetes_network_config {
      pods_cidr     = "10.20.0.0/16"
      services_cidr = "10.30.0.0/16"
    }
    # GitHub's workflows deploy without any stored key: the API server believes a token of this repository in this environment.
    open_id_connect_token_authentication_config {
      is_open_id_connect_auth_enabled = true
      issuer_url                      = "https://token.actions.githubusercontent.com"
      client_id                       = "${var.name}-oke"
      username_claim                  = "sub"
      username_prefix                 = "github:"
      signing_algorithms              = ["RS256"]
      required_claims {
        key   = "repository"
        value = var.github_repository
      }
      required_claims {
        key   = "environment"
        value = var.github_environment
      }
    }
    open_id_connect_discovery {
      is_open_id_connect_discovery_enabled = true
    }
  }
}

data "oci_identity_availability_domains" "all" {
  compartment_id = var.compartment_id
}

data "oci_containerengine_node_pool_option" "main" {
  node_pool_option_id = oci_containerengine_cluster.main.id
  compartment_id      = var.compartment_id
}

locals {
  is_arm = can(regex("\\.A[0-9]+\\.", var.node_shape))
  # Oracle's own images for this version of Kubernetes, newest first; those for arm64 say so.
  images = [
    for source in data.oci_containerengine_node_pool_option.main.sources : source.image_id
    if strcontains(source.source_name, "OKE-${trimprefix(var.kubernetes_version, "v")}") && strcontains(source.source_name, "aarch64") == local.is_arm && !strcontains(source.source_name, "GPU")
  ]
}

resource "oci_containerengine_node_pool" "main" {
  compartment_id     = var.compartment_id
  cluster_id         = oci_containerengine_cluster.main.id
  name               = "main"
  kubernetes_version = var.kubernetes_version
  node_shape         = var.node_shape

  node_shape_config {
    ocpus         = 2
    memory_in_gbs = 16
  }

  node_source_details {
    source_type             = "IMAGE"
    image_id                = local.images[0]
    boot_volume_size_in_gbs = 60
  }

  node_config_details {
    size                                = var.node_count
    is_pv_encryption_in_transit_enabled = true
    node_pool_pod_network_option_details {
      cni_type = "FLANNEL_OVERLAY"
    }
    dynamic "placement_configs" {
      for_each = data.oci_identity_availability_domains.all.availability_domains
      content {
        availability_domain = placement_configs.value.name
        subnet_id           = oci_core_subnet.main["nodes"].id
      }
    }
  }

  node_eviction_node_pool_settings {
    eviction_grace_duration              = "PT10M"
    is_force_delete_after_grace_duration = true
  }

  node_pool_cycling_details {
    is_node_cycling_enabled = true
    maximum_surge           = "1"
    maximum_unavailable     = "0"
  }
}
