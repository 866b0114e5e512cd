import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import {
  App,
  Fn,
  S3Backend,
  TerraformOutput,
  TerraformStack,
  type ITerraformDependable,
} from "cdktf";
import { readFileSync } from "node:fs";
import type { BareCluster, BareWorkload } from "./bare-clusters";

/** The same stacks by hand: flat, without checks, escapes or constructs of its own. */
class BareStack extends TerraformStack {
  constructor(app: App, cluster: BareCluster) {
    super(app, cluster.stack);
    new S3Backend(this, { ...cluster.backend, encrypt: true }).addOverride(
      "use_lockfile",
      true,
    );
    new AwsProvider(this, "aws", {
      region: cluster.region,
      allowedAccountIds: [cluster.account],
      defaultTags: [{ tags: cluster.tags }],
    });
    const eks = new DataAwsEksCluster(this, "cluster", {
      name: cluster.stack,
      lifecycle: {
        postcondition: [
          {
            condition: `\${(self.identity[0].oidc[0].issuer == "${cluster.issuer}")}`,
            errorMessage: `The OIDC issuer of cluster ${cluster.stack} is not the declared one, ${cluster.issuer}. Was the cluster rebuilt? Write its issuer into clusters.${cluster.stack.split("-").at(-1)}.issuer of the environment file.`,
          },
        ],
      },
    });
    this.addOverride("terraform.required_version", ">= 1.10.0");
    this.addOverride("terraform.required_providers.aws", {
      source: "hashicorp/aws",
      version: ">= 5.81.0, < 7.0.0",
    });

    const provider = new IamOpenidConnectProvider(this, "oidc-provider", {
      url: cluster.issuer,
      clientIdList: ["sts.amazonaws.com"],
    });
    provider.overrideLogicalId("cluster");
    if (cluster.workloads.length > 0)
      this.createWorkloads(cluster, eks, provider);
    new TerraformOutput(this, "workloads", {
      description: "Workload -> role, path and service accounts.",
      value: Object.fromEntries(
        cluster.workloads.map(
          ({ name, identity, role, namespace, serviceAccount }) => [
            name,
            {
              identity,
              role_arn: role.arn,
              service_accounts: [`${namespace}/${serviceAccount}`],
            },
          ],
        ),
      ),
    });
  }

  private createWorkloads(
    cluster: BareCluster,
    eks: DataAwsEksCluster,
    provider: ITerraformDependable,
  ): void {
    new KubernetesProvider(this, "kubernetes", {
      host: eks.endpoint,
      clusterCaCertificate: Fn.base64decode(
        eks.certificateAuthority.get(0).data,
      ),
      exec: [
        {
          apiVersion: "client.authentication.k8s.io/v1",
          command: "aws",
          args: [
            "eks",
            "get-token",
            "--cluster-name",
            cluster.stack,
            "--region",
            cluster.region,
          ],
        },
      ],
    });
    this.addOverride("terraform.required_providers.kubernetes", {
      source: "hashicorp/kubernetes",
      version: ">= 2.9.0, < 4.0.0",
    });
    const agent = new EksAddon(this, "agent", {
      addonName: "eks-pod-identity-agent",
      clusterName: cluster.stack,
      preserve: true,
    });
    for (const workload of cluster.workloads) {
      const [role, ...policies] = this.createRole(cluster, workload);
      if (workload.identity === "irsa")
        this.createServiceAccount(workload, [role, ...policies, provider], {
          "eks.amazonaws.com/role-arn": workload.role.arn,
        });
      else {
        const association = new EksPodIdentityAssociation(
          this,
          `${workload.name}-association`,
          {
            clusterName: cluster.stack,
            namespace: workload.namespace,
            serviceAccount: workload.serviceAccount,
            roleArn: workload.role.arn,
            tags: workload.tags,
            dependsOn: [role, ...policies, agent],
          },
        );
        association.overrideLogicalId(workload.name);
        this.createServiceAccount(workload, [role, ...policies, association]);
      }
    }
  }

  private createRole(
    cluster: BareCluster,
    workload: BareWorkload,
  ): [IamRole, ...ITerraformDependable[]] {
    const { name } = workload;
    const role = new IamRole(this, `${name}-role`, {
      name: workload.role.name,
      path: workload.role.path,
      permissionsBoundary: workload.role.permissionsBoundary,
      assumeRolePolicy: JSON.stringify(trustPolicy(cluster, workload)),
      tags: workload.tags,
    });
    role.overrideLogicalId(name);
    const policies: ITerraformDependable[] = [];
    if (workload.statements.length > 0) {
      const policy = new IamRolePolicy(this, `${name}-policy`, {
        name: "permissions",
        role: role.name,
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: workload.statements,
        }),
      });
      policy.overrideLogicalId(name);
      policies.push(policy);
    }
    for (const { key, arn } of workload.managedPolicies)
      policies.push(
        new IamRolePolicyAttachment(this, `${name}_${key}`, {
          role: role.name,
          policyArn: arn,
        }),
      );
    return [role, ...policies];
  }

  private createServiceAccount(
    workload: BareWorkload,
    dependsOn: ITerraformDependable[],
    annotations?: Record<string, string>,
  ): void {
    new ServiceAccountV1(this, `${workload.name}-service-account`, {
      metadata: {
        namespace: workload.namespace,
        name: workload.serviceAccount,
        annotations,
      },
      dependsOn,
    }).overrideLogicalId(workload.name);
  }
}

function trustPolicy(cluster: BareCluster, workload: BareWorkload): unknown {
  const { namespace, serviceAccount } = workload;
  if (workload.identity === "pod-identity")
    return {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Condition: {
            StringEquals: {
              "aws:RequestTag/eks-cluster-arn": `arn:aws:eks:${cluster.region}:${cluster.account}:cluster/${cluster.stack}`,
              "aws:RequestTag/kubernetes-namespace": namespace,
              "aws:RequestTag/kubernetes-service-account": serviceAccount,
            },
          },
        },
      ],
    };
  const issuer = cluster.issuer.replace("https://", "");
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: {
          Federated: `arn:aws:iam::${cluster.account}:oidc-provider/${issuer}`,
        },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: "sts.amazonaws.com",
            [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
          },
        },
      },
    ],
  };
}

const [, , file] = process.argv;
if (file === undefined) throw new Error("bare-app.ts <clusters.json>");
const app = new App({ stackTraces: false });
for (const cluster of JSON.parse(readFileSync(file, "utf8")) as BareCluster[])
  new BareStack(app, cluster);
app.synth();
