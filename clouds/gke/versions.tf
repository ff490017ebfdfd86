terraform {
  required_version = ">= 1.9.0, < 2.0.0"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 7.17"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.7"
    }
  }
  # The bucket is named at init (README.md); its state is locked and versioned.
  backend "gcs" {
    prefix = "todo/gke"
  }
}

provider "google" {
  project = var.project
  region  = var.region
  default_labels = {
    part-of = "todo-chatbot"
  }
}
