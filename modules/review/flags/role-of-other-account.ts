import { accountOfArn, accountsOf, type Way } from "../access";
import type { PlanAccess } from "../compare";
import type { FlagRule } from "./support/rule";

export const roleOfOtherAccount: FlagRule = {
  id: "role-of-other-account",
  severity: "high",
  reason:
    "The pods get what that role may do, which another account can change without this plan.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/cross-account-access.html",
  *find({ plan, rows }) {
    const own = ownAccounts(plan);
    if (own.size === 0) return;
    for (const [key, { ways }] of plan.after.subjects) {
      const had = accountsIn(plan.before.subjects.get(key)?.ways ?? []);
      for (const { annotated, role } of ways) {
        const account = accountOfArn(role.arn);
        if (
          annotated &&
          role.address === undefined &&
          account !== undefined &&
          !own.has(account) &&
          !had.has(account)
        )
          yield {
            message: `${key} is annotated with ${role.label}, a role of the account ${account}`,
            roles: [role],
            rows: rows.filter(({ about }) => about === key),
          };
      }
    }
  },
};

/** The accounts of the plan's resources; where it has none of AWS, those of the roles that were in use. */
function ownAccounts({ resources, before }: PlanAccess): ReadonlySet<string> {
  const { all } = accountsOf([...resources.values()]);
  return all.size > 0
    ? all
    : accountsIn([...before.subjects.values()].flatMap(({ ways }) => ways));
}

function accountsIn(ways: readonly Way[]): ReadonlySet<string> {
  return new Set(ways.flatMap(({ role }) => accountOfArn(role.arn) ?? []));
}
