import type { PolicyDocument } from "./document";

/**
 * The number of characters that IAM counts against a policy quota: white space is not counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function policySize(document: PolicyDocument): number {
  return JSON.stringify(document).replace(/\s/g, "").length;
}
