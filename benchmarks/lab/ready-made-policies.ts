/** A policy that a module has ready for software that many clusters run. */
interface ReadyMadePolicy {
  readonly name: string;
  readonly actions: readonly string[];
  readonly resources: string;
}

/** Public modules have a dozen and more of these; nearly every instance leaves all of them off. */
const readyMade: readonly ReadyMadePolicy[] = [
  {
    name: "cert_manager",
    actions: ["route53:ChangeResourceRecordSets"],
    resources: "arn:aws:route53:::hostedzone/*",
  },
  {
    name: "cluster_autoscaler",
    actions: ["autoscaling:SetDesiredCapacity"],
    resources: "*",
  },
  { name: "ebs_csi", actions: ["ec2:AttachVolume"], resources: "*" },
  {
    name: "efs_csi",
    actions: ["elasticfilesystem:CreateAccessPoint"],
    resources: "*",
  },
  {
    name: "external_dns",
    actions: ["route53:ListResourceRecordSets"],
    resources: "arn:aws:route53:::hostedzone/*",
  },
  {
    name: "external_secrets",
    actions: ["secretsmanager:GetSecretValue"],
    resources: "arn:aws:secretsmanager:*:*:secret:*",
  },
  { name: "fsx_lustre_csi", actions: ["fsx:CreateVolume"], resources: "*" },
  {
    name: "gateway_controller",
    actions: ["vpc-lattice:CreateService"],
    resources: "*",
  },
  {
    name: "load_balancer_controller",
    actions: ["elasticloadbalancing:CreateTargetGroup"],
    resources: "*",
  },
  {
    name: "mountpoint_s3_csi",
    actions: ["s3:GetObject"],
    resources: "arn:aws:s3:::*",
  },
  { name: "prometheus", actions: ["aps:RemoteWrite"], resources: "*" },
  { name: "velero", actions: ["ec2:CreateSnapshot"], resources: "*" },
  {
    name: "vpc_cni",
    actions: ["ec2:AssignPrivateIpAddresses"],
    resources: "*",
  },
];

/** HCL of a module's ready-made policies, each behind a switch that is off unless an instance says so. */
export function readyMadePolicies(): string {
  return readyMade.map(readyMadePolicy).join("\n");
}

function readyMadePolicy({
  name,
  actions,
  resources,
}: ReadyMadePolicy): string {
  return `variable "attach_${name}_policy" {
  type    = bool
  default = false
}

variable "${name}_arns" {
  type    = list(string)
  default = ["${resources}"]
}

data "aws_iam_policy_document" "${name}" {
  count = var.create && var.attach_${name}_policy ? 1 : 0

  statement {
    actions   = ${JSON.stringify(actions)}
    resources = var.${name}_arns
  }
}

resource "aws_iam_policy" "${name}" {
  count = var.create && var.attach_${name}_policy ? 1 : 0

  name   = "\${var.name}-${name}"
  path   = var.path
  policy = data.aws_iam_policy_document.${name}[0].json
  tags   = var.tags
}

resource "aws_iam_role_policy_attachment" "${name}" {
  count = var.create && var.attach_${name}_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.${name}[0].arn
}
`;
}
