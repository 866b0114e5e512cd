module "reports" {
  source = "./modules/eks-pod-identity-1"

  name                 = "reports"
  attach_custom_policy = true
  policy_statements = [
    {
      sid       = "Reports"
      actions   = ["s3:GetObject"]
      resources = ["arn:aws:s3:::acme-reports/*"]
    },
  ]

  trust_policy_conditions = [
    {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["111122223333"]
    },
  ]

  association_defaults = {
    namespace       = "reports"
    service_account = "reporter"
  }
  associations = {
    us = { cluster_name = "prod-us" }
    eu = { cluster_name = "prod-eu" }
  }
}

module "external_dns" {
  source = "./modules/eks-pod-identity-1"

  name                          = "external-dns"
  attach_external_dns_policy    = true
  external_dns_hosted_zone_arns = ["arn:aws:route53:::hostedzone/Z0123456789"]

  associations = {
    us = {
      cluster_name    = "prod-us"
      namespace       = "external-dns"
      service_account = "external-dns"
    }
  }
}

module "ebs_csi" {
  source = "./modules/eks-pod-identity-1"

  name                      = "ebs-csi"
  use_name_prefix           = false
  attach_aws_ebs_csi_policy = true

  associations = {
    us = {
      cluster_name    = "prod-us"
      namespace       = "kube-system"
      service_account = "ebs-csi-controller-sa"
    }
  }
}

module "exporter" {
  source = "./modules/eks-pod-identity-1"

  name                   = "exporter"
  additional_policy_arns = { sqs = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess" }

  trust_policy_conditions = [
    {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-namespace"
      values   = ["reports"]
    },
    {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-service-account"
      values   = ["exporter"]
    },
  ]

  associations = {
    us = {
      cluster_name    = "prod-us"
      namespace       = "reports"
      service_account = "exporter"
    }
  }
}
