import type { Role } from "../../modules/review/access";
import type { PlanAccess, Row } from "../../modules/review/compare";
import { loadAccessLevels } from "../../modules/review/flags";
import { permissionsManagement } from "../../modules/review/flags/permissions-management";
import { privilegeEscalation } from "../../modules/review/flags/privilege-escalation";
import type { FlagRule } from "../../modules/review/flags/support/rule";
import type { Grant } from "../../modules/review";

/** How often a rule reads the grants of a role that gets this many, each with a wildcard for several actions. */
async function readsOf(rule: FlagRule, count: number): Promise<number> {
  let reads = 0;
  const grants = Array.from({ length: count }, (_, at): Grant => ({
    effect: "Allow",
    action: "iam:*Role*",
    resource: `arn:aws:iam::111122223333:role/r${at}`,
    policy: "p",
  }));
  const role: Role = {
    kind: "role",
    key: "aws_iam_role.r",
    label: "r",
    trust: { state: "absent" },
    policies: [
      {
        label: "p",
        addresses: [],
        document: { state: "absent" },
        get grants() {
          reads++;
          return grants;
        },
      },
    ],
    unknown: [],
    problems: [],
  };
  const rows = [
    { about: "r", added: grants, roles: [{ key: role.key, after: role }] },
  ] as unknown as readonly Row[];
  const findings = [
    ...rule.find({
      plan: {
        resources: new Map(),
        after: { roles: new Map([[role.key, role]]) },
      } as unknown as PlanAccess,
      rows,
      rowsByRole: new Map(),
      levels: await loadAccessLevels(["iam:*"]),
    }),
  ];

  expect(findings).toHaveLength(1);
  expect(findings[0]?.roles).toEqual([role]);
  return reads;
}

it.each([privilegeEscalation, permissionsManagement])(
  "reads a role's grants a few times, however many there are: $id",
  async (rule) => {
    const few = await readsOf(rule, 10);

    expect(few).toBeLessThanOrEqual(3);
    expect(await readsOf(rule, 500)).toBe(few);
  },
);
