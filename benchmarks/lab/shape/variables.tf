variable "account" {
  type = string
}

variable "region" {
  type = string
}

variable "cluster_name" {
  type = string
}

variable "role_path" {
  type = string
}

variable "tags" {
  type = map(string)
}

variable "irsa" {
  description = "Workloads that use IRSA."
  type = map(object({
    service_accounts = list(string)
    policies         = map(string)
  }))
}

variable "pod_identity" {
  description = "Workloads that use Pod Identity."
  type = map(object({
    trust_conditions = list(object({
      test     = string
      variable = string
      values   = list(string)
    }))
    policy_statements = list(object({
      actions   = list(string)
      resources = list(string)
    }))
    associations = map(object({
      namespace       = string
      service_account = string
    }))
  }))
}
