import type { AssumeRoleRequest } from "./assume-role-request";
import { isJsonObject } from "./json-value";
import { contextLookup } from "./request-context";
import { findStatement } from "./statement";
import { anyOf } from "./truth";

export type { AssumeRoleRequest } from "./assume-role-request";

/** What a trust policy says about a request. */
export type Decision = "allowed" | "denied" | "undecidable";

/**
 * Whether a trust policy lets a request assume its role, from the document alone: permissions of the
 * caller, control policies and boundaries aren't asked.
 *
 * An explicit deny wins over every allow; without an allow the request is denied. Where the outcome
 * hangs on something that isn't known or isn't modelled here (an unknown operator, element, version or
 * condition key, a document that isn't well-formed), the decision is `undecidable`: `allowed` is only
 * ever said of what AWS's pages say is allowed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
export function evaluateTrust(
  document: unknown,
  request: AssumeRoleRequest,
): Decision {
  if (!isJsonObject(document)) return "undecidable";
  const fields = new Map(Object.entries(document));
  const statement = fields.get("Statement");
  const version = fields.has("Version") ? fields.get("Version") : "2008-10-17";
  if (
    statement === undefined ||
    (version !== "2012-10-17" && version !== "2008-10-17") ||
    [...fields.keys()].some((key) => !documentElements.has(key))
  )
    return "undecidable";
  const statements: readonly unknown[] = Array.isArray(statement)
    ? statement
    : [statement];
  const scope = {
    lookup: contextLookup(request),
    variables: version === "2012-10-17",
  };
  const findings = statements.map((one) => findStatement(one, request, scope));
  const denied = anyOf(
    findings
      .filter(({ effect }) => effect !== "Allow")
      .map(({ applies }) => applies),
  );
  const allowed = anyOf(
    findings
      .filter(({ effect }) => effect !== "Deny")
      .map(({ applies }) => applies),
  );
  if (denied === true || allowed === false) return "denied";
  return allowed === true && denied === false ? "allowed" : "undecidable";
}

const documentElements = new Set(["Version", "Id", "Statement"]);
