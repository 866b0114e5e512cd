resource "aws_iam_openid_connect_provider" "cluster" {
  url            = "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
  client_id_list = ["sts.amazonaws.com"]
}

module "irsa" {
  source   = "./modules/irsa"
  for_each = toset(["ebs-csi"])
  name     = each.key
  oidc_providers = {
    main = {
      provider_arn               = aws_iam_openid_connect_provider.cluster.arn
      namespace_service_accounts = ["kube-system:ebs-csi-controller-sa"]
    }
  }
}

module "pod_identity" {
  source = "./modules/pod-identity"
  name   = "reports"
  associations = {
    one = { cluster_name = "prod-us", namespace = "reports", service_account = "reporter" }
  }
}
