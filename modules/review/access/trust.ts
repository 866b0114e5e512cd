import { subjectOf } from "../../trust-policy";
import {
  mayAssumeWithWebIdentity,
  type Decision,
} from "../../trust-policy/evaluator";
import { fieldOf, type Json } from "../plan";
import { statementsOf } from "../policy";
import { hostOfArn, type Provider } from "./provider";
import type { ServiceAccountName } from "./service-account-name";
import {
  claimsOf,
  conditionEntries,
  isPositive,
  principalsOf,
  type ConditionEntry,
} from "./statement-parts";
import { unlikelyNames } from "./unlikely-names";

/** A service account that a trust policy names, or a pattern for several. */
export interface TrustedSubject extends ServiceAccountName {
  readonly issuerHost: string;
  readonly decision: Exclude<Decision, "denied">;
}

/** Whom a role's trust policy lets in. */
export interface TrustReading {
  /** Service accounts, by IRSA. */
  readonly subjects: readonly TrustedSubject[];
  /** Everyone else that a statement lets in, in words, sorted. */
  readonly others: readonly string[];
  /** Whether a statement lets EKS in for Pod Identity, whatever its conditions. */
  readonly podIdentity: boolean;
  /** The federated principals of all statements that let them in. */
  readonly federated: readonly FederatedPrincipal[];
}

/** A federated principal of a statement that lets it in. */
export interface FederatedPrincipal {
  readonly statement: Json;
  readonly conditions: readonly ConditionEntry[];
  readonly value: string;
  /** Of an OIDC provider. */
  readonly issuerHost?: string;
}

const eksService = "pods.eks.amazonaws.com";

/**
 * Characters of a policy that one reading of it evaluates, the whole policy for each decision, so that a hostile one
 * doesn't hold it up; the rest is undecidable. A policy of 8,192 characters, the most that IAM takes, has room for
 * some 150 service accounts.
 */
const mostWork = 4_000_000;

/** What is left of it, in decisions. */
function budgetFor(document: Json): { left: number } {
  return { left: Math.ceil(mostWork / JSON.stringify(document).length) };
}

/**
 * Reads whom a trust policy lets in: each service account that it names is put to the project's evaluator with each
 * audience that may be meant.
 */
export function readTrust(
  document: Json,
  providers: readonly Provider[],
): TrustReading {
  const subjects = new Map<string, TrustedSubject>();
  const others = new Set<string>();
  const federated: FederatedPrincipal[] = [];
  let podIdentity = false;
  const budget = budgetFor(document);
  for (const statement of statementsOf(document)) {
    if (fieldOf(statement, "Effect") === "Deny") continue;
    const conditions = conditionEntries(fieldOf(statement, "Condition"));
    for (const { kind, value } of principalsOf(statement)) {
      if (kind === "Service" && value === eksService) {
        podIdentity = true;
        continue;
      }
      const issuer =
        kind === "Federated" ? issuerOf(value, providers) : undefined;
      if (kind === "Federated")
        federated.push({
          statement,
          conditions,
          value,
          ...(issuer && { issuerHost: issuer.host }),
        });
      const named = issuer
        ? claimsOf(conditions, issuer.host, "sub")
        : subjectsAnywhere(conditions);
      const decide = (subject: string): Decision =>
        issuer
          ? decideSubject(document, value, issuer, conditions, subject, budget)
          : "undecidable";
      if (named.length === 0)
        others.add(
          issuer === undefined
            ? `${kind} ${value}`
            : inWords[decide(unlikelySubject)](`${kind} ${value}`, issuer.host),
        );
      for (const subject of named) {
        const decision = decide(exampleOf(subject));
        if (decision === "denied") continue;
        const [, namespace, serviceAccount] =
          /^system:serviceaccount:([^:]*):([^:]*)$/.exec(subject) ?? [];
        if (namespace === undefined || serviceAccount === undefined)
          others.add(`${kind} ${value} for ${subject}`);
        else
          subjects.set([value, namespace, serviceAccount].join("\n"), {
            namespace,
            serviceAccount,
            issuerHost: issuer?.host ?? value,
            decision,
          });
      }
    }
  }
  return {
    subjects: [...subjects.values()],
    others: [...others].sort(),
    podIdentity,
    federated,
  };
}

/** Who gets in by a statement that names no service account, as whoever has no name that a policy could know is. */
const inWords: Readonly<
  Record<Decision, (principal: string, host: string) => string>
> = {
  allowed: (_, host) => `every token of ${host}`,
  undecidable: (principal) => principal,
  denied: (principal) => `${principal}, whom its conditions keep out`,
};

/** What a statement's conditions name where the issuer isn't known yet. */
function subjectsAnywhere(
  conditions: readonly ConditionEntry[],
): readonly string[] {
  return [
    ...new Set(
      conditions
        .filter(isPositive)
        .flatMap(({ values }) => values)
        .filter((value) => value.startsWith("system:serviceaccount:")),
    ),
  ];
}

/** Whether a token of the issuer with this subject and any of the audiences that may be meant gets in. */
function decideSubject(
  document: Json,
  providerArn: string,
  issuer: Issuer,
  conditions: readonly ConditionEntry[],
  subject: string,
  budget: { left: number },
): Decision {
  const audiences = new Set([
    ...claimsOf(conditions, issuer.host, "aud"),
    ...issuer.audiences,
    "sts.amazonaws.com",
  ]);
  const decisions = [...audiences].map((audience) =>
    budget.left-- > 0
      ? mayAssumeWithWebIdentity(document, {
          providerArn,
          issuerHost: issuer.host,
          subject,
          audience,
        })
      : "undecidable",
  );
  return bestOf(decisions);
}

/** Whether a role's trust policy lets a service account in by IRSA, and by tokens of which issuer. */
export function decideServiceAccount(
  document: Json,
  providers: readonly Provider[],
  serviceAccount: ServiceAccountName,
): { readonly decision: Decision; readonly issuerHost?: string } {
  const subject = subjectOf({
    namespace: serviceAccount.namespace,
    name: serviceAccount.serviceAccount,
  });
  const budget = budgetFor(document);
  let best: { decision: Decision; issuerHost?: string } = {
    decision: "denied",
  };
  for (const statement of statementsOf(document))
    for (const { kind, value } of principalsOf(statement)) {
      const issuer =
        kind === "Federated" ? issuerOf(value, providers) : undefined;
      if (issuer === undefined) {
        // A principal that isn't known yet may be any issuer.
        if (isUnknown(value) && best.decision === "denied")
          best = { decision: "undecidable" };
        continue;
      }
      const conditions = conditionEntries(fieldOf(statement, "Condition"));
      const decision = decideSubject(
        document,
        value,
        issuer,
        conditions,
        subject,
        budget,
      );
      if (bestOf([best.decision, decision]) !== best.decision)
        best = { decision, issuerHost: issuer.host };
    }
  return best;
}

function isUnknown(text: string): boolean {
  return text.includes("${") || text.startsWith("(known after apply)");
}

/** A service account that no policy names: who lets it in lets everyone in. */
const unlikelySubject = subjectOf({
  namespace: unlikelyNames.namespace,
  name: unlikelyNames.serviceAccount,
});

/** A subject that a pattern matches, if anything does. */
function exampleOf(pattern: string): string {
  return pattern.replaceAll("*", unlikelyNames.part).replaceAll("?", "x");
}

function bestOf(decisions: readonly Decision[]): Decision {
  if (decisions.includes("allowed")) return "allowed";
  return decisions.includes("undecidable") ? "undecidable" : "denied";
}

/** An issuer of tokens. */
interface Issuer {
  /** Without `https://`. */
  readonly host: string;
  /** The client ids of its provider, where the plan has it. */
  readonly audiences: readonly string[];
}

/** The issuer of a federated principal; undefined where it isn't known yet or is none. */
function issuerOf(
  principal: string,
  providers: readonly Provider[],
): Issuer | undefined {
  const provider = providers.find(({ arn }) => arn === principal);
  const host = provider?.host ?? hostOfArn(principal);
  return host === undefined
    ? undefined
    : { host, audiences: provider?.audiences ?? [] };
}
