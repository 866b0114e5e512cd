import { grantKey, newsOf } from "../policy";
import { grantsIn } from "./added-grants";
import { changeOf } from "./change";
import { changedPartsOfRole } from "./changed-parts";
import type { PlanAccess } from "./plan-access";
import { roleAddresses } from "./role-addresses";
import { alsoAssumedBy, roleAccess, roleName } from "./routes";
import type { RoleChange, Row } from "./row";

/**
 * What changes for a role, user, group or policy; none where nothing does, or where the rows of service accounts say it.
 *
 * @param shownGrants keys of the grants that those rows say are added; absent where no service account has the role
 */
export function roleRow(
  plan: PlanAccess,
  key: string,
  shownGrants: ReadonlySet<string> | undefined,
): readonly Row[] {
  const before = plan.before.roles.get(key);
  const after = plan.after.roles.get(key);
  const role = after ?? before;
  if (role === undefined) return [];
  const othersBefore = before ? alsoAssumedBy([before], plan.before) : [];
  const othersAfter = after ? alsoAssumedBy([after], plan.after) : [];
  const change: RoleChange = {
    key,
    ...(before && { before }),
    ...(after && { after }),
  };
  // What a service account had already by another role may be news to whoever else gets in.
  const said =
    shownGrants !== undefined &&
    othersBefore.join("\n") === othersAfter.join("\n") &&
    (othersAfter.length === 0 ||
      newsOf(grantsIn([change], "after"), grantsIn([change], "before")).every(
        (grant) => shownGrants.has(grantKey(grant)),
      ));
  if (said) return [];
  const row = changeOf(plan, {
    roles: [change],
    addresses: [...roleAddresses(before), ...roleAddresses(after)],
    changedParts: () => changedPartsOfRole(change),
    exists: [before !== undefined, after !== undefined],
    unknown: [],
    problems: [],
  });
  if (row === undefined) return [];
  const accessBefore = roleAccess(before, plan.before);
  const accessAfter = roleAccess(after, plan.after);
  return [
    {
      ...row,
      about: roleName(role),
      ...(accessBefore && { before: accessBefore }),
      ...(accessAfter && { after: accessAfter }),
    },
  ];
}
