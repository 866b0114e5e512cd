locals {
  providers = {
    us = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
  }
  buckets = {
    reports = ["s3:GetObject"]
    archive = ["s3:GetObject"]
  }
}

module "buckets" {
  source   = "./modules/iam-6/modules/iam-role-for-service-accounts"
  for_each = local.buckets

  name = each.key
  permissions = {
    Objects = {
      actions   = each.value
      resources = ["arn:aws:s3:::acme-${each.key}/*"]
    }
  }

  oidc_providers = {
    for key, arn in local.providers : key => {
      provider_arn               = arn
      namespace_service_accounts = ["${each.key}:reader"]
    }
  }
}

module "queue" {
  source = "./modules/iam-6/modules/iam-role-for-service-accounts"

  name                 = "queue"
  use_name_prefix      = false
  create_inline_policy = true
  inline_policy_permissions = {
    Queue = {
      actions   = ["sqs:SendMessage"]
      resources = ["arn:aws:sqs:us-east-1:111122223333:reports"]
    }
  }
  policies = {
    all = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"
  }

  oidc_providers = {
    us = {
      provider_arn               = local.providers.us
      namespace_service_accounts = ["reports:sender"]
    }
  }
}
