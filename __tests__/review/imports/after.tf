import {
  to = aws_iam_role.echo
  id = "prod-us-echo"
}

import {
  to = aws_iam_role_policy.echo
  id = "prod-us-echo:permissions"
}

import {
  to = aws_iam_role.kept
  id = "prod-us-kept"
}

resource "aws_iam_role" "echo" {
  name = "prod-us-echo"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF" }
      Condition = {
        StringEquals = {
          "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF:aud" = "sts.amazonaws.com"
          "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF:sub" = [
            "system:serviceaccount:echo:aws-sa",
            "system:serviceaccount:echo:other",
          ]
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "echo" {
  name = "permissions"
  role = aws_iam_role.echo.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:GetObject", "s3:DeleteObject"], Resource = ["arn:aws:s3:::acme-reports/*"] },
    ]
  })
}

resource "aws_iam_role" "kept" {
  name = "prod-us-kept"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF" }
      Condition = {
        StringEquals = {
          "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF:aud" = "sts.amazonaws.com"
          "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF:sub" = "system:serviceaccount:kept:aws-sa"
        }
      }
    }]
  })
}
