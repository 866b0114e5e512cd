locals {
  workloads = toset(["a", "b"])
}
resource "aws_iam_role" "this" {
  for_each = local.workloads
  name     = "prod-us-${each.key}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { Service = "pods.eks.amazonaws.com" },
    Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } } }]
  })
}
resource "aws_eks_pod_identity_association" "this" {
  for_each        = local.workloads
  cluster_name    = "prod-us"
  namespace       = "jobs"
  service_account = each.key
  role_arn        = aws_iam_role.this[each.key].arn
}
