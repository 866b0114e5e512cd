import { wildcardMatches } from "../../policy-document";
import { grantsOfRole, type Role } from "../access";
import type { Grant } from "../review";
import type { AccessLevels } from "./support/access-levels";
import {
  escalationActions,
  launchingActions,
} from "./support/escalation-actions";
import { grantRoles } from "./support/grant-roles";
import { listSome } from "./support/rows";
import type { FlagRule } from "./support/rule";

export const privilegeEscalation: FlagRule = {
  id: "privilege-escalation",
  severity: "high",
  reason:
    "By these actions it gets what other roles and users may do, which no policy of its own shows.",
  link: "https://pathfinding.cloud/paths/",
  *find({ rows, levels }) {
    for (const row of rows) {
      const rolesWith = grantRoles(row);
      const passedBy = passedRoles(levels);
      const texts = new Set<string>();
      const roles = new Set<Role>();
      let wide = false;
      for (const grant of row.added) {
        if (grant.effect !== "Allow") continue;
        for (const found of escalationsOf(
          grant,
          () => passedBy(rolesWith(grant)),
          levels,
        )) {
          texts.add(found.text);
          wide ||= found.wide;
          for (const role of rolesWith(grant)) roles.add(role);
        }
      }
      if (texts.size > 0)
        yield {
          message: `${row.about} may get what others may do: ${listSome([...texts])}`,
          severity: wide ? "high" : "medium",
          roles: [...roles],
          rows: [row],
        };
    }
  },
};

/** An action of a grant by which its holder gets what somebody else may do. */
interface Escalation {
  readonly text: string;
  readonly wide: boolean;
}

function escalationsOf(
  { action, resource }: Grant,
  passes: () => Passes,
  levels: AccessLevels,
): readonly Escalation[] {
  const wide = levels.isWide(action, resource);
  return levels.matching(action).flatMap(({ name }) => {
    const text = `${name} on ${resource}`;
    if (launchingActions.has(name)) {
      const passed = passes();
      return passed === "none"
        ? []
        : [
            {
              text: `${text} with iam:PassRole`,
              wide: passed === "every role",
            },
          ];
    }
    const isToldElsewhere =
      (name === "iam:PassRole" && wide) ||
      // One role that a policy names is what it is meant for; it shows in the grants.
      (name === "sts:AssumeRole" && !wide && !resource.includes("${"));
    return escalationActions.has(name) && !isToldElsewhere
      ? [{ text, wide }]
      : [];
  });
}

type Passes = "every role" | "some" | "none";

/** Looks up which roles some others may pass; the grants of each are read once. */
function passedRoles(levels: AccessLevels): (roles: readonly Role[]) => Passes {
  const known = new Map<Role, Passes>();
  return (roles) => {
    const found = roles.map((role) => {
      const passes = known.get(role) ?? passedBy(role, levels);
      known.set(role, passes);
      return passes;
    });
    if (found.includes("every role")) return "every role";
    return found.includes("some") ? "some" : "none";
  };
}

function passedBy(role: Role, levels: AccessLevels): Passes {
  const passing = grantsOfRole(role).filter(
    ({ effect, action }) =>
      effect === "Allow" &&
      (action.startsWith("NotAction: ") ||
        wildcardMatches(action.toLowerCase(), "iam:passrole")),
  );
  if (passing.length === 0) return "none";
  return passing.some(({ action, resource }) => levels.isWide(action, resource))
    ? "every role"
    : "some";
}
