resource "aws_iam_role" "reports" {
  name = "prod-us-reports-2"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "pods.eks.amazonaws.com" }
      Condition = {
        StringEquals = {
          "aws:RequestTag/eks-cluster-arn"            = "arn:aws:eks:us-east-1:111122223333:cluster/prod-us"
          "aws:RequestTag/kubernetes-namespace"       = "reports"
          "aws:RequestTag/kubernetes-service-account" = "reporter"
        }
      }
    }]
  })
}
resource "aws_eks_pod_identity_association" "reports" {
  cluster_name    = "prod-us"
  namespace       = "reports"
  service_account = "reporter"
  role_arn        = aws_iam_role.reports.arn
}
resource "aws_iam_role_policy" "reports" {
  name = "permissions"
  role = aws_iam_role.reports.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::acme-reports/*"] },
    ]
  })
}
