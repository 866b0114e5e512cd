import type { AccessState, Role } from "../../access";
import type { Json } from "../../plan";
import type { Severity } from "../../review";
import type { FlagContext, FlagRule, Finding } from "./rule";

/** What a rule on trust policies finds in one, in words. */
export interface TrustFinding {
  readonly message: string;
  readonly severity?: Severity;
}

export interface TrustRule extends Omit<FlagRule, "find"> {
  readonly findIn: (
    trust: Json,
    role: Role,
    state: AccessState,
  ) => Iterable<TrustFinding>;
}

/**
 * A rule on trust policies: it reports what a policy has that it didn't have before, and, of a role that gets new
 * permissions, what it had already too.
 */
export function trustRule({ findIn, ...rule }: TrustRule): FlagRule {
  return { ...rule, find: (context) => findInRoles(context, findIn) };
}

function* findInRoles(
  context: FlagContext,
  findIn: TrustRule["findIn"],
): Iterable<Finding> {
  const { before, after } = context.plan;
  for (const [key, rows] of context.rowsByRole) {
    const role = after.roles.get(key);
    if (role === undefined) continue;
    const earlier = before.roles.get(key);
    const known = new Set(
      (earlier ? [...findings(earlier, before, findIn)] : []).map(
        ({ message }) => message,
      ),
    );
    const gets = rows.some(({ added }) =>
      added.some(({ effect }) => effect === "Allow"),
    );
    for (const finding of findings(role, after, findIn))
      if (gets || !known.has(finding.message))
        yield {
          ...finding,
          ...(role.address !== undefined && { address: role.address }),
          roles: [role],
          rows,
        };
  }
}

function* findings(
  role: Role,
  state: AccessState,
  findIn: TrustRule["findIn"],
): Iterable<TrustFinding> {
  const { trust } = role;
  if (trust.state !== "known" && trust.state !== "recovered") return;
  const seen = new Set<string>();
  for (const finding of findIn(trust.json, role, state)) {
    if (seen.has(finding.message)) continue;
    seen.add(finding.message);
    yield finding;
  }
}
