terraform {
  required_version = ">= 1.12.0, < 2.0.0"
  required_providers {
    oci = {
      source  = "oracle/oci"
      version = "~> 8.2"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.7"
    }
  }
  # Bucket, namespace and region are named at init (README.md); the backend locks by a conditional write.
  backend "oci" {
    key = "todo/oke.tfstate"
  }
}

provider "oci" {
  tenancy_ocid = var.tenancy_id
  region       = var.region
}
