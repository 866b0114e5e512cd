import { found, trusting } from "./support/flag-plans";
import { audience, podTrust, subject, together } from "./support/flag-plans";
import {
  account,
  host,
  irsaTrust,
  policyText,
  reviewOf,
  roleFields,
} from "./support/plan";

type Fields = Readonly<Record<string, unknown>>;

const org = { "aws:PrincipalOrgID": "o-1" };
const ci = `arn:aws:iam::${account}:role/ci`;
const label = `arn:aws:iam::${account}:role/echo`;

function ciTrust(
  condition?: unknown,
  action: unknown = "sts:AssumeRole",
  more: Readonly<Record<string, unknown>> = {},
): unknown {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: ci },
        Action: action,
        ...(condition !== undefined && { Condition: condition }),
        ...more,
      },
    ],
  };
}

function denial(
  condition: unknown,
  more: Readonly<Record<string, unknown>> = {},
): unknown {
  return ciTrust(condition, "sts:*", {
    Effect: "Deny",
    Principal: "*",
    ...more,
  });
}

const outside = { StringNotEquals: org };

async function losses(
  before: unknown,
  after: unknown,
): Promise<readonly string[]> {
  return found(
    await reviewOf(trusting(after, before)),
    "trust-condition-removed",
  ).map((text) => text.replaceAll(`${label} `, "").replaceAll(ci, "ci"));
}

describe("trust-condition-removed tells", () => {
  it.each<readonly [string, unknown, unknown, readonly string[]]>([
    [
      "an organization that is no longer asked for",
      ciTrust({ StringEquals: org }),
      ciTrust(),
      ["high: no longer asks AWS ci for aws:PrincipalOrgID: StringEquals o-1"],
    ],
    [
      "an external id",
      ciTrust({ StringEquals: { ...org, "sts:ExternalId": "x1" } }),
      ciTrust({ StringEquals: org }),
      ["high: no longer asks AWS ci for sts:ExternalId: StringEquals x1"],
    ],
    [
      "another organization",
      ciTrust({ StringEquals: org }),
      ciTrust({ StringEquals: { "aws:PrincipalOrgID": ["o-1", "o-2"] } }),
      [
        "medium: compares aws:PrincipalOrgID of AWS ci otherwise: StringEquals o-1 becomes StringEquals o-1, o-2",
      ],
    ],
    [
      "any organization",
      ciTrust({ StringEquals: org }),
      ciTrust({ StringLike: { "aws:PrincipalOrgID": "*" } }),
      [
        "high: compares aws:PrincipalOrgID of AWS ci otherwise: StringEquals o-1 becomes StringLike *",
      ],
    ],
    [
      "a condition that holds where the key isn't there",
      ciTrust({ StringEquals: org }),
      ciTrust({ StringEqualsIfExists: org }),
      [
        "high: compares aws:PrincipalOrgID of AWS ci otherwise: StringEquals o-1 becomes StringEqualsIfExists o-1",
      ],
    ],
    [
      "a set operator, which holds without the key too",
      ciTrust({ StringEquals: org }),
      ciTrust({ "ForAllValues:StringEquals": org }),
      [
        "high: compares aws:PrincipalOrgID of AWS ci otherwise: StringEquals o-1 becomes ForAllValues:StringEquals o-1",
      ],
    ],
    [
      "every address",
      ciTrust({ IpAddress: { "aws:SourceIp": "192.0.2.0/24" } }),
      ciTrust({ IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "0.0.0.0/0"] } }),
      [
        "high: compares aws:SourceIp of AWS ci otherwise: IpAddress 192.0.2.0/24 becomes IpAddress 0.0.0.0/0, 192.0.2.0/24",
      ],
    ],
    [
      "fewer exceptions of a negated condition",
      ciTrust({ StringNotEquals: { "aws:PrincipalOrgID": ["o-1", "o-2"] } }),
      ciTrust({ StringNotEquals: org }),
      [
        "medium: compares aws:PrincipalOrgID of AWS ci otherwise: StringNotEquals o-1, o-2 becomes StringNotEquals o-1",
      ],
    ],
    [
      "a second statement without the condition",
      ciTrust({ StringEquals: org }),
      together(ciTrust({ StringEquals: org }), ciTrust()),
      ["high: no longer asks AWS ci for aws:PrincipalOrgID: StringEquals o-1"],
    ],
    [
      "an action that a statement without conditions gains",
      together(
        ciTrust({ StringEquals: org }),
        ciTrust(undefined, "sts:TagSession"),
      ),
      together(ciTrust({ StringEquals: org }), ciTrust(undefined, "sts:*")),
      [
        "high: lets AWS ci call sts:AssumeRoleWithSAML, sts:AssumeRoleWithWebIdentity, sts:SetContext, sts:SetSourceIdentity too",
        "high: no longer asks AWS ci for aws:PrincipalOrgID: StringEquals o-1",
      ],
    ],
    [
      "actions by NotAction",
      ciTrust(undefined, "sts:AssumeRole"),
      ciTrust(undefined, undefined, { NotAction: "sts:*Role*" }),
      [
        "medium: lets AWS ci call sts:SetContext, sts:SetSourceIdentity, sts:TagSession too",
      ],
    ],
    [
      "a condition of the subject's own statement, where another subject's has none",
      together(
        irsaTrust("system:serviceaccount:b:b"),
        irsaTrust("", { StringEquals: { ...audience, ...subject, ...org } }),
      ),
      together(
        irsaTrust("system:serviceaccount:b:b"),
        irsaTrust("", { StringEquals: { ...audience, ...subject } }),
      ),
      [
        `high: no longer asks Federated arn:aws:iam::${account}:oidc-provider/${host} for aws:PrincipalOrgID: StringEquals o-1`,
      ],
    ],
    [
      "a subject that is no service account",
      irsaTrust("repo:acme/app:ref:refs/heads/main"),
      irsaTrust("repo:acme/app:pull_request"),
      [
        `medium: compares ${host}:sub of Federated arn:aws:iam::${account}:oidc-provider/${host} otherwise: StringEquals repo:acme/app:ref:refs/heads/main becomes StringEquals repo:acme/app:pull_request`,
      ],
    ],
    [
      "a Deny that goes",
      together(ciTrust(), denial(outside)),
      ciTrust(),
      [
        "high: no longer denies sts:AssumeRole, sts:AssumeRoleWithSAML, sts:AssumeRoleWithWebIdentity, sts:SetContext, sts:SetSourceIdentity, sts:TagSession to AWS * where aws:PrincipalOrgID StringNotEquals o-1",
      ],
    ],
    [
      "a Deny that asks for more",
      together(ciTrust(), denial(outside, { Action: "sts:AssumeRole" })),
      together(
        ciTrust(),
        denial(
          { ...outside, Bool: { "aws:ViaAWSService": "false" } },
          { Action: "sts:AssumeRole" },
        ),
      ),
      [
        "high: no longer denies sts:AssumeRole to AWS * where aws:PrincipalOrgID StringNotEquals o-1",
      ],
    ],
    [
      "a Deny of other actions than before",
      together(ciTrust(), denial(undefined, { Action: "sts:AssumeRole" })),
      together(
        ciTrust(),
        denial(undefined, { Action: undefined, NotAction: "sts:AssumeRole" }),
      ),
      ["high: no longer denies sts:AssumeRole to AWS *"],
    ],
    [
      "a Deny of an action that isn't known yet",
      together(ciTrust(), denial(undefined, { Action: "sts:AssumeRole" })),
      together(ciTrust(), denial(undefined, { Action: "${local.a}" })),
      ["high: no longer denies sts:AssumeRole to AWS *"],
    ],
    [
      "a Deny of all but an action that isn't known yet",
      together(ciTrust(), denial(undefined, { Action: "sts:AssumeRole" })),
      together(
        ciTrust(),
        denial(undefined, { Action: undefined, NotAction: "${local.a}" }),
      ),
      ["high: no longer denies sts:AssumeRole to AWS *"],
    ],
    [
      "a Deny that leaves one principal out",
      together(
        ciTrust(),
        denial(undefined, {
          Action: "sts:AssumeRole",
          Principal: { AWS: [ci, "999999999999"] },
        }),
      ),
      together(
        ciTrust(),
        denial(undefined, {
          Action: "sts:AssumeRole",
          Principal: { AWS: "999999999999" },
        }),
      ),
      ["high: no longer denies sts:AssumeRole to AWS 999999999999, AWS ci"],
    ],
    [
      "a condition of a principal that a Deny names too",
      together(
        ciTrust({ StringEquals: org }),
        denial(undefined, { Principal: { AWS: ci } }),
      ),
      together(ciTrust(), denial(undefined, { Principal: { AWS: ci } })),
      ["high: no longer asks AWS ci for aws:PrincipalOrgID: StringEquals o-1"],
    ],
    [
      "every subject in place of one",
      irsaTrust(),
      irsaTrust("", {
        StringEquals: audience,
        StringLike: { [`${host}:sub`]: "*" },
      }),
      [
        `high: compares ${host}:sub of Federated arn:aws:iam::${account}:oidc-provider/${host} otherwise: StringEquals system:serviceaccount:echo:aws-sa becomes StringLike *`,
      ],
    ],
    [
      "a Deny of fewer principals",
      together(ciTrust(), denial(undefined, { Action: "sts:AssumeRole" })),
      together(
        ciTrust(),
        denial(undefined, {
          Action: "sts:AssumeRole",
          Principal: undefined,
          NotPrincipal: { AWS: ci },
        }),
      ),
      ["high: no longer denies sts:AssumeRole to AWS *"],
    ],
  ])("%s", async (_, before, after, expected) => {
    expect(await losses(before, after)).toEqual(expected);
  });

  it("a role that another resource makes under the same name", async () => {
    const review = await reviewOf([
      {
        address: "aws_iam_role.echo",
        before: roleFields("echo", ciTrust({ StringEquals: org })),
      },
      {
        address: "aws_iam_role.renamed",
        after: roleFields("echo", ciTrust()),
      },
    ]);

    expect(found(review, "trust-condition-removed")).toHaveLength(1);
  });
});

const everyone = { Principal: "*" };
const network = { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };

describe("a condition that becomes another one is", () => {
  it.each<readonly [string, string, unknown, unknown, Fields?]>([
    [
      "high",
      "another organization, of anyone",
      { StringEquals: org },
      { StringEquals: { "aws:PrincipalOrgID": "o-2" } },
      everyone,
    ],
    [
      "high",
      "one more organization, of anyone in any account",
      { StringEquals: org },
      { StringEquals: { "aws:PrincipalOrgID": ["o-1", "o-2"] } },
      { Principal: { AWS: "arn:aws:iam::*:root" } },
    ],
    [
      "high",
      "another organization, of all but some",
      { StringEquals: org },
      { StringEquals: { "aws:PrincipalOrgID": "o-2" } },
      { Principal: undefined, NotPrincipal: { AWS: ci } },
    ],
    [
      "high",
      "another account, of anyone",
      { StringEquals: { "aws:PrincipalAccount": account } },
      { StringEquals: { "aws:PrincipalAccount": "999999999999" } },
      everyone,
    ],
    [
      "high",
      "another account's principal, of anyone",
      { ArnLike: { "aws:PrincipalArn": ci } },
      {
        ArnLike: { "aws:PrincipalArn": [ci, "arn:aws:iam::999999999999:root"] },
      },
      everyone,
    ],
    [
      "medium",
      "another principal of the own account, of anyone",
      { ArnLike: { "aws:PrincipalArn": ci } },
      { ArnLike: { "aws:PrincipalArn": `${ci}2` } },
      everyone,
    ],
    [
      "medium",
      "the role's own account, of anyone",
      { StringEquals: { "aws:PrincipalAccount": "999999999999" } },
      { StringEquals: { "aws:PrincipalAccount": account } },
      everyone,
    ],
    [
      "medium",
      "another external id, of anyone",
      { StringEquals: { "sts:ExternalId": "x1" } },
      { StringEquals: { "sts:ExternalId": "x2" } },
      everyone,
    ],
    [
      "high",
      "a pattern of an organization",
      { StringEquals: org },
      { StringLike: { "aws:PrincipalOrgID": "o-*" } },
    ],
    [
      "high",
      "a pattern that may be everything once it is known",
      { StringEquals: { "sts:RoleSessionName": "deploy" } },
      {
        StringLike: { "sts:RoleSessionName": "${terraform_data.t.output}" },
      },
    ],
    [
      "high",
      "a pattern of an external id",
      { StringEquals: { "sts:ExternalId": "secret" } },
      { StringLike: { "sts:ExternalId": "s*" } },
    ],
    [
      "high",
      "paths of every organization",
      { StringLike: { "aws:PrincipalOrgPaths": "o-1/r-1/ou-1/*" } },
      { StringLike: { "aws:PrincipalOrgPaths": "o-*/r-1/*" } },
    ],
    [
      "medium",
      "more paths of an organization",
      { StringLike: { "aws:PrincipalOrgPaths": "o-1/r-1/ou-1/*" } },
      { StringLike: { "aws:PrincipalOrgPaths": "o-1/*" } },
    ],
    [
      "high",
      "an ARN of every account",
      { ArnEquals: { "aws:SourceArn": `arn:aws:sns:us-east-1:${account}:a` } },
      { ArnEquals: { "aws:SourceArn": "arn:aws:sns:us-east-1:*:a" } },
    ],
    [
      "high",
      "every bucket",
      { ArnLike: { "aws:SourceArn": "arn:aws:s3:::reports" } },
      { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } },
    ],
    [
      "medium",
      "some more buckets",
      { ArnLike: { "aws:SourceArn": "arn:aws:s3:::reports" } },
      { ArnLike: { "aws:SourceArn": "arn:aws:s3:::reports-*" } },
    ],
    [
      "high",
      "a pattern of one character",
      { StringEquals: { "sts:RoleSessionName": "deploy" } },
      { StringLike: { "sts:RoleSessionName": "*e*" } },
    ],
    [
      "medium",
      "a pattern of a word",
      { StringEquals: { "sts:RoleSessionName": "deploy" } },
      { StringLike: { "sts:RoleSessionName": "deploy-*" } },
    ],
    [
      "high",
      "both of two values",
      mfa,
      { Bool: { "aws:MultiFactorAuthPresent": ["True", "false"] } },
    ],
    [
      "high",
      "both of two values, as texts",
      { StringEquals: { "aws:PrincipalTag/admin": "true" } },
      { StringEquals: { "aws:PrincipalTag/admin": ["true", "false"] } },
    ],
    [
      "high",
      "the opposite",
      mfa,
      { Bool: { "aws:MultiFactorAuthPresent": "false" } },
    ],
    [
      "medium",
      "the same in another case",
      mfa,
      { Bool: { "aws:MultiFactorAuthPresent": "True" } },
    ],
    [
      "high",
      "both halves of all addresses",
      network,
      { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } },
    ],
    [
      "high",
      "all addresses by many networks",
      network,
      {
        IpAddress: {
          "aws:SourceIp": Array.from(
            { length: 16 },
            (_, at) => `${at * 16}.0.0.0/4`,
          ),
        },
      },
    ],
    [
      "high",
      "all addresses of version 6 in use",
      network,
      { IpAddress: { "aws:SourceIp": ["2000::/4", "3000::/4"] } },
    ],
    [
      "medium",
      "an asterisk that stands for itself",
      { StringEquals: org },
      { StringLike: { "aws:PrincipalOrgID": "o-${*}" } },
    ],
    [
      "medium",
      "every private network",
      network,
      {
        IpAddress: {
          "aws:SourceIp": [
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "fc00::/7",
          ],
        },
      },
    ],
  ])("%s: %s", async (severity, _, before, after, ...[more]) => {
    const texts = await losses(
      ciTrust(before, "sts:AssumeRole", more as Fields | undefined),
      ciTrust(after, "sts:AssumeRole", more as Fields | undefined),
    );

    expect(texts.map((text) => text.split(": ")[0])).toEqual([severity]);
  });

  it("high on a role that may do everything", async () => {
    const everything = {
      name: "all",
      role: "echo",
      policy: policyText(["*"], ["*"]),
    };
    const review = await reviewOf([
      ...trusting(
        ciTrust({ StringEquals: { "sts:ExternalId": "x2" } }),
        ciTrust({ StringEquals: { "sts:ExternalId": "x1" } }),
      ),
      {
        address: "aws_iam_role_policy.echo",
        before: everything,
        after: everything,
      },
    ]);

    expect(found(review, "trust-condition-removed")).toEqual([
      `high: ${label} compares sts:ExternalId of AWS ${ci} otherwise: StringEquals x1 becomes StringEquals x2`,
    ]);
  });
});

describe("trust-condition-removed is silent about", () => {
  it.each<readonly [string, unknown, unknown]>([
    ["a condition that is added", ciTrust(), ciTrust({ StringEquals: org })],
    [
      "one value less",
      ciTrust({ StringEquals: { "aws:PrincipalOrgID": ["o-1", "o-2"] } }),
      ciTrust({ StringEquals: org }),
    ],
    [
      "a name in place of its pattern",
      ciTrust({ StringLike: { "aws:PrincipalOrgID": "o-*" } }),
      ciTrust({ StringEquals: org }),
    ],
    [
      "the same without wildcards, by another operator",
      ciTrust({ StringEquals: org }),
      ciTrust({ StringLike: org }),
    ],
    [
      "a key's case, order, and one value as a list",
      ciTrust({ StringEquals: { ...org, "sts:ExternalId": "x1" } }),
      ciTrust({
        StringEquals: { "STS:ExternalId": ["x1"], "aws:principalorgid": "o-1" },
      }),
    ],
    [
      "IfExists that goes",
      ciTrust({ StringEqualsIfExists: org }),
      ciTrust({ StringEquals: org }),
    ],
    [
      "another service account, which is a row",
      irsaTrust(),
      irsaTrust("system:serviceaccount:echo:other"),
    ],
    [
      "a new principal, of which other rules tell",
      irsaTrust(),
      together(irsaTrust(), podTrust()),
    ],
    [
      "a Deny that is wider than before",
      together(ciTrust(), denial(outside, { Action: "sts:AssumeRole" })),
      together(ciTrust(), denial(undefined)),
    ],
    [
      "a Deny of what nobody can do by a trust policy",
      together(ciTrust(), denial(undefined, { Action: "s3:*" })),
      ciTrust(),
    ],
  ])("%s", async (_, before, after) => {
    expect(await losses(before, after)).toEqual([]);
  });
});
