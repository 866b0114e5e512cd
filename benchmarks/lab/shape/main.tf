# The same workloads as a platform team writes them with modules: one instance of a module for each.

terraform {
  required_version = ">= 1.10.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.81.0, < 7.0.0"
    }
  }
}

provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account]

  default_tags {
    tags = var.tags
  }
}

data "aws_eks_cluster" "this" {
  name = var.cluster_name
}

resource "aws_iam_openid_connect_provider" "this" {
  url            = data.aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_eks_addon" "pod_identity_agent" {
  cluster_name = var.cluster_name
  addon_name   = "eks-pod-identity-agent"
  preserve     = true
}

module "irsa" {
  source   = "./modules/irsa"
  for_each = var.irsa

  name     = "${var.cluster_name}-${each.key}"
  path     = var.role_path
  policies = each.value.policies

  oidc_providers = {
    this = {
      provider_arn               = aws_iam_openid_connect_provider.this.arn
      namespace_service_accounts = each.value.service_accounts
    }
  }
}

module "pod_identity" {
  source   = "./modules/pod-identity"
  for_each = var.pod_identity

  name              = "${var.cluster_name}-${each.key}"
  path              = var.role_path
  trust_conditions  = each.value.trust_conditions
  policy_statements = each.value.policy_statements

  associations = {
    for key, association in each.value.associations :
    key => merge(association, { cluster_name = var.cluster_name })
  }
}

output "workloads" {
  description = "Workload to role."
  value = merge(
    { for name, workload in module.irsa : name => workload.arn },
    { for name, workload in module.pod_identity : name => workload.arn },
  )
}
