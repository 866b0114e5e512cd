output "arn" {
  value = one(aws_iam_role.this[*].arn)
}

output "name" {
  value = one(aws_iam_role.this[*].name)
}

output "account_id" {
  value = one(data.aws_caller_identity.current[*].account_id)
}

output "partition" {
  value = one(data.aws_partition.current[*].partition)
}
