import {
  accountOfArn,
  jsonOfDocument,
  type ConditionEntry,
  type Role,
} from "../access";
import type { Severity } from "../severity";
import { conditionsLost, isWeak } from "./support/condition-strength";
import { earlierRole } from "./support/earlier-role";
import { claimOf } from "./support/federated-statements";
import { isPowerful } from "./support/powerful-role";
import { listSome } from "./support/rows";
import type { FlagRule } from "./support/rule";
import {
  trustStatements,
  type TrustStatement,
} from "./support/trust-statement";

interface Loss {
  readonly message: string;
  readonly severity: Severity;
}

export const trustConditionRemoved: FlagRule = {
  id: "trust-condition-removed",
  severity: "high",
  reason:
    "What a condition or a Deny of the trust policy kept out gets in: other organizations, networks, accounts, or callers without the external id.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  *find({ plan, rowsByRole, levels }) {
    for (const [key, rows] of rowsByRole) {
      const role = plan.after.roles.get(key);
      const earlier = role && earlierRole(plan, role);
      if (role === undefined || earlier === undefined) continue;
      for (const loss of lossesOf(role, earlier))
        yield {
          message: `${role.label} ${loss.message}`,
          severity: isPowerful(role, { plan, levels }) ? "high" : loss.severity,
          ...(role.address !== undefined && { address: role.address }),
          roles: [role],
          rows,
        };
    }
  },
};

function lossesOf(role: Role, earlier: Role): readonly Loss[] {
  const before = statementsOfRole(earlier);
  const after = statementsOfRole(role);
  if (before.length === 0 || after.length === 0) return [];
  const losses = [
    ...after.flatMap((statement) =>
      statement.effect === "Allow" ? gainsOf(statement, before, role) : [],
    ),
    ...before.flatMap((statement) => denialLost(statement, after)),
  ];
  return [...new Map(losses.map((loss) => [loss.message, loss])).values()];
}

function statementsOfRole({ trust }: Role): readonly TrustStatement[] {
  const json = jsonOfDocument(trust);
  return json === undefined ? [] : trustStatements(json);
}

/** Whom a statement lets in under fewer conditions than before; of new principals other rules tell. */
function gainsOf(
  statement: TrustStatement,
  before: readonly TrustStatement[],
  role: Role,
): readonly Loss[] {
  return statement.principals.flatMap((principal) => {
    const known = before.filter(
      ({ effect, principals }) =>
        effect === "Allow" && principals.includes(principal),
    );
    if (known.length === 0) return [];
    const gained = statement.actions.filter(
      (action) => !known.some(({ actions }) => actions.includes(action)),
    );
    const kept = statement.actions.filter((action) => !gained.includes(action));
    return [
      ...(gained.length === 0
        ? []
        : [
            {
              message: `lets ${principal} call ${listSome(gained)} too`,
              severity: gained.some((action) => action.includes(":AssumeRole"))
                ? ("high" as const)
                : ("medium" as const),
            },
          ]),
      ...kept.flatMap((action) =>
        conditionsGone(
          principal,
          statement,
          known.filter(({ actions }) => actions.includes(action)),
          role,
        ),
      ),
    ];
  });
}

/** What the statement asks less of a principal than that one of the earlier statements which is nearest to it. */
function conditionsGone(
  principal: string,
  { conditions }: TrustStatement,
  before: readonly TrustStatement[],
  { account }: Role,
): readonly Loss[] {
  const asked = (entry: ConditionEntry): readonly ConditionEntry[] =>
    conditions.filter(
      ({ key }) => key.toLowerCase() === entry.key.toLowerCase(),
    );
  // One that asks for other values is of other callers: nearer is one that asks for the same ones, and for more.
  const distance = (lost: readonly ConditionEntry[]): number =>
    lost.reduce((sum, entry) => sum + (asked(entry).length > 0 ? 1000 : 1), 0);
  const [lost = []] = before
    .map((one) => conditionsLost(one.conditions, conditions))
    .sort((left, right) => distance(left) - distance(right));
  return lost.flatMap((entry) => {
    const now = asked(entry);
    if (now.length === 0)
      return [
        {
          message: `no longer asks ${principal} for ${entry.key}: ${textOf(entry)}`,
          severity: "high" as const,
        },
      ];
    // Rows show which service accounts get in.
    if ([entry, ...now].every(namesServiceAccounts)) return [];
    return [
      {
        message: `compares ${entry.key} of ${principal} otherwise: ${textOf(entry)} becomes ${now.map(textOf).join(" and ")}`,
        severity:
          now.every((one) => isWeak(one, entry)) ||
          (isAnyone(principal) &&
            namesCallers(entry) &&
            !now.some((one) => isOfAccount(one, account)))
            ? ("high" as const)
            : ("medium" as const),
      },
    ];
  });
}

/** Whether a principal is so wide that the conditions alone say who gets in. */
function isAnyone(principal: string): boolean {
  return principal.startsWith("NotPrincipal ") || /^AWS .*[*?]/.test(principal);
}

/**
 * Whether a condition says who may call.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties
 */
function namesCallers({ key }: ConditionEntry): boolean {
  return /^aws:(?:principal|userid$|username$)/i.test(key);
}

/** Whether a condition lets in callers of one account only. */
function isOfAccount(
  { operator, key, values }: ConditionEntry,
  account: string | undefined,
): boolean {
  return (
    account !== undefined &&
    /^(?:String|Arn)(?:Equals|Like)$/i.test(operator) &&
    (/^aws:principalaccount$/i.test(key)
      ? values.every((value) => value === account)
      : /^aws:principalarn$/i.test(key) &&
        values.every((value) => accountOfArn(value) === account))
  );
}

function namesServiceAccounts({
  operator,
  key,
  values,
}: ConditionEntry): boolean {
  return (
    /^String(Equals|Like)$/i.test(operator) &&
    claimOf(key)?.claim === "sub" &&
    values.every((value) => value.startsWith("system:serviceaccount:"))
  );
}

/** A Deny that no later one is as strict as. */
function denialLost(
  statement: TrustStatement,
  after: readonly TrustStatement[],
): readonly Loss[] {
  const { effect, principals, actions, conditions } = statement;
  if (effect === "Allow" || actions.length === 0) return [];
  const stays = after.some(
    (other) =>
      other.effect === "Deny" &&
      principals.every((one) => other.principals.includes(one)) &&
      actions.every((one) => other.actions.includes(one)) &&
      conditionsLost(other.conditions, conditions).length === 0,
  );
  return stays
    ? []
    : [
        {
          message: `no longer denies ${listSome(actions)} to ${listSome(principals)}${conditions.length === 0 ? "" : ` where ${conditions.map((one) => `${one.key} ${textOf(one)}`).join(" and ")}`}`,
          severity: "high",
        },
      ];
}

function textOf({ operator, values }: ConditionEntry): string {
  return `${operator} ${listSome(values)}`;
}
