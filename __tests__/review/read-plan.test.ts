import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  digestOf,
  exitStatus,
  isReduced,
  readPlan,
  reviewPlans,
  writeReducedPlan,
} from "../../modules/review";
import { property } from "../support/property";
import {
  irsaTrust,
  planText,
  policyText,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

function messageOf(text: string): string | undefined {
  const plan = readPlan("prod-us", text);
  return isReduced(plan) ? undefined : plan.message;
}

function fixture(story: string): string {
  return readFileSync(join(__dirname, "stories", story, "plan.json"), "utf8");
}

const role = roleFields("echo", irsaTrust());
const created = planText([{ address: "aws_iam_role.echo", after: role }]);

describe("a text that is no plan", () => {
  it.each([
    ["nothing", "", "not JSON"],
    ["words", "Terraform will perform the following actions", "not JSON"],
    ["a list", "[]", "not a plan: no JSON object"],
    ["null", "null", "not a plan: no JSON object"],
    ["an empty object", "{}", "not a plan: it has no format_version"],
    [
      "a state",
      JSON.stringify({ format_version: "1.0", values: {} }),
      "not a plan: it has no planned_values",
    ],
    [
      "an old form",
      planText([], { format_version: "0.2" }),
      'format_version "0.2" isn\'t known',
    ],
    [
      "a form to come",
      planText([], { format_version: "2.0" }),
      'format_version "2.0" isn\'t known',
    ],
    [
      "a form that is a number",
      planText([], { format_version: 1 }),
      "not a plan: it has no format_version",
    ],
    [
      "changes that are no list",
      planText([], { resource_changes: {} }),
      "resource_changes is no list",
    ],
    [
      "a change that is none",
      planText([], { resource_changes: [null] }),
      "resource_changes[0] isn't as Terraform writes it",
    ],
    [
      "an action that isn't known",
      planText([
        { address: "aws_iam_role.echo", after: role, actions: ["explode"] },
      ]),
      "resource_changes[0] isn't as Terraform writes it",
    ],
    [
      "an address that is there twice",
      planText([
        { address: "aws_iam_role.echo", after: role },
        { address: "aws_iam_role.echo", after: role },
      ]),
      '"aws_iam_role.echo" is there twice',
    ],
  ])("is refused: %s", (_, text, message) => {
    expect(messageOf(text)).toContain(message);
  });

  it("is refused wherever it is cut", () => {
    for (let length = 0; length < created.length; length += 7)
      expect(messageOf(created.slice(0, length))).toContain("not JSON");
  });

  it("ends with status 1, whatever is allowed", async () => {
    const review = await reviewPlans({ plans: [readPlan("prod-us", "{")] });

    expect(review.plans[0]?.status).toBe("unreadable");
    expect(exitStatus(review, { failOn: "never", allowUnknown: true })).toBe(1);
  });

  it("is refused where an attribute nests without end", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const text = created.replace(/"path":"\/"/, `"path":${deep}`);

    expect(text).not.toBe(created);
    expect(messageOf(text)).toContain("nests deeper");
  });
});

describe("a hostile plan", () => {
  it("is refused before it is parsed where it is nothing but brackets", () => {
    expect(messageOf("[".repeat(20_000_000))).toContain("nests deeper");
    expect(messageOf(`{"a":"${"[".repeat(1000)}\\""}`)).toContain(
      "no format_version",
    );
    expect(messageOf(`{"a":"\\\\","b":${"[".repeat(1000)}`)).toContain(
      "nests deeper",
    );
  });

  it("can't hide a role behind fifty others of the same service account", async () => {
    const roles = Array.from({ length: 51 }, (_, index) => ({
      address: `aws_iam_role.r${index}`,
      after: roleFields(`r${index}`, irsaTrust()),
    }));
    const review = await reviewPlans({
      plans: [readPlan("prod-us", planText(roles))],
    });

    expect(review.notReviewable[0]?.message).toContain(
      "echo/aws-sa has more than 50 roles",
    );
    expect(exitStatus(review)).toBe(4);
  });

  it("can't hold the review up by a trust policy longer than IAM takes", async () => {
    const subjects = Array.from(
      { length: 500 },
      (_, index) => `system:serviceaccount:n${index}:*a*b*`,
    );
    const trust = irsaTrust("", { StringLike: { "h:sub": subjects } });
    const review = await reviewPlans({
      plans: [
        readPlan(
          "prod-us",
          planText([
            { address: "aws_iam_role.echo", after: roleFields("echo", trust) },
          ]),
        ),
      ],
    });

    expect(review.notReviewable).toHaveLength(1);
  });

  it("can't hold the review up by roles of one name", async () => {
    const review = await reviewOf(
      Array.from({ length: 20 }, (_, index): readonly PlannedResource[] => [
        {
          address: `aws_iam_role.r${index}`,
          after: { ...roleFields("echo", irsaTrust()), arn: undefined },
          unknown: { arn: true },
        },
        {
          address: `aws_iam_role_policy_attachment.a${index}`,
          after: {
            role: "echo",
            policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
          },
        },
      ]).flat(),
    );

    expect(review.notReviewable.map(({ message }) => message)).toContain(
      "one of the roles called echo: which role it is isn't known: one of the roles called echo",
    );
  });

  it("of 50 MB without identity is reviewed", async () => {
    const resources = Array.from({ length: 10_000 }, (_, index) => ({
      address: `aws_sns_topic.t${index}`,
      after: { display_name: "x".repeat(5000) },
    }));
    const review = await reviewPlans({
      plans: [readPlan("prod-us", planText(resources))],
    });

    expect(review.plans[0]?.others).toEqual({ aws_sns_topic: 10_000 });
    expect(exitStatus(review)).toBe(0);
  });
});

describe("a plan of a part", () => {
  it.each([
    ["by -target", { complete: false }, "the plan is of a part only"],
    [
      "with an action",
      { action_invocations: [{ address: "action.aws_lambda_invoke.x" }] },
      "the plan invokes an action, which can do anything",
    ],
    [
      "with a deferred change",
      {
        deferred_changes: [{ resource_change: { address: "aws_iam_role.x" } }],
      },
      "the change is deferred to a later plan",
    ],
    [
      "that leaves a planned resource out",
      {
        planned_values: {
          root_module: {
            child_modules: [
              {
                resources: [
                  { address: "module.m.aws_iam_role.x", mode: "managed" },
                ],
              },
            ],
          },
        },
      },
      "doesn't say what it does with it",
    ],
  ])("%s isn't reviewed as whole", async (_, overrides, message) => {
    const review = await reviewPlans({
      plans: [readPlan("prod-us", planText([], overrides))],
    });

    expect(review.notReviewable[0]?.message).toContain(message);
    expect(exitStatus(review)).toBe(4);
    expect(exitStatus(review, { allowUnknown: true })).toBe(0);
  });

  it.each([
    "awscc_iam_role.x",
    "awscc_eks_pod_identity_association.x",
    "aws_cloudformation_stack.x",
    "aws_cloudcontrolapi_resource.x",
    "aws_serverlessapplicationrepository_cloudformation_stack.x",
    "aws_servicecatalog_provisioned_product.x",
    "awscc_servicecatalog_cloud_formation_provisioned_product.x",
    "kubectl_manifest.x",
  ])("or with %s, which isn't read, is said to be so", async (address) => {
    const review = await reviewPlans({
      plans: [readPlan("prod-us", planText([{ address, after: {} }]))],
    });

    expect(review.notReviewable).toMatchObject([{ stack: "prod-us", address }]);
    expect(exitStatus(review)).toBe(4);
  });
});

describe("a reduced plan", () => {
  it("holds nothing of what has nothing to do with identity", () => {
    const text = planText(
      [
        {
          address: "aws_iam_role.echo",
          after: { ...role, tags: { note: "SECRET" }, description: "SECRET" },
        },
        { address: "aws_db_instance.main", after: { password: "SECRET" } },
        {
          address: "aws_iam_user_login_profile.x",
          after: { password: "SECRET" },
        },
        {
          address: "kubernetes_service_account_v1.echo",
          after: {
            metadata: [
              {
                namespace: "echo",
                name: "aws-sa",
                labels: { a: "SECRET" },
                annotations: {
                  other: "SECRET",
                  "eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/echo",
                },
              },
            ],
          },
        },
        {
          address: "kubernetes_secret_v1.token",
          after: {
            type: "kubernetes.io/service-account-token",
            data: { token: "SECRET" },
          },
        },
        {
          address: "helm_release.app",
          after: {
            name: "app",
            chart:
              "https://user:SECRET@SECRET@charts.example/app?t=SECRET#SECRET",
            repository: "oci://SECRET@charts.example",
            values: ["SECRET"],
            set: [{ value: "SECRET" }],
          },
        },
      ],
      { variables: { token: { value: "SECRET" } } },
    );
    const plan = readPlan("prod-us", text);
    if (!isReduced(plan)) throw new Error(plan.message);

    expect(writeReducedPlan(plan)).not.toContain("SECRET");
    expect(writeReducedPlan(plan)).toContain("eks.amazonaws.com/role-arn");
    expect(writeReducedPlan(plan)).toContain("https://charts.example/app");
    expect(plan.others).toEqual({
      aws_db_instance: 1,
    });
  });

  it("holds no value that Terraform marks as sensitive", () => {
    const text = planText([
      {
        address: "aws_iam_role_policy.echo",
        before: { name: "p", role: "echo", policy: "SECRET before" },
        after: { name: "p", role: "echo", policy: "SECRET" },
        sensitive: { policy: true },
      },
      {
        address: "aws_iam_role.echo",
        after: { ...role, inline_policy: [{ name: "x", policy: "SECRET" }] },
        sensitive: { inline_policy: [{ policy: true }] },
      },
    ]);
    const plan = readPlan("prod-us", text);
    if (!isReduced(plan)) throw new Error(plan.message);

    expect(writeReducedPlan(plan)).not.toContain("SECRET");
  });

  it("is the same for the same change made again, at another time and in another order", () => {
    const resources = [
      { address: "aws_iam_role.echo", after: role },
      {
        address: "aws_iam_role_policy.echo",
        after: {
          name: "p",
          role: "echo",
          policy: policyText(["s3:GetObject"], ["*"]),
        },
      },
    ];
    const digests = [
      planText(resources, { timestamp: "2026-01-01T00:00:00Z" }),
      planText([...resources].reverse(), {
        timestamp: "2026-01-02T00:00:00Z",
        terraform_version: "1.12.0",
      }),
    ].map((text) => {
      const plan = readPlan("prod-us", text);
      return isReduced(plan) ? digestOf(plan) : "";
    });

    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(digests[1]).toBe(digests[0]);
  });

  it("is another one for another change", () => {
    const digests = ["/", "/a/"].map((path) => {
      const plan = readPlan(
        "prod-us",
        planText([{ address: "aws_iam_role.echo", after: { ...role, path } }]),
      );
      return isReduced(plan) ? digestOf(plan) : "";
    });

    expect(digests[0]).not.toBe(digests[1]);
  });

  it("takes keys of an object's prototype for what they are", async () => {
    const text = `{"format_version":"1.2","planned_values":{},"configuration":{"root_module":{"__proto__":{"resources":[]}}},"resource_changes":[{"address":"aws_iam_role.echo","type":"aws_iam_role","mode":"managed","__proto__":{"polluted":true},"change":{"actions":["create"],"before":null,"after":{"__proto__":{"name":"forged"},"constructor":"x","assume_role_policy":"{\\"Statement\\":[{\\"__proto__\\":{},\\"Effect\\":\\"Allow\\"}]}"},"after_unknown":{"__proto__":{"arn":true}},"before_sensitive":{},"after_sensitive":{}}},{"address":"constructor.toString","type":"constructor","mode":"managed","change":{"actions":["create"],"before":null,"after":{}}}]}`;
    const plan = readPlan("__proto__", text);
    const review = await reviewPlans({ plans: [plan] });

    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(review.changes.map(({ after }) => after?.role)).toEqual([
      "aws_iam_role.echo",
    ]);
    expect(Object.entries(review.plans[0]?.others ?? {})).toEqual([
      ["constructor", 1],
    ]);
  });
});

describe("the reader", () => {
  const paths = pathsOf(JSON.parse(fixture("public-module-shape")), []);

  it("reviews plans with any value in any place", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.jsonValue({ maxDepth: 3 }),
        async (seed, value) => {
          const document = JSON.parse(
            fixture("public-module-shape"),
          ) as unknown;
          setAt(document, paths[seed % paths.length] ?? [], value);
          const review = await reviewPlans({
            plans: [readPlan("prod-us", JSON.stringify(document))],
          });

          // Two service accounts gain: whatever is broken, something is said.
          expect(
            review.changes.length +
              review.flags.length +
              review.notReviewable.length,
          ).toBeGreaterThan(0);
        },
      ),
      property(400),
    );
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(messageOf(text)).toBeDefined();
      }),
      property(500),
    );
  });
});

function pathsOf(
  value: unknown,
  path: readonly string[],
): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => [
    [...path, key],
    ...pathsOf(field, [...path, key]),
  ]);
}

function setAt(
  document: unknown,
  path: readonly string[],
  value: unknown,
): void {
  let current = document as Record<string, unknown>;
  for (const key of path.slice(0, -1))
    current = current[key] as Record<string, unknown>;
  current[path.at(-1) ?? ""] = value;
}
