import type { Review } from "../../modules/review";
import {
  irsaTrust,
  policyText,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

const role = roleFields("echo", irsaTrust());
const echo: PlannedResource = {
  address: "aws_iam_role.echo",
  before: role,
  after: role,
};
const references = (...names: readonly string[]): object => ({
  references: names.flatMap((name) => [
    name,
    name.slice(0, name.lastIndexOf(".")),
  ]),
});

function document(
  name: string,
  actions: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): PlannedResource {
  return {
    address: `data.aws_iam_policy_document.${name}`,
    actions: ["read"],
    after: { statement: [{ actions, resources: ["*"] }], ...more },
    unknown: { json: true },
  };
}

const inline: PlannedResource = {
  address: "aws_iam_role_policy.x",
  after: { name: "p", role: "echo" },
  unknown: { policy: true },
  expressions: { policy: references("data.aws_iam_policy_document.d.json") },
};

/** The actions that rows say are added, and what can't be reviewed. */
function saidBy({ changes, notReviewable }: Review): readonly string[] {
  return [
    ...changes.flatMap(({ added }) => added.map(({ action }) => action)),
    ...notReviewable.map(({ message }) => message),
  ];
}

describe("what is made from several things", () => {
  it("has no variable that is known where not all is followed", async () => {
    const roles = Array.from(
      { length: 1000 },
      (_, at) => `aws_iam_role.r[${at}].arn`,
    );
    const review = await reviewOf([
      echo,
      inline,
      {
        address: "data.aws_iam_policy_document.d",
        actions: ["read"],
        after: {
          statement: [{ actions: ["iam:PassRole"], resources: [null] }],
        },
        unknown: { json: true, statement: [{ resources: [true] }] },
        expressions: {
          statement: [{ resources: references(...roles, "var.x") }],
        },
      },
    ]);

    expect(review.changes[0]?.added[0]?.resource).toMatch(
      /^\$\{\(var\.x\), aws_iam_role\.r\[0\]\.arn, /,
    );
  });

  it("hides no statement by Sids that aren't known", async () => {
    const review = await reviewOf([
      echo,
      inline,
      {
        address: "data.aws_iam_policy_document.d",
        actions: ["read"],
        after: {
          statement: [
            { sid: null, actions: ["*"], resources: ["*"] },
            { sid: null, actions: ["s3:GetObject"], resources: ["*"] },
          ],
        },
        unknown: { json: true, statement: [{ sid: true }, { sid: true }] },
        expressions: {
          statement: [
            { sid: references("terraform_data.x.output") },
            { sid: references("terraform_data.x.output") },
          ],
        },
      },
    ]);

    expect(saidBy(review)).toEqual(["*", "s3:GetObject"]);
  });

  it("isn't taken for the document that it is made from beside something else", async () => {
    const review = await reviewOf([
      echo,
      inline,
      document("safe", ["s3:GetObject"]),
      {
        address: "data.aws_iam_policy_document.d",
        actions: ["read"],
        after: { source_policy_documents: [null, null] },
        unknown: { json: true, source_policy_documents: [true, true] },
        expressions: {
          source_policy_documents: references(
            "data.aws_iam_policy_document.safe.json",
            "terraform_data.evil.output",
          ),
        },
      },
    ]);

    expect(saidBy(review)).toEqual([
      expect.stringContaining("the policy is known after apply") as string,
    ]);
  });

  it.each([
    [
      "policies",
      {
        ...echo,
        after: { ...role, managed_policy_arns: [null, null] },
        unknown: { managed_policy_arns: [true, true] },
        expressions: {
          managed_policy_arns: references(
            "aws_iam_policy.safe.arn",
            "terraform_data.evil.output",
          ),
        },
      },
      "which policy it is isn't known",
    ],
    [
      "roles",
      {
        address: "aws_iam_policy_attachment.x",
        after: {
          policy_arn: "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess",
          roles: [null, null],
        },
        unknown: { roles: [true, true] },
        expressions: {
          roles: references(
            "aws_iam_role.echo.id",
            "terraform_data.evil.output",
          ),
        },
      },
      "which role it is isn't known",
    ],
  ])("aren't the %s that are known alone", async (_, resource, message) => {
    const review = await reviewOf([
      ...(resource.address === echo.address ? [] : [echo]),
      {
        address: "aws_iam_policy.safe",
        after: {
          name: "safe",
          path: "/",
          policy: policyText(["s3:GetObject"], ["*"]),
        },
        unknown: { arn: true },
      },
      resource,
    ]);

    expect(saidBy(review).join("\n")).toContain(message);
  });

  it.each([
    ["its own", ["each.key"], ["safe", "evil"], ["s3:GetObject"]],
    [
      "its own or made from it, which may be any",
      ["each.key"],
      ["safe"],
      ["*", "s3:GetObject"],
    ],
    [
      "not its own, which may be any",
      [],
      ["safe", "evil"],
      ["*", "s3:GetObject"],
    ],
    [
      "another, as it may be made",
      ["local.k", "each.key"],
      ["safe", "evil"],
      [expect.stringContaining("the policy is known after apply")],
    ],
  ])(
    "is the instance of a key that is %s",
    async (_, references, own, said) => {
      const documents = ["p", "d"].map(
        (name) => `data.aws_iam_policy_document.${name}`,
      );
      const review = await reviewOf(
        [
          echo,
          inline,
          ...own.map((key) => ({
            ...document(`p["${key}"]`, []),
            after: { source_policy_documents: [null] },
            unknown: { json: true, source_policy_documents: [true] },
          })),
          document('d["safe"]', ["s3:GetObject"]),
          document('d["evil"]', ["*"]),
        ],
        {
          configuration: {
            root_module: {
              resources: [
                {
                  address: "aws_iam_role_policy.x",
                  expressions: {
                    policy: {
                      references: [
                        `${documents[0]}["safe"].json`,
                        `${documents[0]}["safe"]`,
                        documents[0],
                      ],
                    },
                  },
                },
                {
                  address: documents[0],
                  expressions: {
                    source_policy_documents: {
                      references: [documents[1], ...references],
                    },
                  },
                },
                { address: documents[1], expressions: {} },
              ],
            },
          },
        },
      );

      expect(saidBy(review)).toEqual(said);
    },
  );

  it("isn't lost on another account's role that is called like one that goes", async () => {
    const review = await reviewOf([
      {
        address: "aws_iam_role.echo",
        before: role,
      },
      {
        address: "aws_iam_role_policy_attachment.x",
        after: {
          role: "echo",
          policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
        },
      },
    ]);

    expect(
      review.changes.map(({ after }) => after?.role ?? "nothing").sort(),
    ).toEqual(["echo", "nothing"]);
  });
});
