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
  { providers }: AccessState,
): readonly FederatedStatement[] {
  return allowStatements(trust).flatMap((statement) =>
    principalsOf(statement).flatMap(({ kind, value }) => {
      const issuer =
        kind === "Federated" ? issuerOf(value, providers) : undefined;
      return issuer === undefined
        ? []
        : [
            {
              issuerHost: issuer.host,
              conditions: conditionEntries(fieldOf(statement, "Condition")),
            },
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
