import {
  accountOfArn,
  conditionEntries,
  isOfOneAccount,
  principalsOf,
  type AccessState,
  type Role,
} from "../access";
import { fieldOf, type Json } from "../plan";
import { allowStatements } from "./support/federated-statements";
import { trustRule } from "./support/trust-rule";

export const trustOtherPrincipal = trustRule({
  id: "trust-other-principal",
  severity: "high",
  reason:
    "Whoever is let in can do all that the role may, from outside of the cluster.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  *findIn(trust, role, state) {
    const { account } = role;
    for (const statement of allowStatements(trust))
      for (const { kind, value } of narrowedPrincipals(statement)) {
        if (kind === "Service" || kind === "Federated") {
          if (value.includes("*"))
            yield { message: `${role.label} lets ${kind} ${value} in` };
          continue;
        }
        if (kind !== "AWS" || (value.includes("*") && !isOfAccount(value))) {
          yield { message: `${role.label} lets anyone in: ${kind} ${value}` };
          continue;
        }
        const other = accountOfArn(value) ?? /^\d{12}$/.exec(value)?.[0];
        const principal = roleOf(value, state);
        if (
          principal
            ? isOfOneAccount(role, principal)
            : other !== undefined && other === account
        )
          yield {
            message: `${role.label} lets ${value} of its own account in`,
            severity: "medium",
          };
        else
          yield {
            message:
              principal === undefined &&
              (other === undefined || account !== undefined)
                ? `${role.label} lets another account's principal in: ${value}`
                : `${role.label} lets a principal in that may be another account's: ${value}`,
          };
      }
  },
});

/** The role or user of the plan that an expression names whose ARN isn't known yet. */
function roleOf(principal: string, { roles }: AccessState): Role | undefined {
  const [, address = ""] = /^\$\{(.+)\.arn\}$/.exec(principal) ?? [];
  const role = roles.get(address);
  return role?.kind === "role" || role?.kind === "user" ? role : undefined;
}

/** Whose account an ARN with wildcards says: then it lets in principals of that account only. */
function isOfAccount(arn: string): boolean {
  return /^arn:[^:*?]+:(?:iam|sts)::\d{12}:/.test(arn);
}

/**
 * The principals of a statement; for everyone, those that a condition on `aws:PrincipalArn` leaves, where each is of an
 * account that it names.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
function narrowedPrincipals(statement: Json): ReturnType<typeof principalsOf> {
  const left = conditionEntries(fieldOf(statement, "Condition"))
    .filter(
      ({ operator, key }) =>
        /^(StringEquals|StringLike|ArnEquals|ArnLike)$/i.test(operator) &&
        key.toLowerCase() === "aws:principalarn",
    )
    .flatMap(({ values }) => values);
  return principalsOf(statement).flatMap((principal) =>
    principal.kind === "AWS" &&
    principal.value === "*" &&
    left.length > 0 &&
    left.every(isOfAccount)
      ? left.map((value) => ({ kind: "AWS", value }))
      : [principal],
  );
}
