import { found } from "./support/flag-plans";
import {
  account,
  irsaTrust,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

type Fields = Readonly<Record<string, unknown>>;

const foreign = "arn:aws:iam::999988887777:role/admin";
const own = `arn:aws:iam::${account}:role/elsewhere`;

const serviceAccount = (role?: string): Fields => ({
  metadata: [
    {
      namespace: "echo",
      name: "aws-sa",
      annotations:
        role === undefined ? {} : { "eks.amazonaws.com/role-arn": role },
    },
  ],
});

const annotated = (
  before: Fields | undefined,
  after: Fields,
): PlannedResource => ({
  address: "kubernetes_service_account_v1.x",
  ...(before && { before }),
  after,
});

/** A role of the plan's own account. */
const other: PlannedResource = {
  address: "aws_iam_role.other",
  before: roleFields("other", irsaTrust("system:serviceaccount:a:b")),
  after: roleFields("other", irsaTrust("system:serviceaccount:a:b")),
};

const told = [
  `high: echo/aws-sa is annotated with ${foreign}, a role of the account 999988887777`,
];

describe("role-of-other-account", () => {
  it.each<[string, readonly PlannedResource[], readonly string[]]>([
    [
      "a new service account, beside a role of the own account",
      [other, annotated(undefined, serviceAccount(foreign))],
      told,
    ],
    [
      "an annotation that comes",
      [other, annotated(serviceAccount(), serviceAccount(foreign))],
      told,
    ],
    [
      "an annotation that goes over to another account, in a plan of Kubernetes' resources only",
      [annotated(serviceAccount(own), serviceAccount(foreign))],
      told,
    ],
    [
      "a role of the own account that isn't in the plan",
      [other, annotated(serviceAccount(), serviceAccount(own))],
      [],
    ],
    [
      "an annotation that stays",
      [other, annotated(serviceAccount(foreign), serviceAccount(foreign))],
      [],
    ],
    [
      "another role of the account that it had one of",
      [
        other,
        annotated(serviceAccount(`${foreign}-2`), serviceAccount(foreign)),
      ],
      [],
    ],
    [
      "a role of a third account",
      [
        other,
        annotated(
          serviceAccount("arn:aws:iam::444455556666:role/admin"),
          serviceAccount(foreign),
        ),
      ],
      told,
    ],
    [
      "accounts that the plan doesn't tell",
      [annotated(serviceAccount(), serviceAccount(foreign))],
      [],
    ],
    [
      "a role of another account that the plan makes too",
      [
        other,
        {
          address: "aws_iam_role.admin",
          before: { ...roleFields("admin", irsaTrust()), arn: foreign },
          after: { ...roleFields("admin", irsaTrust()), arn: foreign },
        },
        annotated(serviceAccount(), serviceAccount(foreign)),
      ],
      [],
    ],
  ])("%s", async (_, resources, expected) => {
    expect(found(await reviewOf(resources), "role-of-other-account")).toEqual(
      expected,
    );
  });
});
