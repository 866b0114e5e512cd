import {
  conditionEntries,
  issuerOf,
  principalsOf,
  type AccessState,
  type ConditionEntry,
} from "../../access";
import { fieldOf, type Json } from "../../plan";
import { statementsOf } from "../../policy";

/** A statement that lets tokens of an issuer in. */
export interface FederatedStatement {
  readonly issuerHost: string;
  readonly conditions: readonly ConditionEntry[];
}

/** One for each statement and issuer that its principals name. */
export function federatedStatements(
  trust: Json,
  state: AccessState,
): readonly FederatedStatement[] {
  return federatedPrincipals(trust, state).flatMap(
    ({ issuerHost, statement }) =>
      issuerHost === undefined
        ? []
        : [
            {
              issuerHost,
              conditions: conditionEntries(fieldOf(statement, "Condition")),
            },
          ],
  );
}

/** A federated principal of a statement that lets it in. */
export interface FederatedPrincipal {
  readonly statement: Json;
  readonly value: string;
  readonly kind: "OIDC provider" | "not known yet" | "other";
  /** Of an OIDC provider. */
  readonly issuerHost?: string;
}

/** The federated principals of all statements; those with a wildcard are left to another rule. */
export function federatedPrincipals(
  trust: Json,
  { providers }: AccessState,
): readonly FederatedPrincipal[] {
  return allowStatements(trust).flatMap((statement) =>
    principalsOf(statement).flatMap(({ kind, value }): FederatedPrincipal[] => {
      if (kind !== "Federated" || value.includes("*")) return [];
      const issuer = issuerOf(value, providers);
      if (issuer !== undefined)
        return [
          { statement, value, kind: "OIDC provider", issuerHost: issuer.host },
        ];
      const isUnknown =
        value.includes("${") || value.startsWith("(known after apply)");
      return [
        { statement, value, kind: isUnknown ? "not known yet" : "other" },
      ];
    }),
  );
}

export function allowStatements(trust: Json): readonly Json[] {
  return statementsOf(trust).filter(
    (statement) => fieldOf(statement, "Effect") !== "Deny",
  );
}

/** The claim that a condition key names, and its issuer; undefined for keys that are no claim. */
export function claimOf(
  key: string,
): { readonly host: string; readonly claim: string } | undefined {
  const [, host, claim] = /^(.+):(amr|aud|email|oaud|sub)$/i.exec(key) ?? [];
  return host === undefined || claim === undefined
    ? undefined
    : { host: host.toLowerCase(), claim: claim.toLowerCase() };
}
