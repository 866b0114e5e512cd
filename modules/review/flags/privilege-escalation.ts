import { wildcardMatches } from "../../policy-document";
import { accountsOf, grantsOfRole, type Role } from "../access";
import type { Grant } from "../review";
import type { Severity } from "../severity";
import type { AccessLevels } from "./support/access-levels";
import {
  escalationActions,
  launchingActions,
} from "./support/escalation-actions";
import { grantRoles } from "./support/grant-roles";
import {
  reachedRoles,
  type Reach,
  type ReachedRoles,
} from "./support/reached-roles";
import { listSome } from "./support/rows";
import type { FlagRule } from "./support/rule";

export const privilegeEscalation: FlagRule = {
  id: "privilege-escalation",
  severity: "high",
  reason:
    "By these actions it gets what other roles and users may do, which no policy of its own shows.",
  link: "https://pathfinding.cloud/paths/",
  *find({ plan, rows, levels }) {
    const accounts = accountsOf([...plan.resources.values()]).all;
    const reached = reachedRoles({ plan, levels });
    const passedBy = passedRoles(levels, reached);
    for (const row of rows) {
      const rolesWith = grantRoles(row);
      const found = new Map<string, Severity>();
      const roles = new Set<Role>();
      for (const grant of row.added) {
        if (grant.effect !== "Allow") continue;
        const escalations = escalationsOf(grant, {
          levels,
          accounts,
          passes: () => passedBy(rolesWith(grant)),
          reached: (reach) => reached(grant.resource, reach, rolesWith(grant)),
        });
        for (const { text, severity } of escalations) {
          found.set(text, severity);
          for (const role of rolesWith(grant)) roles.add(role);
        }
      }
      if (found.size > 0)
        yield {
          message: `${row.about} may get what others may do: ${listSome([...found.keys()])}`,
          severity: [...found.values()].includes("high") ? "high" : "medium",
          roles: [...roles],
          rows: [row],
        };
    }
  },
};

/** An action of a grant by which its holder gets what somebody else may do. */
interface Escalation {
  readonly text: string;
  readonly severity: Severity;
}

/** What of a plan says how much a grant is. */
interface Surroundings {
  readonly levels: AccessLevels;
  /** The plan's accounts, as far as it says. */
  readonly accounts: ReadonlySet<string>;
  /** Which roles the grant's holders may pass. */
  readonly passes: () => Passes;
  /** In words, the roles that may do everything and that the grant leads to. */
  readonly reached: (reach: Reach) => string | undefined;
}

function escalationsOf(
  { action, resource }: Grant,
  { levels, accounts, passes, reached }: Surroundings,
): readonly Escalation[] {
  const wide = levels.isWide(action, resource);
  return levels.matching(action).flatMap(({ name }): Escalation[] => {
    const text = `${name} on ${resource}`;
    if (launchingActions.has(name)) {
      const passed = passes();
      return passed === "none"
        ? []
        : [
            {
              text: `${text} with iam:PassRole`,
              severity: passed === "every role" ? "high" : "medium",
            },
          ];
    }
    if (!escalationActions.has(name)) return [];
    const reach = reaches.get(name);
    if (wide)
      return name === "iam:PassRole" ? [] : [{ text, severity: "high" }];
    const powerful = reach === undefined ? undefined : reached(reach);
    if (powerful !== undefined)
      return [{ text: `${text} (${powerful})`, severity: "high" }];
    if (name !== "sts:AssumeRole" || resource.includes("${"))
      return [{ text, severity: "medium" }];
    const other = otherAccountIn(resource, accounts);
    // One role of the own account that a policy names is what it is meant for; it shows in the grants.
    return other === undefined
      ? []
      : [{ text: `${text} (of ${other})`, severity: "medium" }];
  });
}

const reaches: ReadonlyMap<string, Reach> = new Map([
  ["iam:PassRole", "passes"],
  ["sts:AssumeRole", "assumes"],
]);

/** Whose role a resource may be, in words; undefined where it is of a plan's own account, or that can't be told. */
function otherAccountIn(
  resource: string,
  accounts: ReadonlySet<string>,
): string | undefined {
  const [, account] = /^arn:[^:]*:[^:]*:[^:]*:([\d*?]+):/.exec(resource) ?? [];
  if (account === undefined || accounts.size === 0 || accounts.has(account))
    return undefined;
  return /^\d+$/.test(account) ? `the account ${account}` : "any account";
}

/** A role that may do everything is as good as every one. */
type Passes = "every role" | "some" | "none";

/** Looks up which roles some others may pass; the grants of each are read once. */
function passedRoles(
  levels: AccessLevels,
  reached: ReachedRoles,
): (roles: readonly Role[]) => Passes {
  const known = new Map<Role, Passes>();
  return (roles) => {
    const found = roles.map((role) => {
      const passes = known.get(role) ?? passedBy(role, levels, reached);
      known.set(role, passes);
      return passes;
    });
    if (found.includes("every role")) return "every role";
    return found.includes("some") ? "some" : "none";
  };
}

function passedBy(
  role: Role,
  levels: AccessLevels,
  reached: ReachedRoles,
): Passes {
  const passing = grantsOfRole(role).filter(
    ({ effect, action }) =>
      effect === "Allow" &&
      (action.startsWith("NotAction: ") ||
        wildcardMatches(action.toLowerCase(), "iam:passrole")),
  );
  if (passing.length === 0) return "none";
  return passing.some(
    ({ action, resource }) =>
      levels.isWide(action, resource) ||
      reached(resource, "passes", [role]) !== undefined,
  )
    ? "every role"
    : "some";
}
