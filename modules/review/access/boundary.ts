import type { ReducedResource } from "../plan";
import { isReference, labelOf, valueAt, type Stage, type Value } from "./value";

/** The permissions boundary of a role or a user, as far as a plan says. */
export interface Boundary {
  /** Its ARN, or an expression. */
  readonly label: string;
  /** Addresses of the plan's policies that it may be, where its ARN isn't known yet. */
  readonly policies: readonly string[];
  /** Whether it certainly is one: what isn't known may be an empty text, which is none. */
  readonly isCertain: boolean;
}

/**
 * The boundary of a role or a user; undefined where it has none.
 *
 * @param resources the plan's, by address
 */
export function boundaryAt(
  resource: ReducedResource,
  stage: Stage,
  resources: ReadonlyMap<string, ReducedResource>,
): Boundary | undefined {
  const value = valueAt(resource, stage, "permissions_boundary");
  const label = labelOf(value);
  if (label === undefined) return undefined;
  if (value.state === "known") return { label, policies: [], isCertain: true };
  const policies = policiesIn(value, resources);
  return {
    // Two that are sensitive aren't the same.
    label:
      value.state === "sensitive" ? `${label} of ${resource.address}` : label,
    policies,
    isCertain: policies.length > 0 || resource.action === "no-op",
  };
}

/** The policies that a value is the ARN of; none where it may be something else. */
function policiesIn(
  value: Value,
  resources: ReadonlyMap<string, ReducedResource>,
): readonly string[] {
  if (
    value.state !== "unknown" ||
    !isReference(value.unknown) ||
    value.unknown.unresolved === true
  )
    return [];
  const { from } = value.unknown;
  return from.every(
    ({ address, attribute }) =>
      resources.get(address)?.type === "aws_iam_policy" &&
      ["arn", "id"].includes(attribute),
  )
    ? from.map(({ address }) => address)
    : [];
}

/** Whether two boundaries are certainly the same one, or both are none. */
export function isSameBoundary(
  left: Boundary | undefined,
  right: Boundary | undefined,
): boolean {
  return (
    left?.label === right?.label &&
    left?.isCertain !== false &&
    right?.isCertain !== false
  );
}
