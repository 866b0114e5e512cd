resource "aws_iam_openid_connect_provider" "us" {
  url            = "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
  client_id_list = ["sts.amazonaws.com"]
}

locals {
  eu_provider = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/FEDCBA9876543210FEDCBA9876543210"
}

module "cluster_autoscaler" {
  source = "./modules/iam-5/modules/iam-role-for-service-accounts-eks"

  role_name                        = "cluster-autoscaler"
  attach_cluster_autoscaler_policy = true
  cluster_autoscaler_cluster_names = ["prod-us"]

  oidc_providers = {
    us = {
      provider_arn               = aws_iam_openid_connect_provider.us.arn
      namespace_service_accounts = ["kube-system:cluster-autoscaler"]
    }
  }
}

module "external_dns" {
  source = "./modules/iam-5/modules/iam-role-for-service-accounts-eks"

  role_name                     = "external-dns"
  attach_external_dns_policy    = true
  external_dns_hosted_zone_arns = ["arn:aws:route53:::hostedzone/Z0123456789"]

  oidc_providers = {
    us = {
      provider_arn               = aws_iam_openid_connect_provider.us.arn
      namespace_service_accounts = ["external-dns:external-dns"]
    }
    eu = {
      provider_arn               = local.eu_provider
      namespace_service_accounts = ["external-dns:external-dns"]
    }
  }
}

module "ebs_csi" {
  source = "./modules/iam-5/modules/iam-role-for-service-accounts-eks"

  role_name_prefix      = "ebs-csi-"
  attach_ebs_csi_policy = true

  oidc_providers = {
    eu = {
      provider_arn               = local.eu_provider
      namespace_service_accounts = ["kube-system:ebs-csi-controller-sa"]
    }
  }
}

resource "aws_iam_policy" "reports" {
  name = "reports"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::acme-reports/*"] },
    ]
  })
}

module "reports" {
  source = "./modules/iam-5/modules/iam-role-for-service-accounts-eks"

  role_name = "reports"
  role_policy_arns = {
    reports = aws_iam_policy.reports.arn
    sqs     = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"
  }

  oidc_providers = {
    eu = {
      provider_arn               = local.eu_provider
      namespace_service_accounts = ["reports:reporter"]
    }
  }
}

module "queue" {
  source = "./modules/iam-5/modules/iam-assumable-role-with-oidc"

  create_role                   = true
  role_name                     = "queue"
  provider_url                  = "https://oidc.eks.eu-west-1.amazonaws.com/id/FEDCBA9876543210FEDCBA9876543210"
  role_policy_arns              = ["arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"]
  number_of_role_policy_arns    = 1
  oidc_fully_qualified_subjects = ["system:serviceaccount:queue:reader"]
}
