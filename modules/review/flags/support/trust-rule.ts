import { jsonOfDocument, type AccessState, type Role } from "../../access";
import type { Json } from "../../plan";
import type { Severity } from "../../severity";
import { isPowerful } from "./powerful-role";
import type { FlagContext, FlagRule, Finding } from "./rule";

/** What a rule on trust policies finds in one, in words. */
export interface TrustFinding {
  readonly message: string;
  readonly severity?: Severity;
}

export interface TrustRule extends Omit<FlagRule, "find"> {
  /** `before` is there where the policy is one after the apply. */
  readonly findIn: (
    trust: Json,
    role: Role,
    state: AccessState,
    before?: AccessState,
  ) => Iterable<TrustFinding>;
}

/**
 * A rule on trust policies: it reports what a policy has that it didn't have before, and, of a role that gets new
 * permissions, what it had already too. On a role that may do everything what is new is high, whatever the rule says.
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
    const found = findings(role, after, findIn, before);
    if (found.length === 0) continue;
    const earlier = before.roles.get(key);
    const known = new Set(
      (earlier ? findings(earlier, before, findIn) : []).map(
        ({ message }) => message,
      ),
    );
    const gets = rows.some(({ added }) =>
      added.some(({ effect }) => effect === "Allow"),
    );
    for (const finding of found)
      if (gets || !known.has(finding.message))
        yield {
          ...finding,
          ...(!known.has(finding.message) &&
            isPowerful(role, context) && { severity: "high" as const }),
          ...(role.address !== undefined && { address: role.address }),
          roles: [role],
          rows,
        };
  }
}

/** What a rule finds in the trust policy of a role at one time: each message once. */
function findings(
  role: Role,
  state: AccessState,
  findIn: TrustRule["findIn"],
  before?: AccessState,
): readonly TrustFinding[] {
  const trust = jsonOfDocument(role.trust);
  if (trust === undefined) return [];
  const all = [...findIn(trust, role, state, before)];
  if (all.length < 2) return all;
  const found = new Map<string, TrustFinding>();
  for (const finding of all)
    if (!found.has(finding.message)) found.set(finding.message, finding);
  return [...found.values()];
}
