import { accessMap, accessMapAsJson } from "../../modules/access";
import { environmentFields } from "../support/environment-fields";
import { loadFields } from "../support/load";
import { sampleMap } from "./sample-map";

const role = "arn:aws:iam::111122223333:role";

test("says for each cluster who has which role, and what the role may do", async () => {
  const map = await sampleMap();
  expect(map).toMatchObject({ schemaVersion: 1, environment: "test" });
  expect(map.clusters.map(({ stack }) => stack)).toEqual([
    "test-eu",
    "test-us",
  ]);
  expect(map.clusters[1]).toEqual({
    key: "us",
    stack: "test-us",
    name: "test-us",
    arn: "arn:aws:eks:us-east-1:111122223333:cluster/test-us",
    account: "111122223333",
    region: "us-east-1",
    platform: "eks",
    issuer:
      "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
    retired: false,
    workloads: [
      {
        name: "anybody",
        identity: "pod-identity",
        serviceAccounts: [
          {
            namespace: "tools",
            name: "anybody",
            pattern: false,
            owner: "terraform",
          },
        ],
        compute: "ec2",
        trust: {
          sentence:
            "Cluster-wide: trusts EKS Pod Identity for every service account of cluster arn:aws:eks:us-east-1:111122223333:cluster/test-us by aws:SourceArn and aws:SourceAccount; session tags are off, so the association alone tells service accounts apart",
          clusterWide: true,
        },
        role: {
          name: "test-us-anybody",
          arn: `${role}/test-us-anybody`,
          path: "/",
          exclusivePermissions: false,
        },
        managedPolicies: [],
        statements: [],
        identityOnly: true,
      },
      {
        name: "reader",
        identity: "irsa",
        serviceAccounts: [
          {
            namespace: "jobs",
            name: "nightly",
            pattern: false,
            owner: "terraform",
          },
          {
            namespace: "web",
            name: "front",
            pattern: false,
            owner: "external",
            neededAnnotations: {
              "eks.amazonaws.com/audience": "vault",
              "eks.amazonaws.com/role-arn": `${role}/test-us-reader`,
              "eks.amazonaws.com/token-expiration": "900",
            },
          },
          {
            namespace: "web",
            name: "web-*",
            pattern: true,
            owner: "external",
            neededAnnotations: {
              "eks.amazonaws.com/audience": "vault",
              "eks.amazonaws.com/role-arn": `${role}/test-us-reader`,
              "eks.amazonaws.com/token-expiration": "900",
            },
          },
        ],
        compute: "ec2",
        trust: {
          audience: "vault",
          sentence:
            "Trusts tokens of issuer https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF whose aud is vault and whose sub is system:serviceaccount:jobs:nightly or system:serviceaccount:web:front or system:serviceaccount:web:web-* (a pattern)",
          clusterWide: false,
        },
        role: {
          name: "test-us-reader",
          arn: `${role}/test-us-reader`,
          path: "/",
          exclusivePermissions: true,
          description: "Reads | for @team",
        },
        managedPolicies: [
          "arn:aws:iam::111122223333:policy/own",
          "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
        ],
        statements: [
          {
            sid: "Own",
            effect: "Allow",
            actions: ["s3:GetObject", "s3:PutObject"],
            resources: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"],
            conditions: {
              Bool: { "aws:SecureTransport": "true" },
              StringEquals: { "aws:PrincipalTag/b": "x" },
            },
          },
          { effect: "Deny", actions: ["s3:*"], resources: ["*"] },
        ],
        identityOnly: false,
      },
    ],
  });
});

test("shows a retired cluster without workloads", async () => {
  const { clusters } = await sampleMap();
  expect(clusters[0]).toMatchObject({
    stack: "test-eu",
    retired: true,
    workloads: [],
  });
});

test("says which session tags pin a Pod Identity role", async () => {
  const { clusters } = accessMap(
    await loadFields(
      environmentFields({
        workloads: {
          echo: { serviceAccount: "echo/aws-sa", identity: "pod-identity" },
        },
      }),
    ),
  );
  expect(clusters[0]?.workloads[0]?.trust).toEqual({
    sentence:
      "Trusts EKS Pod Identity whose session tags eks-cluster-arn, kubernetes-namespace and kubernetes-service-account say cluster arn:aws:eks:us-east-1:111122223333:cluster/test-us and service account echo/aws-sa",
    clusterWide: false,
  });
});

test("is the same whatever the order of lists in the environment", async () => {
  const environment = await loadFields(
    environmentFields({
      workloads: {
        a: {
          serviceAccount: ["a/b", "a/a"],
          identity: "irsa",
          permissions: {
            managedPolicies: [
              "arn:aws:iam::aws:policy/A",
              "arn:aws:iam::aws:policy/B",
            ],
          },
        },
        b: { serviceAccount: "b/b", identity: "irsa" },
      },
    }),
  );
  const reversed = {
    ...environment,
    clusters: environment.clusters.toReversed().map((cluster) => ({
      ...cluster,
      workloads: cluster.workloads.toReversed().map((workload) =>
        workload.identity === "irsa"
          ? {
              ...workload,
              serviceAccounts: workload.serviceAccounts.toReversed(),
              permissions: {
                ...workload.permissions,
                managedPolicies:
                  workload.permissions.managedPolicies.toReversed(),
              },
            }
          : workload,
      ),
    })),
  };
  expect(accessMapAsJson(accessMap(reversed))).toBe(
    accessMapAsJson(accessMap(environment)),
  );
});

test("the JSON is the map", async () => {
  const map = await sampleMap();
  const text = accessMapAsJson(map);
  expect(JSON.parse(text)).toEqual(map);
  expect(text.endsWith("}\n")).toBe(true);
});
