import {
  parseArn,
  wildcardCovers,
  wildcardsOverlap,
} from "../../policy-document";

/** How much of what is asked for a statement's resource covers. */
export type Coverage = "all" | "some" | "none";

/**
 * How a resource of a statement relates to the one that is asked for; both may have wildcards. `some`
 * also means that it can't be told: the resource has a variable, which a session fills in, or only a
 * wildcard that reaches over a colon makes it fit.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function coverage(resource: string, asked: string): Coverage {
  if (resource === "*") return "all";
  const open = withoutVariables(resource);
  const askedOpen = withoutVariables(asked);
  if (!wildcardsOverlap(open, askedOpen)) return "none";
  if (open !== resource || askedOpen !== asked) return "some";
  return segmentsCover(resource, asked) ? "all" : "some";
}

/** A variable can hold any text. */
function withoutVariables(resource: string): string {
  return resource.replace(/\$\{.*?(\}|$)/g, "*");
}

/** IAM matches the parts of an ARN each for itself. */
function segmentsCover(resource: string, asked: string): boolean {
  const left = parseArn(resource);
  const right = parseArn(asked);
  if (left === undefined || right === undefined) return resource === asked;
  return (
    wildcardCovers(left.partition, right.partition) &&
    wildcardCovers(left.service, right.service) &&
    wildcardCovers(left.region, right.region) &&
    wildcardCovers(left.account, right.account) &&
    wildcardCovers(left.resource, right.resource)
  );
}
