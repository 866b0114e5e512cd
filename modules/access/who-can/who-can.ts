import { wildcardMatches } from "../../policy-document";
import type { AccessMap, AccessStatement, AccessWorkload } from "../model";
import { coverage, type Coverage } from "./resource";

/** What the policies of a workload's role say to one question. */
export interface WhoCanAnswer {
  readonly stack: string;
  readonly workload: AccessWorkload;
  /**
   * `yes`: a statement allows it without conditions, and none denies it. `perhaps`: it depends on
   * something that the map can't tell, said in `reasons`. `no`: nothing allows it, or a statement denies
   * it always.
   */
  readonly answer: "yes" | "perhaps" | "no";
  /** The statements that decide or would decide, then what is not decidable. Empty where nothing fits. */
  readonly reasons: readonly WhoCanReason[];
}

export type WhoCanReason =
  | {
      readonly kind: "statement";
      readonly statement: AccessStatement;
      /** Its position among the workload's statements, from 1. */
      readonly position: number;
      /** Whether it holds for all that is asked for, or perhaps for a part of it only. */
      readonly coverage: "all" | "some";
    }
  /** A managed policy, whose text is not in the environment's file. */
  | { readonly kind: "not-decidable"; readonly policy: string }
  /** No role needs a permission to ask who it is, and none can be denied that. */
  | { readonly kind: "always-allowed" };

/** An ARN as one asks for it: a key of S3 may hold spaces, and a part IAM's wildcards. */
const arn = /^arn(:[^:]*){4}:./s;

/** Allowed to every session, even where a policy denies it. */
const alwaysAllowed = "sts:getcalleridentity";

/**
 * Which workloads may do an action, by the policies that the environment's file gives their roles; each
 * workload on each cluster has an answer, in the map's order. A permissions boundary, the organization's
 * policies and managed policies can still take away what is `yes`; resources' own policies and grants
 * made elsewhere can still give what is `no`.
 *
 * @param action - One action, such as `s3:GetObject`, in any case.
 * @param resource - An ARN, with IAM's wildcards for a set of resources, or `*` for all. Default: any resource.
 * @throws Error on text that is no single action, or no ARN.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export function whoCan(
  map: AccessMap,
  action: string,
  resource?: string,
): readonly WhoCanAnswer[] {
  if (!/^[a-z0-9-]+:[a-z0-9]+$/i.test(action))
    throw new Error(
      `not an action: ${JSON.stringify(action)}; write one with its service, such as s3:GetObject`,
    );
  if (resource !== undefined && resource !== "*" && !arn.test(resource))
    throw new Error(
      `not an ARN: ${JSON.stringify(resource)}; write one such as arn:aws:s3:::bucket/key, or "*" for all resources`,
    );
  return map.clusters.flatMap(({ stack, workloads }) =>
    workloads.map((workload) => ({
      stack,
      workload,
      ...decide(workload, action.toLowerCase(), resource),
    })),
  );
}

function decide(
  workload: AccessWorkload,
  action: string,
  resource: string | undefined,
): Pick<WhoCanAnswer, "answer" | "reasons"> {
  if (action === alwaysAllowed)
    return { answer: "yes", reasons: [{ kind: "always-allowed" }] };
  const about = workload.statements
    .map((statement, index) => ({ statement, position: index + 1 }))
    .filter(({ statement }) =>
      statement.actions.some((one) =>
        wildcardMatches(one.toLowerCase(), action),
      ),
    );
  const allows = about.filter(({ statement }) => statement.effect === "Allow");
  const denies = about.filter(({ statement }) => statement.effect === "Deny");
  const questions =
    resource === undefined
      ? [...new Set(allows.flatMap(({ statement }) => statement.resources))]
      : [resource];
  const policies = workload.managedPolicies.map((policy): WhoCanReason => ({
    kind: "not-decidable",
    policy,
  }));
  // Without a resource the question is whether one exists; a Deny of all is found even without an Allow.
  const results = (questions.length === 0 ? ["*"] : questions).map((question) =>
    decideFor(allows, denies, question, policies.length > 0),
  );
  const best =
    results.find(({ answer }) => answer === "yes") ??
    results.find(({ answer }) => answer === "perhaps");
  if (resource === undefined && best?.answer !== "yes" && policies.length > 0) {
    // A managed policy may allow what no statement speaks of.
    const { answer } = decideFor([], denies, "*", true);
    if (answer === "perhaps")
      return { answer, reasons: [...reasonsOf(results), ...policies] };
  }
  const answer = best?.answer ?? "no";
  return {
    answer,
    reasons: [...reasonsOf(results), ...(answer === "perhaps" ? policies : [])],
  };
}

interface Positioned {
  readonly statement: AccessStatement;
  readonly position: number;
}

type StatementReason = Extract<WhoCanReason, { readonly kind: "statement" }>;

interface Result {
  readonly answer: WhoCanAnswer["answer"];
  readonly reasons: readonly StatementReason[];
}

function decideFor(
  allows: readonly Positioned[],
  denies: readonly Positioned[],
  question: string,
  hasManagedPolicies: boolean,
): Result {
  const allowing = covering(allows, question);
  const denying = covering(denies, question);
  if (denying.some(isCertain)) return { answer: "no", reasons: denying };
  const reasons = [...allowing, ...denying];
  if (allowing.some(isCertain) && denying.length === 0)
    return { answer: "yes", reasons };
  if (allowing.length > 0 || hasManagedPolicies)
    return { answer: "perhaps", reasons };
  return { answer: "no", reasons: [] };
}

function covering(
  statements: readonly Positioned[],
  question: string,
): StatementReason[] {
  return statements.flatMap(({ statement, position }): StatementReason[] => {
    const all = statement.resources.map((one) => coverage(one, question));
    const best: Coverage = all.includes("all")
      ? "all"
      : all.includes("some")
        ? "some"
        : "none";
    return best === "none"
      ? []
      : [{ kind: "statement", statement, position, coverage: best }];
  });
}

function isCertain({ statement, coverage }: StatementReason): boolean {
  return coverage === "all" && statement.conditions === undefined;
}

/** Each statement once, in their order. */
function reasonsOf(results: readonly Result[]): readonly StatementReason[] {
  const byPosition = new Map<number, StatementReason>();
  for (const reason of results.flatMap(({ reasons }) => reasons))
    if (byPosition.get(reason.position)?.coverage !== "all")
      byPosition.set(reason.position, reason);
  return [...byPosition.values()].sort(
    (left, right) => left.position - right.position,
  );
}
