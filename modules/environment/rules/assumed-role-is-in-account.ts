import { parseArn } from "../../policy-document";
import type { Path } from "../fault";
import type { Rule } from "./support/rule";

export const assumedRoleIsInAccount: Rule = {
  name: "assumed-role-is-in-account",
  statement:
    "A role to assume is an IAM role's ARN; on a cluster it is one of the cluster's partition, and the provider's one of the cluster's account.",
  reason:
    "The provider accepts the cluster's account only (`allowed_account_ids`), so that a role of another would fail every plan.",
  source:
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs#allowed_account_ids",
  *check({ environment }) {
    const { backend } = environment;
    const roles: {
      readonly path: Path;
      readonly arn: string | undefined;
      readonly partition?: string;
      readonly account?: string;
    }[] = [
      {
        path: ["backend", "s3", "assumeRole", "roleArn"],
        arn: backend.kind === "s3" ? backend.assumeRole?.roleArn : undefined,
      },
      ...environment.clusters.flatMap(
        ({ key, partition, account, assumeRole, kubernetes }) => [
          {
            path: ["clusters", key, "assumeRole", "roleArn"],
            arn: assumeRole?.roleArn,
            partition,
            account,
          },
          {
            path: ["clusters", key, "kubernetes", "eks", "roleArn"],
            arn:
              kubernetes?.kind === "eks" &&
              kubernetes.roleArn !== assumeRole?.roleArn
                ? kubernetes.roleArn
                : undefined,
            partition,
          },
        ],
      ),
    ];
    for (const { path, arn: got, partition, account } of roles) {
      if (got === undefined) continue;
      const arn = parseArn(got);
      if (
        arn?.service !== "iam" ||
        !/^aws[a-z-]*$/.test(arn.partition) ||
        !/^\d{12}$/.test(arn.account) ||
        !/^role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/.test(arn.resource)
      )
        yield {
          path,
          rule: "must be the ARN of an IAM role",
          got,
          fix: "write it as in arn:aws:iam::111122223333:role/terraform",
        };
      else if (partition !== undefined && arn.partition !== partition)
        yield {
          path,
          rule: `the cluster's partition is ${partition}`,
          got,
          fix: "write arn:{partition}:iam::...",
        };
      else if (account !== undefined && arn.account !== account)
        yield {
          path,
          rule: `the role that the AWS provider assumes is one of the cluster's account ${account}`,
          got,
          fix: "mend the role, or the cluster's account",
        };
    }
  },
};
