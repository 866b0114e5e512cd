import type { Cluster, Environment } from "../environment";
import { versionsFor } from "../stack";
import type { ApplierPermissions } from "./applier-permissions";
import type { HandOffOptions } from "./options";

/** A stack of a bundle, as its README tells of it. */
export interface ReadmeStack {
  readonly cluster: Cluster;
  readonly permissions: ApplierPermissions;
  /** Whether it has service accounts for kubectl. */
  readonly hasManifest: boolean;
}

/**
 * The README of a bundle: the exact commands, what must be there for each stack, what to do when things change.
 * Names and ARNs only come from the environment; all of them were checked when its file was read.
 */
export function readmeOf(
  environment: Environment,
  stacks: readonly ReadmeStack[],
  options: HandOffOptions,
): string {
  const { name } = environment;
  return [
    `# Workload identity of ${name}`,
    `Terraform that gives Kubernetes workloads AWS credentials: one root module for each cluster. It was written from the environment file of ${name}, and needs neither that file nor Node. Change it there and hand it off again: what you change here is lost with the next bundle.`,
    table(
      ["folder", "cluster", "account", "region", "workloads"],
      stacks.map(({ cluster }) => [
        `\`${cluster.stack}/\``,
        `\`${cluster.name}\`${cluster.retired ? " (retired)" : ""}`,
        cluster.account,
        cluster.region,
        String(cluster.workloads.length),
      ]),
    ),
    "Who may become which role, and what each role may do: [access.md](access.md), and [access.json](access.json) for programs.",
    "## Before the first run",
    verifySection,
    ...stacks.map((stack) => needsSection(environment, stack, options)),
    "## Plan and apply",
    planSection(stacks, options),
    "## Roll back",
    rollBackSection,
    "## When a cluster is rebuilt",
    "A rebuilt cluster has another OIDC issuer. Where a stack uses IRSA, its plan fails and shows both issuers: nothing goes on trusting the old one. Ask for a bundle with the new issuer; don't edit the condition.",
    "## When a cluster is gone",
    goneSection,
    "## When a lock stays",
    "A run that was killed may leave the state locked. The next run prints the lock's id. Make sure that no other run is under way, then `terraform force-unlock <id>` in the stack's folder.",
    "",
  ].join("\n\n");
}

const verifySection = `\`SHA256SUMS\` finds a file that was damaged or forgotten:

\`\`\`sh
sha256sum --check --strict SHA256SUMS
\`\`\`

It doesn't show that the bundle is the one that was reviewed, since whoever changes a file can change its sum. For that, compare the digest of \`SHA256SUMS\` with the one that the handing team sent you another way:

\`\`\`sh
sha256sum SHA256SUMS
\`\`\``;

function needsSection(
  environment: Environment,
  { cluster, permissions, hasManifest }: ReadmeStack,
  { backend }: HandOffOptions,
): string {
  const versions = versionsFor(cluster, environment.backend);
  const items = [
    `Terraform ${versions.terraform}, or OpenTofu of the same version, with the providers \`hashicorp/aws\` ${versions.aws}${cluster.kubernetes ? ` and \`hashicorp/kubernetes\` ${versions.kubernetes}` : ""}`,
    ...kubernetesNeeds(cluster),
    ...(hasManifest
      ? ["`kubectl`, for the service accounts in `service-accounts.yaml`"]
      : []),
    ...permissionNeeds(cluster, permissions),
    backend === "keep"
      ? `access to the state (${environment.backend.kind}), which both teams share`
      : `a place for the state of your own (${environment.backend.kind})`,
  ];
  return [
    `### ${cluster.stack}`,
    items.map((item) => `- ${item}`).join("\n"),
  ].join("\n\n");
}

function kubernetesNeeds({ kubernetes }: Cluster): readonly string[] {
  switch (kubernetes?.kind) {
    case undefined:
      return [];
    case "eks":
      return [
        "the AWS command line, `aws`: the Kubernetes provider gets its token by `aws eks get-token`",
        `an EKS access entry for ${kubernetes.roleArn === undefined ? "whoever applies" : `\`${kubernetes.roleArn}\``} that may get, create, update, patch and delete service accounts`,
      ];
    case "kubeconfig":
      return [
        "a kubeconfig with the path and context that the providers' file names, which may get, create, update, patch and delete service accounts",
      ];
  }
}

function permissionNeeds(
  { assumeRole }: Cluster,
  { withoutBoundary }: ApplierPermissions,
): readonly string[] {
  return [
    assumeRole
      ? `the permissions of \`permissions/applier.json\`, and for \`${assumeRole.roleArn}\` those of \`permissions/assumed-role.json\``
      : "the permissions of `permissions/applier.json`",
    "where a bundle takes something away or changes its name, the permissions of the bundle before it too, until it is applied. A managed policy holds 6,144 characters: split a longer document by statements",
    ...(withoutBoundary.length === 0
      ? []
      : [
          `**an administrator of IAM for ${withoutBoundary.join(", ")}**: their roles have no permissions boundary of the account's own. Who may make such a role may do anything, so that the permissions here leave them out. Better: ask for a bundle with \`permissionsBoundary\``,
        ]),
  ];
}

function planSection(
  stacks: readonly ReadmeStack[],
  options: HandOffOptions,
): string {
  const isKept = options.backend === "keep";
  const initOf = (stack: string): string =>
    isKept
      ? "terraform init -input=false"
      : `terraform init -input=false -backend-config=../../${stack}.tfbackend`;
  const partial = isKept
    ? []
    : [
        "The bundle names the kind of backend only. Write its settings into a file for each stack, outside the bundle, each with another place: two stacks with one state destroy each other's resources. The state that exists must come along, or Terraform would make everything a second time. The team that has it writes it by `terraform state pull > <stack>.tfstate`; you take it over once, before the first plan, which must then be empty:",
        ...stacks.map(
          ({ cluster: { stack } }) =>
            `\`\`\`sh\ncd ${stack}\n${initOf(stack)}\nterraform state push ../../${stack}.tfstate\ncd ..\n\`\`\``,
        ),
        "From then on:",
      ];
  const commands = stacks.map(({ cluster, hasManifest }) =>
    [
      `cd ${cluster.stack}`,
      initOf(cluster.stack),
      "terraform plan -input=false -out=saved.tfplan",
      "terraform apply -input=false saved.tfplan",
      ...(hasManifest
        ? [
            ...(cluster.platform === "eks"
              ? [
                  `aws eks update-kubeconfig --name ${cluster.name} --region ${cluster.region}`,
                ]
              : []),
            "kubectl apply --server-side -f service-accounts.yaml",
          ]
        : []),
      "cd ..",
    ].join("\n"),
  );
  return [
    "Copy the bundle to a working folder: Terraform writes beside its files, and a bundle's folder is refused by the next hand-off once something else is in it.",
    ...partial,
    ...commands.map((lines) => `\`\`\`sh\n${lines}\n\`\`\``),
    "Read the plan before the apply. OpenTofu takes the same commands as `tofu`. Stacks don't depend on each other. Neither Terraform nor EKS restarts pods: restart those of workloads whose path or role changed.",
  ].join("\n\n");
}

const rollBackSection = `Take the bundle before this one, and plan and apply it in the same way: Terraform brings back what it says. Don't restore an older state: it would forget what exists. Two things don't come back by themselves:

- pods that started meanwhile keep what they got, until they restart;
- an OIDC provider or an association that was destroyed is made again, and its workloads have no credentials between.`;

const goneSection = `Its data source and its Kubernetes API can't be read any more, so neither a plan nor a destroy works. What was inside the cluster is gone with it: take it out of the state, then ask for a bundle in which the cluster is retired and no service account is made by Terraform (\`serviceAccountOwner: external\`), so that nothing is looked up there any more. Apply that one. It destroys the roles and the OIDC provider.

\`\`\`sh
terraform state list | grep -E '^(kubernetes_|aws_eks_|data\\.aws_eks_)' | xargs -n 1 terraform state rm
\`\`\``;

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return [head, head.map(() => "---"), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}
