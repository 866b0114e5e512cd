import {
  grantsOfRole,
  opaquePolicies,
  type AccessState,
  type Role,
  type Way,
} from "../access";
import { grantKey } from "../policy";
import { canonicalTrust } from "./canonical-trust";
import type { Neutralizer } from "./own-names";
import type { PlanAccess } from "./plan-access";
import { roleName } from "./routes";
import type { Row } from "./row";

/**
 * What a row's service account or role may do on a stack after the apply, as a text that is the same for the same access,
 * whatever roles and policies are called; undefined where it isn't known as a whole.
 *
 * @param neutral takes the stack's own names out of texts
 */
export function accessText(
  { after }: PlanAccess,
  { about, subject }: Pick<Row, "about" | "subject">,
  neutral: Neutralizer,
): string | undefined {
  const holders = subject
    ? (after.subjects.get(about)?.ways ?? []).map((way) =>
        partsOfWay(way, after),
      )
    : [...after.roles.values()]
        .filter((role) => roleName(role) === about)
        .map((role) => partsOfRole(role, canonicalTrust(role.trust)));
  if (holders.includes(undefined)) return undefined;
  return holders
    .map((parts) =>
      (parts ?? [])
        .map((part) => neutral([JSON.stringify(part)]))
        .sort()
        .join("\n"),
    )
    .sort()
    .join("\n\n");
}

function partsOfWay(
  { path, role, association, issuerHost, unknown }: Way,
  { trust }: AccessState,
): readonly unknown[] | undefined {
  const parts = partsOfRole(role, trust.get(role.key)?.others);
  if (parts === undefined || unknown.length > 0) return undefined;
  const { cluster, sessionPolicy, sessionTags, targetRole } = association ?? {};
  return [
    { path, issuerHost, cluster, sessionPolicy, sessionTags, targetRole },
    ...parts,
  ];
}

/**
 * Undefined where a part isn't known.
 *
 * @param trusted whom it lets in
 */
function partsOfRole(
  role: Role,
  trusted: unknown,
): readonly unknown[] | undefined {
  if (role.unknown.length > 0 || role.problems.length > 0) return undefined;
  return [
    { boundary: role.boundary?.label, trusted },
    ...new Set(opaquePolicies(role)),
    ...new Set(grantsOfRole(role).map(grantKey)),
  ];
}
