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

variable "audience" {
  type    = string
  default = "sts.amazonaws.com"
}

variable "oidc_providers" {
  description = "OIDC providers, and the service accounts of each as namespace:name, that may have the role."
  type = map(object({
    provider_arn               = string
    namespace_service_accounts = list(string)
  }))
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

variable "tags" {
  type    = map(string)
  default = {}
}
