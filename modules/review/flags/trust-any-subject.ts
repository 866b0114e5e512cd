import { subjectOf } from "../../trust-policy";
import {
  mayAssumeWithWebIdentity,
  type Decision,
} from "../../trust-policy/evaluator";
import {
  unlikelyNames,
  type ConditionEntry,
  type FederatedPrincipal,
} from "../access";
import { fieldOf, type Json } from "../plan";
import {
  claimOf,
  federatedPrincipals,
  kindOf,
} from "./support/federated-statements";
import { loosenedStatement } from "./support/loosened-statement";
import { atItsWidest } from "./support/reference-values";
import { trustRule } from "./support/trust-rule";
import { namesAction } from "./support/trust-statement";

const action = "sts:AssumeRoleWithWebIdentity";

export const trustAnySubject = trustRule({
  id: "trust-any-subject",
  severity: "high",
  reason:
    "Without a condition on the subject every pod of the cluster, of any service account, can assume the role.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
  *findIn(trust, role, state) {
    for (const one of federatedPrincipals(role, state)) {
      const { value, issuerHost, statement } = one;
      if (
        kindOf(one) === "other" ||
        isPinned(one) ||
        !namesAction(statement, action)
      )
        continue;
      const tokens = issuerHost ?? value;
      const decision = decideAnySubject(trust, one);
      if (decision === "allowed")
        yield { message: `${role.label} lets every token of ${tokens} in` };
      if (decision === "undecidable")
        yield {
          message: `${role.label} may let every token of ${tokens} in: no condition that can be judged names a subject`,
        };
      if (decision === "denied" && !asksForSubject(one))
        yield {
          message: `${role.label} may let every token of ${tokens} in: the key that is compared with service accounts isn't known yet`,
          severity: "medium",
        };
    }
  },
});

const unlikelySubject = subjectOf({
  namespace: unlikelyNames.namespace,
  name: unlikelyNames.serviceAccount,
});

/** Whether subjects are named one by one, as most policies do: nothing that the evaluator must be asked about. */
function isPinned({ issuerHost, conditions }: FederatedPrincipal): boolean {
  if (issuerHost === undefined) return false;
  const subject = `${issuerHost}:sub`;
  return conditions.some(
    ({ operator, key, values }) =>
      operator === "StringEquals" &&
      key === subject &&
      values.every(
        (value) => /^[a-z0-9:.-]+$/.test(value) && value !== unlikelySubject,
      ),
  );
}

/** Whether a token of a service account that no policy names gets in by a statement. */
function decideAnySubject(
  trust: Json,
  {
    value,
    issuerHost = unknownHost,
    statement,
    conditions,
  }: FederatedPrincipal,
): Decision {
  const condition = fieldOf(statement, "Condition");
  const decision = mayAssumeWithWebIdentity(
    loosenedStatement({
      version: fieldOf(trust, "Version"),
      principal: { Federated: value },
      actions: [action],
      condition,
      conditions: conditions.flatMap((entry) => ofIssuer(entry, issuerHost)),
    }),
    {
      providerArn: value,
      issuerHost,
      subject: unlikelySubject,
      audience: "sts.amazonaws.com",
    },
  );
  // By what may be a wildcard, and may be none.
  return decision === "allowed" && conditions.some(mayBeWider)
    ? "undecidable"
    : decision;
}

function mayBeWider({ operator, values }: ConditionEntry): boolean {
  return (
    /like/i.test(operator) &&
    values.some((value) => atItsWidest(value) !== value)
  );
}

/** Stands for an issuer that isn't known yet: whatever the key's host is, it is the issuer's, or lets nobody in. */
const unknownHost = "issuer";

/** A condition by the keys that the issuer's tokens have; none for one on the audience. */
function ofIssuer(
  entry: ConditionEntry,
  issuerHost: string,
): readonly ConditionEntry[] {
  const { host, claim } = claimOf(entry.key) ?? {};
  const own =
    host === issuerHost.toLowerCase() ||
    isUnknown(host ?? entry.key) ||
    (issuerHost === unknownHost && host !== undefined);
  if (!own) return [entry];
  if (claim === "aud") return [];
  const values =
    claim === undefined
      ? entry.values.filter((value) =>
          value.startsWith("system:serviceaccount:"),
        )
      : entry.values;
  return claim === undefined && values.length === 0
    ? []
    : [{ ...entry, values, key: `${issuerHost}:${claim ?? "sub"}` }];
}

/** Whether some key is certainly a subject's, so that what a token is kept out by is that. */
function asksForSubject({
  issuerHost,
  conditions,
}: FederatedPrincipal): boolean {
  return (
    !conditions.some(
      ({ key }) => isUnknown(key) && claimOf(key) === undefined,
    ) ||
    conditions.some(
      (entry) =>
        claimOf(entry.key) !== undefined &&
        ofIssuer(entry, issuerHost ?? unknownHost).some(({ key }) =>
          key.endsWith(":sub"),
        ),
    )
  );
}

function isUnknown(key: string): boolean {
  return /\$\{|^\(known after apply\)/.test(key);
}
