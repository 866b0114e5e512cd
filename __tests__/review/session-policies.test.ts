import {
  associationFields,
  found,
  podTrust,
  together,
} from "./support/flag-plans";
import {
  account,
  irsaTrust,
  policyText,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

type Fields = Readonly<Record<string, unknown>>;

const id = "session-policy-removed";
const label = `arn:aws:iam::${account}:role/echo`;
const oneBucket = policyText(["s3:GetObject"], ["arn:aws:s3:::a/*"]);
const narrowed = { policy: oneBucket };
const widened = { policy: policyText(["*"], ["*"]) };
const elsewhere = { cluster_name: "prod-eu" };
const both = together(podTrust(), irsaTrust());

function role(before: unknown, after = before): PlannedResource {
  return {
    address: "aws_iam_role.echo",
    before: roleFields("echo", before),
    after: roleFields("echo", after),
  };
}

function may(policy: string): PlannedResource {
  const fields = { name: "p", role: "echo", policy };
  return {
    address: "aws_iam_role_policy.echo",
    before: fields,
    after: fields,
  };
}

const everything = may(policyText(["*"], ["*"]));

function association(
  name: string,
  before: Fields | undefined,
  after: Fields | undefined,
): PlannedResource {
  return {
    address: `aws_eks_pod_identity_association.${name}`,
    ...(before && { before: associationFields(before) }),
    ...(after && { after: associationFields(after) }),
  };
}

const goes = "the session policy of echo/aws-sa on cluster prod-us goes";
const changes = "the session policy of echo/aws-sa on cluster prod-us changes";
const leftBehind = `echo/aws-sa gets ${label} by IRSA, without the session policy of its association`;

describe("a session policy of a role that may do everything", () => {
  it.each<readonly [string, readonly PlannedResource[], readonly string[]]>([
    [
      "goes",
      [role(podTrust()), association("a", narrowed, {})],
      [`high: ${goes}`],
    ],
    [
      "becomes one that holds nothing back",
      [role(podTrust()), association("a", narrowed, widened)],
      [`high: ${changes}`],
    ],
    [
      "becomes one that isn't known yet",
      [
        role(podTrust()),
        { ...association("a", narrowed, {}), unknown: { policy: true } },
      ],
      [`high: ${changes}`],
    ],
    [
      "is sensitive, and its association changes",
      [
        role(podTrust()),
        {
          ...association("a", narrowed, widened),
          sensitive: { policy: true },
        },
      ],
      [
        "high: the session policy of echo/aws-sa on cluster prod-us may change: it is sensitive",
      ],
    ],
    [
      "is sensitive, and stays",
      [
        role(podTrust()),
        {
          ...association("a", narrowed, narrowed),
          sensitive: { policy: true },
        },
      ],
      [],
    ],
    [
      "becomes another one that holds back",
      [
        role(podTrust()),
        association("a", narrowed, {
          policy: policyText(["s3:PutObject"], ["arn:aws:s3:::a/*"]),
        }),
      ],
      [`medium: ${changes}`],
    ],
    [
      "goes with its association, beside a new one without it",
      [
        role(podTrust()),
        association("a", narrowed, undefined),
        association("b", undefined, {}),
      ],
      [`high: ${goes}`],
    ],
    [
      "goes over to another address with its association",
      [
        role(podTrust()),
        association("a", narrowed, undefined),
        association("b", undefined, narrowed),
      ],
      [],
    ],
    [
      "goes with its association, and another cluster's has none",
      [
        role(podTrust()),
        association("a", narrowed, undefined),
        association("b", elsewhere, elsewhere),
      ],
      [],
    ],
    [
      "is another one on each cluster, and addresses swap their clusters",
      [
        role(podTrust()),
        association("a", narrowed, { ...elsewhere, ...widened }),
        association("b", { ...elsewhere, ...widened }, narrowed),
      ],
      [],
    ],
    [
      "is left behind by a change to IRSA",
      [role(podTrust(), irsaTrust()), association("a", narrowed, undefined)],
      [`high: ${leftBehind}`],
    ],
    [
      "stays, while IRSA lets it in too",
      [role(podTrust(), both), association("a", narrowed, narrowed)],
      [`high: ${leftBehind}`],
    ],
    [
      "goes, while IRSA let it in before",
      [role(both, irsaTrust()), association("a", narrowed, undefined)],
      [],
    ],
    [
      "isn't there in a change to IRSA",
      [role(podTrust(), irsaTrust()), association("a", {}, undefined)],
      [],
    ],
  ])("%s", async (_, resources, expected) => {
    const review = await reviewOf([everything, ...resources]);

    expect(found(review, id)).toEqual(expected);
  });
});

describe("a session policy of a role that may do little", () => {
  const little = may(policyText(["s3:GetObject"], ["arn:aws:s3:::b/*"]));

  it.each<readonly [string, readonly PlannedResource[], string]>([
    [
      "goes",
      [role(podTrust()), association("a", narrowed, {})],
      `medium: ${goes}`,
    ],
    [
      "is left behind",
      [role(podTrust(), irsaTrust()), association("a", narrowed, undefined)],
      `medium: ${leftBehind}`,
    ],
  ])("%s", async (_, resources, expected) => {
    expect(found(await reviewOf([little, ...resources]), id)).toEqual([
      expected,
    ]);
  });
});

describe("what a row says of a session policy", () => {
  it.each<readonly [string, readonly PlannedResource[], readonly string[]]>([
    [
      "where the path changes",
      [role(podTrust(), irsaTrust()), association("a", narrowed, undefined)],
      ["path", "session policy", "trust policy"],
    ],
    [
      "where the role changes",
      [
        role(podTrust()),
        {
          address: "aws_iam_role.other",
          before: roleFields("other", podTrust()),
          after: roleFields("other", podTrust()),
        },
        association("a", narrowed, {
          role_arn: `arn:aws:iam::${account}:role/other`,
        }),
      ],
      ["role", "session policy"],
    ],
    [
      "where there is none, and the path changes",
      [role(podTrust(), irsaTrust()), association("a", {}, undefined)],
      ["path", "trust policy"],
    ],
  ])("%s", async (_, resources, expected) => {
    const { changes: rows } = await reviewOf([everything, ...resources]);

    expect(
      rows
        .filter(({ subject }) => subject !== undefined)
        .map(({ changedParts }) => changedParts),
    ).toEqual([expected]);
  });
});
