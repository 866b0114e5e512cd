import type { Role } from "../../access";
import type { Grant } from "../../review";
import type { AccessLevels } from "./access-levels";
import { grantRoles } from "./grant-roles";
import { ownResources } from "./own-resources";
import { reachedRoles } from "./reached-roles";
import { listSome } from "./rows";
import type { FlagRule, Finding } from "./rule";

export interface GrantRule extends Omit<FlagRule, "find"> {
  /**
   * What of a grant is risky: names for the message; none where nothing is. `wide` says that the grant's resource
   * is as good as every one.
   */
  readonly findIn: (
    grant: Grant,
    wide: boolean,
    levels: AccessLevels,
  ) => readonly string[];
  /** The message's end, as in `may write on every resource`. */
  readonly says: string;
  /**
   * Whether a role itself, and its policies, are as good as everything: who may change these may do so; and whom a role
   * trusts that may do everything. What such a rule finds doesn't hang on `wide`, which is of everything only.
   *
   * @default false
   */
  readonly ownRoleIsWide?: boolean;
  /** Severity of what isn't wide, or what gives it for these names. @default the rule's */
  readonly narrowSeverity?:
    FlagRule["severity"] | ((names: readonly string[]) => FlagRule["severity"]);
}

/** A rule on the grants that a row adds: one finding for each row. */
export function grantRule({
  findIn,
  says,
  narrowSeverity,
  ownRoleIsWide = false,
  ...rule
}: GrantRule): FlagRule {
  return {
    ...rule,
    *find({ plan, rows, levels }): Iterable<Finding> {
      const reached = reachedRoles({ plan, levels });
      for (const row of rows) {
        const found = { wide: new Set<string>(), narrow: new Set<string>() };
        const roles = new Set<Role>();
        const rolesWith = grantRoles(row);
        const isOwn = ownResources(row, plan);
        for (const grant of row.added) {
          if (grant.effect !== "Allow") continue;
          const onAll = levels.isWide(grant.action, grant.resource);
          const risky = findIn(grant, onAll, levels);
          if (risky.length === 0) continue;
          const wide =
            onAll ||
            (ownRoleIsWide &&
              (isOwn(grant.resource) ||
                (risky.includes("iam:UpdateAssumeRolePolicy") &&
                  reached(grant.resource, "changes trust", []) !== undefined)));
          for (const name of risky)
            found[wide ? "wide" : "narrow"].add(
              grant.condition === undefined ? name : `${name} conditionally`,
            );
          for (const role of rolesWith(grant)) roles.add(role);
        }
        const names = [...found.wide, ...found.narrow];
        if (names.length === 0) continue;
        yield {
          message: `${row.about} ${says}: ${listSome(names)}`,
          ...(found.wide.size === 0 &&
            narrowSeverity !== undefined && {
              severity:
                typeof narrowSeverity === "function"
                  ? narrowSeverity(names)
                  : narrowSeverity,
            }),
          roles: [...roles],
          rows: [row],
        };
      }
    },
  };
}
