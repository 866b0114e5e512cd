import { jsonOfDocument, principalsOf, type Role } from "../../access";
import { allowStatements } from "./federated-statements";
import { standsForRole } from "./own-resources";
import { isPowerful } from "./powerful-role";
import type { FlagContext } from "./rule";
import { namesAction } from "./trust-statement";

/** How somebody gets at a role: as a principal, through a service, or by changing whom it trusts. */
export type Reach = "assumes" | "passes" | "changes trust";

/**
 * Looks up the roles of a plan that may do or get everything and that somebody reaches by a grant on a resource: those
 * that the resource stands for and whose trust policy, as far as it is known, lets them in.
 *
 * @param holders the roles that have the grant
 */
export type ReachedRoles = (
  resource: string,
  reach: Reach,
  holders: readonly Role[],
) => readonly Role[];

/** Comparisons of resources with roles before the rest counts as reached, which shows more, never less. */
const mostComparisons = 300_000;

/** Reads the plan's powerful roles at the first question. */
export function reachedRoles({
  plan,
  levels,
}: Pick<FlagContext, "plan" | "levels">): ReachedRoles {
  let powerful:
    readonly (readonly [Role, (resource: string) => boolean])[] | undefined;
  let comparisons = 0;
  return (resource, reach, holders) => {
    powerful ??= [...plan.after.roles.values()]
      .filter(
        (role) => role.kind === "role" && isPowerful(role, { plan, levels }),
      )
      .map((role) => [role, standsForRole(role, plan)] as const);
    return powerful.flatMap(([role, isMeant]) =>
      (comparisons++ >= mostComparisons || isMeant(resource)) &&
      !holders.some(({ key }) => key === role.key) &&
      letsIn(role, reach, holders, plan)
        ? [role]
        : [],
    );
  };
}

function letsIn(
  role: Role,
  reach: Reach,
  holders: readonly Role[],
  plan: FlagContext["plan"],
): boolean {
  const trust = jsonOfDocument(role.trust);
  if (trust === undefined || reach === "changes trust") return true;
  return allowStatements(trust).some(
    (statement) =>
      namesAction(statement, "sts:AssumeRole") &&
      principalsOf(statement).some(({ kind, value }) => {
        if (kind === "NotPrincipal" || value === "*") return true;
        if (reach === "passes") return kind === "Service";
        return (
          kind === "AWS" &&
          (isAccount(value, role.account) ||
            holders.some((holder) => standsForRole(holder, plan)(value)))
        );
      }),
  );
}

/**
 * Whether a principal is the role's account, whose policies then say who gets in; or isn't known yet.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
 */
function isAccount(principal: string, account: string | undefined): boolean {
  if (principal.startsWith("(known after apply)")) return true;
  const [, its] =
    /^(?:arn:[^:]*:iam::)?(\d{12}|\$\{[^}]*\})(?::root)?$/.exec(principal) ??
    [];
  return (
    its !== undefined &&
    (account === undefined || its === account || its.startsWith("${"))
  );
}
