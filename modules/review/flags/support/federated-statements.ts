import type { AccessState, FederatedPrincipal, Role } from "../../access";
import { fieldOf, type Json } from "../../plan";
import { statementsOf } from "../../policy";
import { maskEscapes } from "./expressions";

/** A statement that lets tokens of an issuer in. */
export type FederatedStatement = FederatedPrincipal & {
  readonly issuerHost: string;
};

/** One for each statement of a role's trust policy and issuer that its principals name. */
export function federatedStatements(
  role: Role,
  state: AccessState,
): readonly FederatedStatement[] {
  return federatedPrincipals(role, state).flatMap((principal) =>
    principal.issuerHost === undefined
      ? []
      : [{ ...principal, issuerHost: principal.issuerHost }],
  );
}

/** The federated principals of all statements; those with a wildcard are left to another rule. */
export function federatedPrincipals(
  { key }: Role,
  { trust }: AccessState,
): readonly FederatedPrincipal[] {
  return (trust.get(key)?.federated ?? []).filter(
    ({ value }) => !value.includes("*"),
  );
}

/** Whether it is an OIDC provider's, may be, or is another federation. */
export function kindOf({
  value,
  issuerHost,
}: FederatedPrincipal): "OIDC provider" | "not known yet" | "other" {
  if (issuerHost !== undefined) return "OIDC provider";
  return value.includes("${") || value.startsWith("(known after apply)")
    ? "not known yet"
    : "other";
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

/**
 * Whether a pattern names service accounts with an asterisk or a question mark of its own: Kubernetes gives none such a
 * name.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function isOfNobody(pattern: string): boolean {
  return (
    pattern.startsWith("system:serviceaccount:") &&
    maskEscapes(pattern) !== pattern
  );
}
