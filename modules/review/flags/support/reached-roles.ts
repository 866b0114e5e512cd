import { jsonOfDocument, principalsOf, type Role } from "../../access";
import { allowStatements } from "./federated-statements";
import type { Json } from "../../plan";
import { splitExpressions, splitReferences } from "./expressions";
import { standsForRole } from "./own-resources";
import { isPowerful } from "./powerful-role";
import { listSome } from "./rows";
import type { FlagContext } from "./rule";
import { namesAction } from "./trust-statement";

/** How somebody gets at a role: as a principal, through a service, or by changing whom it trusts. */
export type Reach = "assumes" | "passes" | "changes trust";

/**
 * Says in words which roles of a plan that may do or get everything somebody reaches by a grant on a resource: those
 * that the resource stands for and whose trust policy, as far as it is known, lets them in; undefined where there is
 * none. Beyond the limit of comparisons it says that there are too many.
 *
 * @param holders the roles that have the grant
 */
export type ReachedRoles = (
  resource: string,
  reach: Reach,
  holders: readonly Role[],
) => string | undefined;

/** Comparisons of patterns with roles before the rest counts as reached, which shows more, never less. */
const mostComparisons = 300_000;

/** A role that may do or get everything. */
interface Powerful {
  readonly role: Role;
  readonly isMeant: (resource: string) => boolean;
  /** What of its trust policy allows something; undefined where the policy isn't known. */
  readonly trusts: readonly Json[] | undefined;
}

/** Reads the plan's powerful roles at the first question. */
export function reachedRoles({
  plan,
  levels,
}: Pick<FlagContext, "plan" | "levels">): ReachedRoles {
  let find: ((resource: string) => readonly Powerful[] | undefined) | undefined;
  return (resource, reach, holders) => {
    find ??= powerfulRoles(
      [...plan.after.roles.values()].flatMap((role) =>
        role.kind === "role" && isPowerful(role, { plan, levels })
          ? [readPowerful(role, plan)]
          : [],
      ),
    );
    const meant = find(resource);
    if (meant === undefined)
      return "there are too many roles and patterns to compare";
    const reached = meant.filter(
      ({ role, trusts }) =>
        !holders.some(({ key }) => key === role.key) &&
        letsIn(role.account, trusts, reach, holders, plan),
    );
    return reached.length === 0
      ? undefined
      : `${listSome(reached.map(({ role }) => role.label))} may do or get everything`;
  };
}

function readPowerful(role: Role, plan: FlagContext["plan"]): Powerful {
  const trust = jsonOfDocument(role.trust);
  return {
    role,
    isMeant: standsForRole(role, plan),
    trusts: trust === undefined ? undefined : allowStatements(trust),
  };
}

/**
 * Finds which of some roles a resource stands for; undefined where that takes too many comparisons. Only patterns are
 * compared with each role, and each of them once: what names one role is looked up.
 */
function powerfulRoles(
  roles: readonly Powerful[],
): (resource: string) => readonly Powerful[] | undefined {
  const named = new Map<string, Powerful[]>();
  for (const one of roles)
    for (const name of namesOf(one.role))
      named.set(name, [...(named.get(name) ?? []), one]);
  const known = new Map<string, readonly Powerful[]>();
  let comparisons = 0;
  return (resource) => {
    const before = known.get(resource);
    if (before !== undefined) return before;
    const names = namesIn(resource);
    if (names === undefined && comparisons >= mostComparisons) return undefined;
    const compared = names?.flatMap((name) => named.get(name) ?? []) ?? roles;
    if (names === undefined) comparisons += compared.length;
    const found = compared.filter(({ isMeant }) => isMeant(resource));
    known.set(resource, found);
    return found;
  };
}

/** By what a resource that isn't a pattern can name a role: its name, or a reference to its ARN. */
function namesOf({ arn, name, address }: Role): ReadonlySet<string> {
  return new Set(
    [
      ...(arn === undefined ? [] : (namesIn(arn) ?? [])),
      name,
      address === undefined ? undefined : `${address}.arn`,
    ].filter((one) => one !== undefined),
  );
}

/** By which of these a resource names roles; undefined for a pattern, which may stand for any. */
function namesIn(resource: string): readonly string[] | undefined {
  const [first] = splitExpressions(resource);
  if (first?.kind === "expression")
    return [...new Set(splitReferences(first.text))];
  return /[*?]|\$\{/.test(resource) ? undefined : [lastPart(resource)];
}

/** The name in an ARN of IAM, behind the path. */
function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function letsIn(
  account: string | undefined,
  trusts: readonly Json[] | undefined,
  reach: Reach,
  holders: readonly Role[],
  plan: FlagContext["plan"],
): boolean {
  if (trusts === undefined || reach === "changes trust") return true;
  return trusts.some(
    (statement) =>
      namesAction(statement, "sts:AssumeRole") &&
      principalsOf(statement).some(({ kind, value }) => {
        if (kind === "NotPrincipal" || value === "*") return true;
        if (reach === "passes") return kind === "Service";
        return (
          kind === "AWS" &&
          (isAccount(value, account) ||
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
