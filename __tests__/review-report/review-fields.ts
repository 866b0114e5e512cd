import type {
  Access,
  AccessChange,
  Flag,
  Grant,
  Review,
  ReviewedPlan,
} from "../../modules/review";

type Some<T> = { readonly [K in keyof T]?: T[K] };

/** A review with only what matters to a test written out. */
export interface ReviewFields {
  readonly plans?: readonly Some<ReviewedPlan>[];
  readonly changes?: readonly (Omit<
    Some<AccessChange>,
    "added" | "removed" | "flags" | "subject" | "before" | "after"
  > & {
    readonly before?: Some<Access>;
    readonly after?: Some<Access>;
    /** `null` for a role that no service account has. */
    readonly subject?: AccessChange["subject"] | null;
    readonly added?: readonly Some<Grant>[];
    readonly removed?: readonly Some<Grant>[];
    readonly flags?: readonly Some<Flag>[];
  })[];
  readonly flags?: readonly Some<Flag>[];
  readonly notReviewable?: Review["notReviewable"];
  readonly restarts?: Review["restarts"];
}

export function reviewOf(fields: ReviewFields): Review {
  return {
    plans: (fields.plans ?? [{}]).map(planOf),
    changes: (fields.changes ?? []).map(
      ({ subject, before, after, ...change }) => ({
        kind: "gains",
        stacks: ["prod-us"],
        differsOn: [],
        ...(subject !== null && {
          subject: subject ?? { namespace: "echo", serviceAccount: "aws-sa" },
        }),
        changedParts: [],
        knowledge: "known",
        unknown: [],
        documents: [],
        ...(before && { before: accessOf(before) }),
        ...(after && { after: accessOf(after) }),
        ...change,
        added: (change.added ?? []).map(grantOf),
        removed: (change.removed ?? []).map(grantOf),
        flags: (change.flags ?? []).map(flagOf),
      }),
    ),
    flags: (fields.flags ?? []).map(flagOf),
    notReviewable: fields.notReviewable ?? [],
    restarts: fields.restarts ?? [],
  };
}

function planOf(fields: Some<ReviewedPlan>): ReviewedPlan {
  return {
    stack: "prod-us",
    status: "reviewed",
    messages: [],
    others: {},
    ...fields,
    names: fields.names ?? {},
    counts: {
      create: 0,
      update: 0,
      delete: 0,
      replace: 0,
      import: 0,
      move: 0,
      ...fields.counts,
    },
  };
}

function accessOf(fields: Some<Access>): Access {
  return { role: "prod-us-echo", routes: [], ...fields };
}

function grantOf(fields: Some<Grant>): Grant {
  return {
    effect: "Allow",
    action: "s3:GetObject",
    resource: "arn:aws:s3:::acme-reports/*",
    policy: "permissions",
    ...fields,
  };
}

function flagOf(fields: Some<Flag>): Flag {
  return {
    id: "trust-without-audience",
    severity: "high",
    message: "the trust of role prod-us-echo names no audience",
    reason: "a token made for another service is accepted",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html",
    stacks: ["prod-us"],
    ...fields,
  };
}
