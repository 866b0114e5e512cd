import * as z from "zod";
import { severities, type Review } from "../../review";

const text = z.string();
const texts = z.array(text).readonly();
const count = z.int().min(0);

const grant = z.strictObject({
  effect: z.enum(["Allow", "Deny"]),
  action: text.describe(
    "An action with its wildcards as written, or `NotAction:` and the list.",
  ),
  resource: text,
  condition: text.optional().describe("Canonical JSON; absent for none."),
  policy: text.describe("The policy's name, ARN or Terraform address."),
});

const access = z.strictObject({
  path: z
    .enum(["irsa", "pod-identity", "both"])
    .optional()
    .describe("Absent for a role that no service account of the plan has."),
  kind: z
    .enum(["user", "group", "policy"])
    .optional()
    .describe(
      "What has the access; absent for a role. A managed policy stands for itself where it is on nothing of the plan.",
    ),
  role: text.describe("ARN, name, or an expression that isn't known yet."),
  alsoAssumedBy: z
    .array(text)
    .readonly()
    .optional()
    .describe(
      "Whom else the role's trust policy lets in: principals that are no service account.",
    ),
  routes: z
    .array(
      z
        .array(
          z.strictObject({
            kind: z.enum([
              "service-account",
              "association",
              "trust-statement",
              "role",
              "user",
              "group",
              "policy",
              "statement",
            ]),
            text,
            address: text.optional(),
          }),
        )
        .readonly(),
    )
    .readonly(),
});

const flag = z.strictObject({
  id: text.describe("The rule's name."),
  severity: z.enum(severities),
  message: text,
  reason: text,
  link: text,
  stacks: texts,
  address: text.optional(),
  accepted: z
    .strictObject({ reason: text, until: text.optional() })
    .optional()
    .describe("Present where the base branch's environment file accepts it."),
});

const change = z.strictObject({
  kind: z.enum(["gains", "loses", "changes", "replaced"]),
  stacks: texts,
  differsOn: texts.describe(
    "Reviewed stacks that have the service account or role, and neither this change nor the access that it leads to.",
  ),
  subject: z
    .strictObject({ namespace: text, serviceAccount: text })
    .optional()
    .describe(
      "Absent where no service account of the plan has the role, and of users, groups and policies.",
    ),
  before: access.optional(),
  after: access.optional(),
  added: z.array(grant).readonly(),
  removed: z.array(grant).readonly(),
  changedParts: z
    .array(
      z.enum([
        "association",
        "issuer",
        "managed policies",
        "path",
        "permissions boundary",
        "role",
        "session policy",
        "session tags",
        "target role",
        "trust policy",
        "whether it gets in",
      ]),
    )
    .readonly()
    .describe(
      "What else differs than the grants, sorted; none but where the kind is `changes`.",
    ),
  knowledge: z.enum(["known", "partly known", "opaque", "not reviewable"]),
  unknown: texts,
  flags: z.array(flag).readonly(),
  documents: z
    .array(
      z.strictObject({
        title: text,
        before: text.optional(),
        after: text.optional(),
      }),
    )
    .readonly(),
});

const plan = z.strictObject({
  stack: text,
  status: z.enum(["reviewed", "errored", "missing", "unreadable"]),
  messages: texts,
  counts: z.strictObject({
    create: count,
    update: count,
    delete: count,
    replace: count,
    import: count,
    move: count,
  }),
  others: z
    .record(text, count)
    .describe("Changes that aren't about identity, by resource type."),
  names: z
    .strictObject({
      account: text.optional(),
      cluster: text.optional(),
      issuer: text.optional(),
      region: text.optional(),
    })
    .describe(
      "What `{account}` and its like in changes of several stacks stand for on this one; `{stack}` is its name.",
    ),
});

const review = z.strictObject({
  plans: z.array(plan).readonly(),
  changes: z.array(change).readonly(),
  flags: z.array(flag).readonly().describe("Risks that belong to no one row."),
  notReviewable: z
    .array(
      z.strictObject({ stack: text, address: text.optional(), message: text }),
    )
    .readonly()
    .describe("Why a part can't be reviewed. Not empty: exit status 4."),
  restarts: z
    .array(
      z.strictObject({
        stack: text,
        namespace: text,
        serviceAccount: text,
        reason: text,
      }),
    )
    .readonly(),
}) satisfies z.ZodType<Review>;

/** The form of the JSON report. */
export const jsonReportSchema = z
  .strictObject({
    version: z
      .literal(1)
      .describe("Of this form; raised when a field changes."),
    environment: text.optional(),
    digests: z
      .record(text, text)
      .describe("Stack -> digest of its reduced model."),
    review,
  })
  .describe("What a plan does to access. All text is raw.");
