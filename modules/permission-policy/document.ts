import type { Conditions, PolicyDocument } from "../policy-document";

/** One statement of a workload's permissions. */
export interface PermissionStatement {
  /** Letters and digits. @default none */
  readonly sid?: string;
  /** @default Allow */
  readonly effect?: "Allow" | "Deny";
  /** At least one action, with IAM's wildcards. */
  readonly actions: readonly string[];
  /** At least one ARN, with IAM's wildcards, or `*`. */
  readonly resources: readonly string[];
  /** @default the statement always holds */
  readonly conditions?: Conditions;
}

/**
 * The inline policy of these statements, in their order. Variables such as
 * `${aws:PrincipalTag/kubernetes-namespace}` stay as written.
 *
 * @throws Error on no statement, and on a statement without actions or resources: IAM takes none.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function permissionPolicy(
  statements: readonly PermissionStatement[],
): PolicyDocument {
  if (statements.length === 0)
    throw new Error("a permission policy needs at least one statement");
  return {
    Version: "2012-10-17",
    Statement: statements.map((statement) => {
      if (statement.actions.length === 0 || statement.resources.length === 0)
        throw new Error(
          "a statement needs at least one action and one resource",
        );
      return {
        ...(statement.sid !== undefined && { Sid: statement.sid }),
        Effect: statement.effect ?? "Allow",
        Action: statement.actions,
        Resource: statement.resources,
        ...(statement.conditions !== undefined && {
          Condition: statement.conditions,
        }),
      };
    }),
  };
}
