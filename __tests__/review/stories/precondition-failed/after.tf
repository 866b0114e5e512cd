resource "aws_iam_role" "echo" {
  name = "prod-us-echo"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF" }
      Condition = {
        StringEquals = { "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF:aud" = "sts.amazonaws.com" }
        StringLike   = { "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF:sub" = "system:serviceaccount:echo:aws-sa" }
      }
    }]
  })
}
resource "aws_iam_role_policy_attachment" "echo" {
  role       = aws_iam_role.echo.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
  lifecycle {
    precondition {
      condition     = length(aws_iam_role.echo.name) < 3
      error_message = "The issuer isn't the declared one."
    }
  }
}
