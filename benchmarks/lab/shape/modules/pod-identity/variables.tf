variable "create" {
  type    = bool
  default = true
}

variable "name" {
  type = string
}

variable "path" {
  type    = string
  default = "/"
}

variable "description" {
  type    = string
  default = null
}

variable "max_session_duration" {
  type    = number
  default = null
}

variable "permissions_boundary" {
  type    = string
  default = null
}

variable "trust_conditions" {
  description = "Conditions of the trust policy's statement."
  type = list(object({
    test     = string
    variable = string
    values   = list(string)
  }))
  default = []
}

variable "policies" {
  description = "ARNs of policies to attach, by keys known beforehand."
  type        = map(string)
  default     = {}
}

variable "policy_statements" {
  description = "Statements of a policy to make and attach."
  type = list(object({
    actions   = list(string)
    resources = list(string)
  }))
  default = []
}

variable "associations" {
  description = "Service accounts that get the role, by keys known beforehand."
  type = map(object({
    cluster_name    = string
    namespace       = string
    service_account = string
  }))
  default = {}
}

variable "tags" {
  type    = map(string)
  default = {}
}
