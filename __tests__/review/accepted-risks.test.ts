import {
  countingAcceptances,
  exitStatus,
  readPlan,
  reviewPlans,
} from "../../modules/review";
import { irsaTrust, planText, policyText, roleFields } from "./support/plan";

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

  it.each(["echo", "prod-us-echo"])(
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
        { ...risk, id: "write-on-all" },
      ],
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
