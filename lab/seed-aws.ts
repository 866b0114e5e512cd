import type { Environment } from "../modules/environment";
import type { Upstream, UpstreamResponse } from "./front/upstream";

/**
 * Makes what an environment expects to exist: its EKS clusters, the bucket of its states, and the policies
 * of its own account that roles refer to.
 */
export async function seedAws(
  upstream: Upstream,
  environment: Environment,
): Promise<void> {
  const { backend } = environment;
  if (backend.kind === "s3")
    await succeed(
      upstream.signed(
        {
          account: environment.account,
          region: backend.region,
          service: "s3",
        },
        "PUT",
        `/${backend.bucket}`,
      ),
    );
  for (const account of new Set(
    environment.clusters.map((cluster) => cluster.account),
  ))
    await succeed(
      upstream.iam(account, {
        Action: "CreateRole",
        RoleName: "eks-cluster",
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "eks.amazonaws.com" },
              Action: ["sts:AssumeRole", "sts:TagSession"],
            },
          ],
        }),
      }),
    );
  for (const cluster of environment.clusters) {
    const { status, value } = await upstream.eks(cluster, "POST", "/clusters", {
      name: cluster.name,
      roleArn: `arn:aws:iam::${cluster.account}:role/eks-cluster`,
      resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
    });
    if (status >= 300)
      throw new Error(`can't create cluster: ${JSON.stringify(value)}`);
  }
  for (const arn of ownPolicies(environment)) {
    const [, , , , account = "", resource = ""] = arn.split(":");
    const parts = resource.split("/");
    await succeed(
      upstream.iam(account, {
        Action: "CreatePolicy",
        PolicyName: parts.at(-1) ?? "",
        Path: `/${parts.slice(1, -1).join("/")}/`.replace("//", "/"),
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
        }),
      }),
    );
  }
}

function ownPolicies(environment: Environment): ReadonlySet<string> {
  return new Set(
    environment.clusters
      .flatMap(({ workloads }) => workloads)
      .flatMap(({ role, permissions }) => [
        ...(role.permissionsBoundary === undefined
          ? []
          : [role.permissionsBoundary]),
        ...permissions.managedPolicies,
      ])
      .filter((arn) => !arn.includes("::aws:policy/")),
  );
}

async function succeed(answer: Promise<UpstreamResponse>): Promise<void> {
  const { status, body } = await answer;
  if (status >= 300)
    throw new Error(`the emulated AWS answered ${status}: ${body.toString()}`);
}
