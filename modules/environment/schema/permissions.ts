import * as z from "zod";
import { list, map, named, oneOf, text } from "./field";

const arnOrStar = text(
  "An ARN, with IAM's wildcards, or `*`. Placeholders are replaced.",
);

export const permissions = map(
  "What the role may do. Left out: a role that can only say who it is.",
  {
    managedPolicies: list(
      "ARNs of managed policies, AWS's or the account's own. Placeholders are replaced.",
      text("ARN of a managed policy."),
    ).optional(),
    statements: list(
      "Statements of the role's inline policy.",
      map("One statement.", {
        sid: text(
          "Statement id.",
          "must be a statement id; use letters and digits",
          /^[A-Za-z0-9]+$/,
        ).optional(),
        effect: oneOf("Default `Allow`.", ["Allow", "Deny"]).optional(),
        actions: list(
          "Actions, with IAM's wildcards.",
          text(
            "An action.",
            "must be an IAM action; write it as in s3:GetObject",
            /^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/,
          ),
        ),
        resources: list(
          "ARNs, with IAM's wildcards, or `*`. Placeholders are replaced.",
          arnOrStar,
        ),
        conditions: named(
          "Conditions in IAM's own shape: operator, key, value or values. IAM's variables (`${aws:...}`) arrive as written; placeholders are replaced in values.",
          z.string(),
          named(
            "Condition key to value or values.",
            z.string().regex(/^[A-Za-z0-9-]+:[^\s"\\]+$/, {
              error: "must be a condition key; write it as in aws:SourceVpc",
            }),
            z.union(
              [
                text("A value."),
                list("Values of which one must match.", text("A value.")),
              ],
              {
                error: "must be text or a list of texts; put values in quotes",
              },
            ),
            { example: "aws:SourceVpc: vpc-0a1b2c3d" },
          ),
          { example: "StringEquals: { aws:SourceVpc: vpc-0a1b2c3d }" },
        ).optional(),
      }),
    ).optional(),
  },
  { minProperties: 1 },
);

export type PermissionsFields = z.infer<typeof permissions>;
