import type { EnvironmentFile } from "../../modules/environment/schema";

/** An environment file that uses nearly every field; a fresh one each time. */
export function wholeFile(
  override: Partial<EnvironmentFile> = {},
): EnvironmentFile {
  return {
    account: "111122223333",
    backend: {
      s3: {
        bucket: "acme-terraform-state",
        region: "us-east-1",
        prefix: "identity",
        kmsKeyId: "alias/terraform",
        assumeRole: {
          roleArn: "arn:aws:iam::444455556666:role/state",
          externalId: "acme",
        },
      },
    },
    quotas: { trustPolicyLength: 4096, managedPoliciesPerRole: 20 },
    clusters: {
      us: {
        region: "us-east-1",
        issuer:
          "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
        agent: {
          kind: "addon",
          version: "v1.3.8-eksbuild.2",
          configuration: { daemonsets: { hybrid: { create: true } } },
        },
      },
      cn: {
        region: "cn-north-1",
        name: "china",
        account: "777788889999",
        issuer: "https://oidc.eks.cn-north-1.amazonaws.com.cn/id/A",
        oidcProvider: "existing",
        assumeRole: {
          roleArn: "arn:{partition}:iam::{account}:role/terraform",
        },
      },
      old: { region: "us-west-2", retired: true },
    },
    defaults: {
      identity: "irsa",
      rolePath: "/workloads/",
      permissionsBoundary: "arn:{partition}:iam::{account}:policy/boundary",
      maxSessionDuration: 7200,
      serviceAccountOwner: "manifest",
      exclusivePermissions: true,
      tags: { team: "platform", where: "{region}" },
    },
    workloads: {
      echo: { serviceAccount: "echo/aws-sa" },
      reports: {
        serviceAccount: [
          {
            namespace: "reports",
            name: "reporter",
            labels: { b: "2", a: "1" },
          },
          { namespace: "reports", namePattern: "run-*", owner: "external" },
        ],
        clusters: {
          us: {
            irsa: { tokenExpirationSeconds: 600 },
            permissions: {
              statements: [{ actions: ["s3:ListBucket"], resources: ["*"] }],
            },
          },
          cn: {},
        },
        irsa: { audience: "reports", regionalSts: true },
        permissions: {
          managedPolicies: [
            "arn:{partition}:iam::aws:policy/ReadOnlyAccess",
            "arn:{partition}:iam::{account}:policy/own",
          ],
          statements: [
            {
              sid: "Read",
              effect: "Deny",
              actions: ["s3:GetObject"],
              resources: ["arn:{partition}:s3:::acme-{environment}/*"],
              conditions: {
                StringEquals: {
                  "aws:PrincipalAccount": "{account}",
                  "aws:PrincipalTag/a": ["${aws:username}", "{cluster}"],
                },
                Bool: { "aws:SecureTransport": "true" },
              },
            },
          ],
        },
        role: {
          name: "{cluster}-reports",
          path: "/{environment}/",
          permissionsBoundary:
            "arn:{partition}:iam::aws:policy/PowerUserAccess",
          maxSessionDuration: 3600,
          description: "Reports of {environment}",
          exclusivePermissions: false,
        },
        tags: { team: "reports", cost: "{cluster}" },
      },
      batch: {
        serviceAccount: {
          namespace: "batch",
          name: "runner",
          automountToken: false,
        },
        identity: "pod-identity",
        podIdentity: { sessionTags: true },
        compute: "hybrid",
        clusters: { us: {}, cn: { identity: "irsa", compute: "fargate" } },
        serviceAccountOwner: "terraform",
      },
    },
    ...override,
  };
}
