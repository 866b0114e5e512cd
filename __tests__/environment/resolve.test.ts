import { resolveEnvironment } from "../../modules/environment/resolve";
import type {
  EnvironmentFile,
  WorkloadFields,
} from "../../modules/environment/schema";
import { wholeFile } from "./whole-file";

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}

const issuer = "https://oidc.eks.us-east-1.amazonaws.com/id/A";

function small(
  workload: Partial<WorkloadFields> = {},
  override: Partial<EnvironmentFile> = {},
): EnvironmentFile {
  return deepFreeze({
    account: "111122223333",
    backend: { local: {} },
    clusters: { us: { region: "us-east-1", issuer } },
    workloads: {
      echo: { serviceAccount: "echo/aws-sa", identity: "irsa", ...workload },
    },
    ...override,
  });
}

function resolved(file: EnvironmentFile) {
  const { environment, findings } = resolveEnvironment("prod", file);
  expect(findings).toEqual([]);
  return environment;
}

/** The workload `echo` on a cluster. */
function echoOn(file: EnvironmentFile, key = "us") {
  return resolved(file)
    .clusters.find((cluster) => cluster.key === key)
    ?.workloads.find(({ name }) => name === "echo");
}

const two = {
  us: { region: "us-east-1", issuer },
  eu: { region: "eu-west-1" },
};

describe("defaults", () => {
  test("what a minimal file leaves out", () => {
    expect(resolved(small())).toEqual({
      name: "prod",
      account: "111122223333",
      backend: { kind: "local", directory: "state" },
      quotas: { trustPolicyLength: 2048, managedPoliciesPerRole: 10 },
      acceptedRisks: [],
      clusters: [
        {
          key: "us",
          stack: "prod-us",
          name: "prod-us",
          arn: "arn:aws:eks:us-east-1:111122223333:cluster/prod-us",
          region: "us-east-1",
          partition: "aws",
          account: "111122223333",
          platform: "eks",
          issuer,
          oidcProvider: { kind: "create", audiences: ["sts.amazonaws.com"] },
          kubernetes: { kind: "eks" },
          tags: {},
          retired: false,
          workloads: [
            {
              name: "echo",
              identity: "irsa",
              audience: "sts.amazonaws.com",
              compute: "ec2",
              listed: false,
              serviceAccounts: [
                {
                  namespace: "echo",
                  name: "aws-sa",
                  owner: "terraform",
                  labels: {},
                },
              ],
              role: {
                name: "prod-us-echo",
                arn: "arn:aws:iam::111122223333:role/prod-us-echo",
                path: "/",
                exclusivePermissions: false,
              },
              permissions: { managedPolicies: [], statements: [] },
              tags: {},
            },
          ],
        },
      ],
    });
  });

  test("every default of the file holds where a workload doesn't say otherwise", () => {
    const defaults = {
      identity: "pod-identity",
      rolePath: "/{environment}/",
      permissionsBoundary: "arn:{partition}:iam::{account}:policy/b",
      maxSessionDuration: 7200,
      serviceAccountOwner: "external",
      exclusivePermissions: true,
    } as const;
    const file = small({}, { defaults });
    expect(echoOn(file)?.identity).toBe("irsa");
    expect(echoOn(file)?.serviceAccounts[0]?.owner).toBe("external");
    expect(echoOn(file)?.role).toEqual({
      name: "prod-us-echo",
      arn: "arn:aws:iam::111122223333:role/prod/prod-us-echo",
      path: "/prod/",
      permissionsBoundary: "arn:aws:iam::111122223333:policy/b",
      maxSessionDuration: 7200,
      exclusivePermissions: true,
    });
    const own = small(
      {
        serviceAccountOwner: "manifest",
        role: {
          path: "/own/",
          permissionsBoundary: "arn:aws:iam::aws:policy/x",
          maxSessionDuration: 3600,
          exclusivePermissions: false,
        },
      },
      { defaults },
    );
    expect(echoOn(own)?.serviceAccounts[0]?.owner).toBe("manifest");
    expect(echoOn(own)?.role).toMatchObject({
      path: "/own/",
      permissionsBoundary: "arn:aws:iam::aws:policy/x",
      maxSessionDuration: 3600,
      exclusivePermissions: false,
    });
  });

  test.each([
    [{ local: {} }, { kind: "local", directory: "state" }],
    [{ local: { directory: "./a//b/" } }, { kind: "local", directory: "a/b" }],
    [
      { remote: { organization: "o" } },
      { kind: "remote", organization: "o", hostname: "app.terraform.io" },
    ],
    [{ pg: {} }, { kind: "pg", schemaName: "terraform_remote_state" }],
  ])("the backend %j", (backend, expected) => {
    expect(resolved(small({}, { backend })).backend).toEqual(expected);
  });

  test("the agent is the add-on only where a workload uses Pod Identity on EKS", () => {
    const agent = (file: EnvironmentFile) => resolved(file).clusters[0]?.agent;
    expect(agent(small())).toBeUndefined();
    expect(agent(small({ identity: "pod-identity" }))).toEqual({
      kind: "addon",
    });
    expect(
      agent(
        small(
          {},
          { clusters: { us: { region: "us-east-1", issuer, agent: "addon" } } },
        ),
      ),
    ).toEqual({ kind: "addon" });
  });

  test("Kubernetes is reached only where Terraform owns a service account", () => {
    const kubernetes = (owner: "terraform" | "manifest" | "external") =>
      resolved(small({ serviceAccountOwner: owner })).clusters[0]?.kubernetes;
    expect(kubernetes("terraform")).toEqual({ kind: "eks" });
    expect(kubernetes("manifest")).toBeUndefined();
    expect(kubernetes("external")).toBeUndefined();
  });

  test("audiences are the union of those used, sorted", () => {
    const file = small(
      {},
      {
        workloads: {
          b: {
            serviceAccount: "b/b",
            identity: "irsa",
            irsa: { audience: "z" },
          },
          a: {
            serviceAccount: "a/a",
            identity: "irsa",
            irsa: { audience: "a" },
          },
          c: {
            serviceAccount: "c/c",
            identity: "irsa",
            irsa: { audience: "z" },
          },
        },
      },
    );
    expect(resolved(file).clusters[0]?.oidcProvider?.audiences).toEqual([
      "a",
      "z",
    ]);
  });

  test("a retired cluster keeps its way to Kubernetes and nothing that is made", () => {
    const [cluster] = resolved(
      small(
        {},
        {
          clusters: {
            us: { region: "us-east-1", issuer, retired: true, agent: "addon" },
          },
        },
      ),
    ).clusters;
    expect(cluster).toMatchObject({
      retired: true,
      workloads: [],
      kubernetes: { kind: "eks" },
    });
    expect(cluster).not.toHaveProperty("oidcProvider");
    expect(cluster).not.toHaveProperty("agent");
    expect(cluster?.destroys).toMatchObject({
      oidcProvider: { kind: "create", audiences: ["sts.amazonaws.com"] },
      agent: { kind: "addon" },
      workloads: [{ name: "echo", identity: "irsa" }],
    });
  });
});

describe("what a cluster overrides", () => {
  test("a workload runs on every cluster unless it names some", () => {
    const keys = (clusters?: WorkloadFields["clusters"]) =>
      resolved(small(clusters ? { clusters } : {}, { clusters: two }))
        .clusters.filter(({ workloads }) => workloads.length > 0)
        .map(({ key }) => key);
    expect(keys()).toEqual(["eu", "us"]);
    expect(keys({ us: {} })).toEqual(["us"]);
  });

  test("identity, compute and owner hold on that cluster alone", () => {
    const file = small(
      {
        clusters: {
          us: {},
          eu: {
            identity: "pod-identity",
            compute: "hybrid",
            serviceAccountOwner: "external",
          },
        },
      },
      { clusters: two },
    );
    expect(echoOn(file, "us")).toMatchObject({
      identity: "irsa",
      compute: "ec2",
    });
    expect(echoOn(file, "eu")).toMatchObject({
      identity: "pod-identity",
      compute: "hybrid",
      serviceAccounts: [{ owner: "external" }],
    });
  });

  test("irsa is merged field by field", () => {
    const file = small(
      {
        irsa: {
          audience: "a",
          tokenExpirationSeconds: 7200,
          regionalSts: true,
        },
        clusters: {
          us: { irsa: { tokenExpirationSeconds: 600, regionalSts: false } },
          eu: {},
        },
      },
      { clusters: two },
    );
    expect(echoOn(file, "us")).toMatchObject({
      audience: "a",
      tokenExpirationSeconds: 600,
      regionalSts: false,
    });
    expect(echoOn(file, "eu")).toMatchObject({
      audience: "a",
      tokenExpirationSeconds: 7200,
      regionalSts: true,
    });
  });

  test("podIdentity is merged field by field, false included", () => {
    const file = small(
      {
        identity: "pod-identity",
        podIdentity: { sessionTags: true },
        clusters: {
          us: { podIdentity: { sessionTags: false } },
          eu: { podIdentity: {} },
        },
      },
      { clusters: two },
    );
    expect(echoOn(file, "us")).toMatchObject({ sessionTags: false });
    expect(echoOn(file, "eu")).toMatchObject({ sessionTags: true });
  });

  test("permissions are replaced as a whole", () => {
    const file = small(
      {
        permissions: {
          managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
          statements: [{ actions: ["s3:GetObject"], resources: ["*"] }],
        },
        clusters: {
          us: {
            permissions: {
              statements: [{ actions: ["sqs:SendMessage"], resources: ["*"] }],
            },
          },
          eu: {},
        },
      },
      { clusters: two },
    );
    expect(echoOn(file, "us")?.permissions).toEqual({
      managedPolicies: [],
      statements: [
        { effect: "Allow", actions: ["sqs:SendMessage"], resources: ["*"] },
      ],
    });
    expect(echoOn(file, "eu")?.permissions.managedPolicies).toHaveLength(1);
  });

  test("a service account's own owner goes before the cluster's", () => {
    const file = small({
      serviceAccount: [
        "echo/a",
        { namespace: "echo", name: "b", owner: "external" },
      ],
      serviceAccountOwner: "terraform",
      clusters: { us: { serviceAccountOwner: "manifest" } },
    });
    expect(echoOn(file)?.serviceAccounts.map(({ owner }) => owner)).toEqual([
      "manifest",
      "external",
    ]);
    expect(echoOn(file)?.listed).toBe(true);
  });
});

describe("placeholders", () => {
  test("have the values of each cluster", () => {
    const file = small(
      {
        role: {
          name: "{environment}.{cluster}.{region}.{partition}.{account}",
        },
      },
      {
        clusters: {
          us: { region: "us-east-1", issuer },
          cn: { region: "cn-north-1", account: "777788889999" },
        },
      },
    );
    expect(echoOn(file, "us")?.role.name).toBe(
      "prod.us.us-east-1.aws.111122223333",
    );
    expect(echoOn(file, "cn")?.role.name).toBe(
      "prod.cn.cn-north-1.aws-cn.777788889999",
    );
  });

  test("are replaced in keys of no map, in no service account and in no backend", () => {
    const { environment } = resolveEnvironment(
      "prod",
      small(
        {
          serviceAccount: "{environment}/{cluster}",
          tags: { "{cluster}": "{cluster}" },
        },
        { backend: { gcs: { bucket: "b", prefix: "{environment}" } } },
      ),
    );
    expect(environment.backend).toEqual({
      kind: "gcs",
      bucket: "b",
      prefix: "{environment}",
    });
    expect(environment.clusters[0]?.workloads[0]).toMatchObject({
      serviceAccounts: [{ namespace: "{environment}", name: "{cluster}" }],
      tags: { "{cluster}": "us" },
    });
  });

  test("that are unknown are found with the path of the text", () => {
    const { findings } = resolveEnvironment(
      "prod",
      small({ tags: { a: "{nosuch}" } }),
    );
    expect(findings).toEqual([
      {
        path: ["workloads", "echo", "tags", "a"],
        rule: "unknown placeholder {nosuch}",
        got: "{nosuch}",
        fix: "use one of {environment}, {cluster}, {account}, {region}, {partition}, or write {{ and }} for braces",
      },
    ]);
  });
});

test("the file is never changed", () => {
  expect(resolveEnvironment("prod", deepFreeze(wholeFile()))).toEqual(
    resolveEnvironment("prod", wholeFile()),
  );
});

test("two readings share nothing that one of them could change for the other", () => {
  const file = wholeFile();
  const first = JSON.stringify(resolveEnvironment("prod", file));
  resolveEnvironment("dev", file);
  expect(JSON.stringify(resolveEnvironment("prod", file))).toBe(first);
});
