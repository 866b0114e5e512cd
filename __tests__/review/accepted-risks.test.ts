import {
  countingAcceptances,
  exitStatus,
  readPlan,
  reviewPlans,
  type AcceptedRisk,
} from "../../modules/review";
import { environmentFields } from "../support/environment-fields";
import { loadFields } from "../support/load";
import {
  host,
  irsaTrust,
  planText,
  policyText,
  providerArn,
  roleFields,
  type PlannedResource,
} from "./support/plan";

const risk = {
  id: "full-access",
  workload: "echo",
  reason: "it runs the installer",
};

describe("accepted risks", () => {
  const role = roleFields("prod-us-echo", irsaTrust());
  const plan = readPlan(
    "prod-us",
    planText([
      { address: "aws_iam_role.echo", before: role, after: role },
      {
        address: "aws_iam_role_policy.echo",
        after: {
          name: "permissions",
          role: "prod-us-echo",
          policy: policyText(["*"], ["*"]),
        },
      },
    ]),
  );

  it.each(["echo", "aws_iam_role.echo"])(
    "mark the flag of %s and lift its status",
    async (workload) => {
      const review = await reviewPlans({
        plans: [plan],
        acceptedRisks: [{ ...risk, workload, until: "2027-01-01" }],
      });
      const flag = review.changes[0]?.flags.find(
        ({ id }) => id === "full-access",
      );

      expect(flag?.accepted).toEqual({
        reason: "it runs the installer",
        until: "2027-01-01",
      });
      expect(exitStatus(review)).toBe(0);
    },
  );

  it("leave every other workload and every other rule as they are", async () => {
    const review = await reviewPlans({
      plans: [plan],
      acceptedRisks: [
        { ...risk, workload: "ech" },
        { ...risk, workload: "prod-us-echo" },
        { ...risk, id: "write-on-all" },
      ],
    });

    expect(exitStatus(review)).toBe(3);
  });

  const everything = {
    name: "permissions",
    policy: policyText(["*"], ["*"]),
  };
  const one = policyText(["sqs:SendMessage"], ["arn:aws:sqs:us-east-1:1:q"]);

  it.each<readonly [string, readonly PlannedResource[]]>([
    [
      "another role of the same service account",
      [
        { address: "aws_iam_role.echo", before: role, after: role },
        {
          address: "aws_iam_role.other",
          after: roleFields("other", irsaTrust()),
        },
        {
          address: "aws_iam_role_policy.other",
          after: { ...everything, role: "other" },
        },
      ],
    ],
    [
      "a role beside the accepted one that gets the same grant",
      [
        { address: "aws_iam_role.echo", before: role, after: role },
        {
          address: "aws_iam_role_policy.echo",
          after: { ...everything, role: "prod-us-echo" },
        },
        {
          address: "aws_iam_role.other",
          after: roleFields("other", irsaTrust()),
        },
        {
          address: "aws_iam_role_policy.other",
          after: { ...everything, role: "other" },
        },
      ],
    ],
    [
      "a new role that takes the accepted name in AWS",
      [
        {
          address: "aws_iam_role.new",
          after: roleFields("echo", irsaTrust()),
        },
        {
          address: "aws_iam_role_policy.echo",
          after: { ...everything, role: "echo" },
        },
      ],
    ],
    [
      "a role of another state that has the name",
      [
        {
          address: "aws_iam_role_policy_attachment.echo",
          after: {
            role: "echo",
            policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
          },
        },
      ],
    ],
    [
      "a role that is moved to the accepted address",
      [
        {
          address: "aws_iam_role.echo",
          before: role,
          after: role,
          more: { previous_address: "aws_iam_role.other" },
        },
        {
          address: "aws_iam_role_policy.echo",
          before: { name: "permissions", role: "prod-us-echo", policy: one },
          after: { ...everything, role: "prod-us-echo" },
        },
      ],
    ],
    [
      "a role that is imported to the accepted address",
      [
        {
          address: "aws_iam_role.echo",
          before: role,
          after: role,
          importing: "prod-us-echo",
        },
        {
          address: "aws_iam_role_policy.echo",
          before: { name: "permissions", role: "prod-us-echo", policy: one },
          after: { ...everything, role: "prod-us-echo" },
        },
      ],
    ],
    [
      "a role in a module",
      [
        {
          address: "module.m.aws_iam_role.echo",
          before: role,
          after: role,
          more: { type: "aws_iam_role" },
        },
        {
          address: "aws_iam_role_policy.echo",
          after: { ...everything, role: "prod-us-echo" },
        },
      ],
    ],
  ])("don't reach %s", async (_, resources) => {
    const review = await reviewPlans({
      plans: [readPlan("prod-us", planText(resources))],
      acceptedRisks: [risk, { ...risk, id: "dangerous-managed-policy" }],
    });

    expect(exitStatus(review, { allowUnknown: true })).toBe(3);
  });

  it("of a role don't reach what its service account loses a boundary by", async () => {
    const bounded = roleFields("other", irsaTrust(), {
      permissions_boundary: "arn:aws:iam::1:policy/b",
    });
    const review = await reviewPlans({
      plans: [
        readPlan(
          "prod-us",
          planText([
            { address: "aws_iam_role.echo", before: role, after: role },
            {
              address: "aws_iam_role.other",
              before: bounded,
              after: roleFields("other", irsaTrust()),
            },
          ]),
        ),
      ],
      acceptedRisks: [{ ...risk, id: "boundary-removed" }],
    });

    expect(exitStatus(review)).toBe(3);
  });

  it("of all roles that a finding is about count together, until the first day that ends one", async () => {
    const other = roleFields("other", irsaTrust());
    const review = await reviewPlans({
      plans: [
        readPlan(
          "prod-us",
          planText([
            { address: "aws_iam_role.echo", before: role, after: role },
            { address: "aws_iam_role.other", before: other, after: other },
            ...["prod-us-echo", "other"].map((name) => ({
              address: `aws_iam_role_policy.${name}`,
              after: { ...everything, role: name },
            })),
          ]),
        ),
      ],
      acceptedRisks: [
        { ...risk, until: "2027-03-01" },
        { ...risk, workload: "other", reason: "so", until: "2027-02-01" },
      ],
    });
    const flag = review.changes[0]?.flags.find(
      ({ id }) => id === "full-access",
    );

    expect(flag?.accepted).toEqual({
      reason: "it runs the installer; so",
      until: "2027-02-01",
    });
  });

  it("of a resource that is no role are for its own address", async () => {
    const provider = {
      url: host,
      arn: providerArn,
      client_id_list: ["sts.amazonaws.com"],
    };
    const plans = [
      readPlan(
        "prod-us",
        planText([
          {
            address: "aws_iam_openid_connect_provider.cluster",
            before: provider,
          },
          {
            address: "aws_iam_role.echo",
            before: roleFields("echo", irsaTrust()),
            after: roleFields("echo", irsaTrust()),
          },
        ]),
      ),
    ];
    const statusWith = async (workload: string): Promise<number> =>
      exitStatus(
        await reviewPlans({
          plans,
          acceptedRisks: [{ ...risk, id: "oidc-provider-goes", workload }],
        }),
      );

    expect(await statusWith("cluster")).toBe(0);
    expect(await statusWith("echo")).toBe(3);
  });

  it.each([
    ["a service account of a list", "echo_echo_aws-sa", {}],
    [
      "one of a module, by for_each",
      'module.team.aws_eks_pod_identity_association.echo["a b/\\"c"]',
      { type: "aws_eks_pod_identity_association" },
    ],
    [
      "one of several modules, by count",
      "module.team[0].aws_eks_pod_identity_association.echo[12]",
      { type: "aws_eks_pod_identity_association" },
    ],
  ])("of an environment file may be for %s", async (_, workload, more) => {
    const { acceptedRisks } = await loadFields(
      environmentFields({
        acceptedRisks: [{ ...risk, id: "association-goes", workload }],
      }),
    );
    const plan = readPlan(
      "prod-us",
      planText([
        {
          address: workload.startsWith("module.")
            ? workload
            : `aws_eks_pod_identity_association.${workload}`,
          before: {
            cluster_name: "prod-us",
            namespace: "echo",
            service_account: "aws-sa",
            role_arn: "arn:aws:iam::111122223333:role/prod-us-echo",
          },
          more,
        },
      ]),
    );
    const statusWith = async (
      accepted: readonly AcceptedRisk[],
    ): Promise<number> =>
      exitStatus(
        await reviewPlans({ plans: [plan], acceptedRisks: accepted }),
        { failOn: "medium", allowUnknown: true },
      );

    expect(await statusWith([])).toBe(3);
    expect(await statusWith(acceptedRisks)).toBe(0);
  });

  it("don't count for a service account that newly gets the role", async () => {
    const policy = {
      name: "permissions",
      role: "prod-us-echo",
      policy: policyText(["*"], ["*"]),
    };
    const review = await reviewPlans({
      plans: [
        readPlan(
          "prod-us",
          planText([
            {
              address: "aws_iam_role.echo",
              before: role,
              after: roleFields(
                "prod-us-echo",
                irsaTrust("system:serviceaccount:mallory:mallory"),
              ),
            },
            {
              address: "aws_iam_role_policy.echo",
              before: policy,
              after: policy,
            },
          ]),
        ),
      ],
      acceptedRisks: [{ ...risk, workload: "echo" }],
    });

    expect(exitStatus(review)).toBe(3);
  });

  it("count where the base branch has them in the same words and until their last day", () => {
    const base = [
      risk,
      { ...risk, workload: "a", until: "2026-11-24" },
      { ...risk, workload: "b", until: "2026-11-23" },
    ];

    expect(
      countingAcceptances({
        base,
        head: [
          ...base,
          { ...risk, workload: "new" },
          { ...risk, reason: "another" },
          { ...risk, until: "2099-01-01" },
        ],
        today: "2026-11-24",
      }).map(({ workload, reason }) => `${workload}: ${reason}`),
    ).toEqual(["echo: it runs the installer", "a: it runs the installer"]);
  });

  it("don't count where only the base branch has them", () => {
    expect(
      countingAcceptances({ base: [risk], head: [], today: "2026-11-24" }),
    ).toEqual([]);
  });
});
