resource "aws_iam_role" "reports" {
  name = "prod-us-reports"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF" }
        Condition = { StringEquals = {
          "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF:aud" = "sts.amazonaws.com"
          "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF:sub" = "system:serviceaccount:reports:reporter"
        } }
      },
    ]
  })
}
resource "kubernetes_service_account_v1" "reports" {
  metadata {
    namespace   = "reports"
    name        = "reporter"
    annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::111122223333:role/prod-us-reports", secret = "not kept" }
  }
}
