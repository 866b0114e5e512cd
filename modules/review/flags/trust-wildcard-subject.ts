import { claimsOf, type ConditionEntry } from "../access";
import {
  federatedStatements,
  isOfNobody,
} from "./support/federated-statements";
import { maskEscapes, replaceExpressions } from "./support/expressions";
import { atItsWidest } from "./support/reference-values";
import { listSome } from "./support/rows";
import { trustRule } from "./support/trust-rule";

export const trustWildcardSubject = trustRule({
  id: "trust-wildcard-subject",
  severity: "high",
  reason:
    "Whoever can make what has a matching subject gets the role: a service account, a namespace, a repository or a workspace.",
  link: "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
  *findIn(_, role, state) {
    const patterns = federatedStatements(role, state)
      .flatMap(({ issuerHost, conditions }) =>
        conditions.some((one) => namesEverySubject(one, issuerHost))
          ? []
          : claimsOf(
              conditions.filter(({ operator }) => /like/i.test(operator)),
              issuerHost,
              "sub",
            ),
      )
      .filter((text) => !isOfNobody(text))
      .map((text) => ({ text, widest: atItsWidest(maskEscapes(text)) }))
      .filter(isPattern);
    const others = patterns.filter(({ widest }) => !mayNamePods(widest));
    const ownerless = others.filter(({ widest }) => !hasOwner(widest));
    const owned = others.filter(({ widest }) => hasOwner(widest));
    const wide = patterns.filter(
      ({ widest }) => mayNamePods(widest) && !isInOneNamespace(widest),
    );
    const narrow = patterns.filter(({ widest }) => isInOneNamespace(widest));
    if (wide.length > 0)
      yield {
        message: `${role.label} ${lets(wide)} service accounts of several namespaces in: ${listed(wide)}`,
      };
    if (narrow.length > 0)
      yield {
        message: `${role.label} ${lets(narrow)} every service account in whose subject is like ${listed(narrow)}`,
        severity: "medium",
      };
    if (ownerless.length > 0)
      yield {
        message: `${role.label} ${lets(ownerless)} subjects in that no owner is named of: ${listed(ownerless)}`,
      };
    if (owned.length > 0)
      yield {
        message: `${role.label} ${lets(owned)} every subject in that is like ${listed(owned)}`,
        severity: "medium",
      };
  },
});

interface Pattern {
  /** As the policy has it. */
  readonly text: string;
  /** With a wildcard for what isn't known yet and may hold one. */
  readonly widest: string;
}

/** Whether it has a wildcard or may get one; of a text that could be anything another rule tells. */
function isPattern({ text, widest }: Pattern): boolean {
  return (
    /[*?]/.test(maskEscapes(text)) ||
    (!text.startsWith("${") && /[*?]/.test(widest))
  );
}

/** Whether one of these has a wildcard for certain. */
function lets(patterns: readonly Pattern[]): string {
  return patterns.some(({ text }) =>
    /[*?]/.test(replaceExpressions(maskEscapes(text), () => "")),
  )
    ? "lets"
    : "may let";
}

function listed(patterns: readonly Pattern[]): string {
  return listSome(patterns.map(({ text }) => text));
}

/**
 * Whether a condition on the subject lets in the ones that it names only: all conditions of a statement must hold, so
 * that no pattern beside it lets in more. A variable could be the token's own subject.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
function namesEverySubject(
  { operator, key, values }: ConditionEntry,
  issuerHost: string,
): boolean {
  return (
    /^StringEquals$/i.test(operator) &&
    key.toLowerCase() === `${issuerHost}:sub`.toLowerCase() &&
    values.every((value) => !value.includes("${"))
  );
}

function isInOneNamespace(subject: string): boolean {
  return /^system:serviceaccount:[^:*?]*:[^:]*$/.test(subject);
}

/** Whether what is before a pattern's first wildcard leaves room for a service account. */
function mayNamePods(subject: string): boolean {
  const prefix = "system:serviceaccount:";
  const [start = ""] = subject.split(/[*?]|\$\{/);
  return start.startsWith(prefix) || prefix.startsWith(start);
}

/**
 * Whether a pattern is of one owner's repositories or projects, as GitHub, GitLab and HCP Terraform name them.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 * @see https://docs.gitlab.com/ci/secrets/id_token_authentication/
 * @see https://developer.hashicorp.com/terraform/cloud-docs/dynamic-provider-credentials/workload-identity-tokens
 */
function hasOwner(subject: string): boolean {
  return /^(?:(?:repo|project_path):[^:/*?$]+\/|organization:[^:/*?$]+:)/.test(
    subject,
  );
}
