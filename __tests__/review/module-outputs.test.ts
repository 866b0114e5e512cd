import type { Review } from "../../modules/review";
import {
  irsaTrust,
  policyText,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

type Fields = Readonly<Record<string, unknown>>;

/** What a plan lists for `module.irsa[each.key].role_name`, which output it doesn't say. */
const byOwnKey = { references: ["module.irsa", "each.key"] };

/** What a plan lists for an attribute of a resource. */
function attributeOf(resource: string, attribute: string): Fields {
  return {
    expression: { references: [`${resource}.${attribute}`, resource] },
  };
}

function whole(...references: readonly string[]): Fields {
  return { expression: { references } };
}

/** The outputs of a module of one role. */
const roleOutputs = {
  arn: attributeOf("aws_iam_role.this", "arn"),
  role: whole("aws_iam_role.this"),
  role_name: attributeOf("aws_iam_role.this", "name"),
};

function moduleWith(outputs: Fields, more: Fields = {}): Fields {
  return { expressions: {}, module: { outputs, resources: [], ...more } };
}

/** The plan's configuration: resources by address with their expressions, and calls of modules. */
function configured(
  resources: Readonly<Record<string, Fields>>,
  calls: Fields,
): Fields {
  return {
    configuration: {
      root_module: {
        resources: Object.entries(resources).map(([address, expressions]) => ({
          address,
          expressions,
        })),
        module_calls: calls,
      },
    },
  };
}

/** A new role with a name that isn't known yet, which lets the service account `echo/<name>` in. */
function newRole(address: string, name: string): PlannedResource {
  return {
    address,
    after: {
      name_prefix: `${name}-`,
      path: "/",
      assume_role_policy: JSON.stringify(
        irsaTrust(`system:serviceaccount:echo:${name}`),
      ),
    },
    unknown: { arn: true, id: true, name: true },
    more: { type: "aws_iam_role" },
  };
}

const irsaRoles = ["a", "b"].map((key) =>
  newRole(`module.irsa["${key}"].aws_iam_role.this`, key),
);

/** A new inline policy on a role that isn't known yet. */
function inline(address: string, action: string): PlannedResource {
  return {
    address,
    after: { name: "p", policy: policyText([action], ["arn:a"]) },
    unknown: { role: true },
    more: { type: "aws_iam_role_policy" },
  };
}

/** What each row gains, and what of it isn't known; then what can't be reviewed. */
function saidBy({ changes, notReviewable }: Review): readonly string[] {
  return [
    ...changes.map(({ subject, after, added, unknown }) =>
      [
        subject?.serviceAccount ?? after?.role,
        ...added.map(({ action }) => action),
        ...unknown,
      ].join(" "),
    ),
    ...notReviewable.map(({ message }) => message),
  ];
}

describe("a role of a module's instance whose key a plan doesn't show", () => {
  const reviewOfPolicies = (
    keys: readonly string[],
    outputs: Fields = roleOutputs,
    expression: Fields = byOwnKey,
  ): Promise<Review> =>
    reviewOf(
      [
        ...irsaRoles,
        ...keys.map((key) =>
          inline(`aws_iam_role_policy.x["${key}"]`, `s3:Get${key}`),
        ),
      ],
      configured(
        { "aws_iam_role_policy.x": { role: expression } },
        { irsa: moduleWith(outputs) },
      ),
    );

  it("may be that of any instance", async () => {
    expect(saidBy(await reviewOfPolicies(["b"]))).toEqual([
      "a s3:Getb ${module.irsa}",
      "b s3:Getb ${module.irsa}",
    ]);
  });

  it("is that of the own key where every instance has its like", async () => {
    expect(saidBy(await reviewOfPolicies(["a", "b"]))).toEqual([
      "a s3:Geta ${module.irsa}",
      "b s3:Getb ${module.irsa}",
    ]);
  });

  it("may be that of any instance beside one that is named by its key", async () => {
    expect(
      saidBy(
        await reviewOfPolicies(["b"], roleOutputs, {
          references: [
            "each.key",
            'module.irsa["a"].role_name',
            'module.irsa["a"]',
            "module.irsa",
            "each.key",
          ],
        }),
      ),
    ).toEqual([
      expect.stringMatching(/^a s3:Getb /) as string,
      expect.stringMatching(/^b s3:Getb /) as string,
    ]);
  });

  it.each<readonly [string, Fields]>([
    ["another resource's ARN", attributeOf("aws_s3_bucket.x", "arn")],
    [
      "a service account's name",
      whole(
        "kubernetes_service_account_v1.x.metadata[0].name",
        "kubernetes_service_account_v1.x.metadata[0]",
        "kubernetes_service_account_v1.x.metadata",
        "kubernetes_service_account_v1.x",
      ),
    ],
    ["associations", whole("aws_eks_pod_identity_association.x")],
    ["a policy that isn't made", attributeOf("aws_iam_policy.x[0]", "arn")],
    ["a role that isn't made", attributeOf("aws_iam_role.none[0]", "arn")],
    ["a variable that is known", whole("var.namespace")],
  ])("isn't %s that the module has as an output too", async (_, output) => {
    expect(
      saidBy(await reviewOfPolicies(["a", "b"], { ...roleOutputs, output })),
    ).toEqual(["a s3:Geta ${module.irsa}", "b s3:Getb ${module.irsa}"]);
  });

  it.each<readonly [string, Fields]>([
    ["a local value", whole("local.other")],
    ["a function's role", attributeOf("aws_lambda_function.x", "role")],
    ["a read role", attributeOf("data.aws_iam_role.x", "name")],
    ["anything", attributeOf("terraform_data.x", "output")],
    ["a stack's output", attributeOf("aws_cloudformation_stack.x", "outputs")],
  ])("may be %s that the module has as an output too", async (_, output) => {
    const said = saidBy(
      await reviewOfPolicies(["a", "b"], { ...roleOutputs, output }),
    ).join("\n");

    expect(said).toContain("a s3:Geta ${module.irsa}");
    expect(said).toContain("b s3:Getb ${module.irsa}");
    expect(said).toContain("which role it is isn't known: ${module.irsa}");
  });

  it("isn't known where no output leads to one", async () => {
    expect(
      saidBy(await reviewOfPolicies(["b"], { id: whole("var.id") })).join("\n"),
    ).toContain("which role it is isn't known: ${module.irsa}");
  });

  it("isn't that of an instance in another module", async () => {
    const teams = ["x", "y"];
    const review = await reviewOf(
      [
        ...teams.flatMap((team) =>
          ["a", "b"].map((key) =>
            newRole(
              `module.team["${team}"].module.irsa["${key}"].aws_iam_role.this`,
              `${team}-${key}`,
            ),
          ),
        ),
        inline('module.team["x"].aws_iam_role_policy.x["b"]', "s3:GetObject"),
      ],
      configured(
        {},
        {
          team: {
            expressions: {},
            module: {
              resources: [
                {
                  address: "aws_iam_role_policy.x",
                  expressions: { role: byOwnKey },
                },
              ],
              module_calls: { irsa: moduleWith(roleOutputs) },
            },
          },
        },
      ),
    );

    expect(saidBy(review)).toEqual([
      "x-a s3:GetObject ${module.irsa}",
      "x-b s3:GetObject ${module.irsa}",
      "y-a",
      "y-b",
    ]);
  });

  it("is what an association is of", async () => {
    const review = await reviewOf(
      [
        {
          address: 'module.irsa["b"].aws_iam_role.this',
          after: {
            name: "b",
            assume_role_policy: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { Service: "pods.eks.amazonaws.com" },
                  Action: ["sts:AssumeRole", "sts:TagSession"],
                },
              ],
            }),
          },
          unknown: { arn: true },
          more: { type: "aws_iam_role" },
        },
        {
          address: 'aws_eks_pod_identity_association.x["b"]',
          after: {
            cluster_name: "c",
            namespace: "echo",
            service_account: "aws-sa",
          },
          unknown: { role_arn: true },
        },
      ],
      configured(
        { "aws_eks_pod_identity_association.x": { role_arn: byOwnKey } },
        { irsa: moduleWith(roleOutputs) },
      ),
    );
    const ways = review.changes.find(
      ({ subject }) => subject?.serviceAccount === "aws-sa",
    );

    expect(ways?.after?.role).toBe("b");
    expect(review.notReviewable).toEqual([]);
  });
});

describe("a role by a part of a module's output", () => {
  it.each([
    ["a key", ['module.irsa.roles["a"]', "module.irsa.roles", "module.irsa"]],
    [
      "an attribute",
      ["module.irsa.roles.arn", "module.irsa.roles", "module.irsa"],
    ],
    [
      "an attribute of a key",
      [
        'module.irsa.roles["a"].arn',
        'module.irsa.roles["a"]',
        "module.irsa.roles",
        "module.irsa",
      ],
    ],
  ])("is none of another output, by %s", async (_, references) => {
    const review = await reviewOf(
      [
        ...["this", "other"].map((name) =>
          newRole(`module.irsa.aws_iam_role.${name}`, name),
        ),
        inline("aws_iam_role_policy.x", "s3:GetObject"),
      ],
      configured(
        { "aws_iam_role_policy.x": { role: { references } } },
        {
          irsa: moduleWith({
            roles: whole("aws_iam_role.this"),
            other: attributeOf("aws_iam_role.other", "arn"),
          }),
        },
      ),
    );

    expect(saidBy(review)).toEqual([
      "other",
      expect.stringMatching(/^this s3:GetObject\b/) as string,
    ]);
  });
});

describe("what else a module's instance has as outputs", () => {
  it("is a policy where one is attached", async () => {
    const review = await reviewOf(
      [
        ...irsaRoles,
        {
          address: 'module.irsa["b"].aws_iam_policy.p',
          after: { path: "/", policy: policyText(["s3:GetObject"], ["arn:a"]) },
          unknown: { arn: true, name: true },
          more: { type: "aws_iam_policy" },
        },
        {
          address: 'aws_iam_role_policy_attachment.x["b"]',
          after: { role: "other" },
          unknown: { policy_arn: true },
        },
      ],
      configured(
        { "aws_iam_role_policy_attachment.x": { policy_arn: byOwnKey } },
        {
          irsa: moduleWith({
            ...roleOutputs,
            policy_arn: attributeOf("aws_iam_policy.p", "arn"),
          }),
        },
      ),
    );

    expect(saidBy(review)).toContain(
      'other s3:GetObject ${module.irsa["b"].aws_iam_policy.p.arn} other: the role isn\'t in the plan',
    );
    expect(review.notReviewable).toEqual([]);
  });

  it("isn't taken for a policy's text", async () => {
    const review = await reviewOf(
      [
        {
          address: "aws_iam_role.echo",
          before: roleFields("echo", irsaTrust()),
          after: roleFields("echo", irsaTrust()),
        },
        {
          address: 'module.texts["a"].data.aws_iam_policy_document.p',
          actions: ["read"],
          after: {
            statement: [{ actions: ["s3:GetObject"], resources: ["*"] }],
          },
          unknown: { json: true },
          more: { type: "aws_iam_policy_document", mode: "data" },
        },
        {
          address: 'aws_iam_role_policy.x["a"]',
          after: { name: "p", role: "echo" },
          unknown: { policy: true },
        },
      ],
      configured(
        {
          "aws_iam_role_policy.x": {
            policy: { references: ["module.texts", "each.key"] },
          },
        },
        {
          texts: moduleWith({
            json: attributeOf("data.aws_iam_policy_document.p", "json"),
          }),
        },
      ),
    );

    expect(saidBy(review).join("\n")).toContain("the policy is known after");
  });
});
