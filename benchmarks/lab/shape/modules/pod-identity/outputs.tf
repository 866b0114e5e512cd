output "arn" {
  value = one(aws_iam_role.this[*].arn)
}

output "name" {
  value = one(aws_iam_role.this[*].name)
}

output "associations" {
  value = { for key, association in aws_eks_pod_identity_association.this : key => association.association_id }
}

output "account_id" {
  value = one(data.aws_caller_identity.current[*].account_id)
}

output "partition" {
  value = one(data.aws_partition.current[*].partition)
}
