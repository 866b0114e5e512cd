import { wildcardMatches } from "../../policy-document";
import { grantsOfRole, type Role } from "../access";
import type { Row } from "../compare";
import type { Grant } from "../review";
import type { AccessLevels } from "./support/access-levels";
import {
  escalationActions,
  launchingActions,
} from "./support/escalation-actions";
import { rolesWith } from "./support/grant-rule";
import { listSome } from "./support/rows";
import type { FlagRule } from "./support/rule";

/** An action of a grant by which its holder gets what somebody else may do. */
interface Escalation {
  readonly text: string;
  readonly wide: boolean;
  readonly roles: readonly Role[];
}

export const privilegeEscalation: FlagRule = {
  id: "privilege-escalation",
  severity: "high",
  reason:
    "By these actions it gets what other roles and users may do, which no policy of its own shows.",
  link: "https://pathfinding.cloud/paths/",
  *find({ rows, levels }) {
    for (const row of rows) {
      const found = row.added.flatMap((grant) =>
        grant.effect === "Allow" ? escalationsOf(grant, row, levels) : [],
      );
      if (found.length > 0)
        yield {
          message: `${row.about} may get what others may do: ${listSome(found.map(({ text }) => text))}`,
          severity: found.some(({ wide }) => wide) ? "high" : "medium",
          roles: [...new Set(found.flatMap(({ roles }) => roles))],
          rows: [row],
        };
    }
  },
};

function escalationsOf(
  grant: Grant,
  row: Row,
  levels: AccessLevels,
): readonly Escalation[] {
  const { action, resource } = grant;
  const wide = levels.isWide(action, resource);
  const roles = rolesWith(grant, row);
  return levels.matching(action).flatMap(({ name }) => {
    const text = `${name} on ${resource}`;
    if (launchingActions.has(name)) {
      const passes = passedBy(roles, levels);
      return passes === undefined
        ? []
        : [
            {
              text: `${text} with iam:PassRole`,
              wide: passes === "every role",
              roles,
            },
          ];
    }
    const isToldElsewhere =
      (name === "iam:PassRole" && wide) ||
      // One role that a policy names is what it is meant for; it shows in the grants.
      (name === "sts:AssumeRole" && !wide && !resource.includes("${"));
    return escalationActions.has(name) && !isToldElsewhere
      ? [{ text, wide, roles }]
      : [];
  });
}

/** Which roles one of these may pass; undefined for none. */
function passedBy(
  roles: readonly Role[],
  levels: AccessLevels,
): "every role" | "some" | undefined {
  const passing = roles
    .flatMap(grantsOfRole)
    .filter(
      ({ effect, action }) =>
        effect === "Allow" &&
        (action.startsWith("NotAction: ") ||
          wildcardMatches(action.toLowerCase(), "iam:passrole")),
    );
  if (passing.length === 0) return undefined;
  return passing.some(({ action, resource }) => levels.isWide(action, resource))
    ? "every role"
    : "some";
}
