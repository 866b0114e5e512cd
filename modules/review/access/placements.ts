import { isJsonArray, type ReducedResource } from "../plan";
import { identityKinds, type IdentityKind } from "./identity-index";
import { valueAt, type Stage, type Value } from "./value";

/** An inline policy is of one identity, a managed one is attached to many. */
export type PolicySort = "inline" | "managed";

/** A policy that a resource puts on an identity, in the resource's words. */
export interface Placement {
  readonly kind: IdentityKind;
  /** The identity's name, or its ARN. */
  readonly identity: Value;
  readonly sort: PolicySort;
  /** An inline policy's name, a managed one's ARN. */
  readonly policy: Value;
}

/** Types of resources that put one policy on an identity, which is their argument of the kind's name. */
const single: ReadonlyMap<string, Pick<Placement, "kind" | "sort">> = new Map(
  identityKinds.flatMap(
    (kind): [string, Pick<Placement, "kind" | "sort">][] => [
      [`aws_iam_${kind}_policy`, { kind, sort: "inline" }],
      [`aws_iam_${kind}_policy_attachment`, { kind, sort: "managed" }],
    ],
  ),
);

/** A resource that says which policies alone are on an identity. */
export interface ExclusiveResource {
  readonly kind: IdentityKind;
  readonly sort: PolicySort;
  /** Its argument that names the identity. */
  readonly identity: string;
  /** Its argument that lists the policies. */
  readonly policies: string;
}

/**
 * By type. Those for managed policies attach what they list and isn't attached; those for inline ones have no text
 * for what isn't there.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachments_exclusive
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policies_exclusive
 */
export const exclusiveResources: ReadonlyMap<string, ExclusiveResource> =
  new Map(
    identityKinds.flatMap((kind): [string, ExclusiveResource][] => [
      [
        `aws_iam_${kind}_policies_exclusive`,
        {
          kind,
          sort: "inline",
          identity: `${kind}_name`,
          policies: "policy_names",
        },
      ],
      [
        `aws_iam_${kind}_policy_attachments_exclusive`,
        {
          kind,
          sort: "managed",
          identity: `${kind}_name`,
          policies: "policy_arns",
        },
      ],
    ]),
  );

/** The policies that a resource puts on identities; none for a resource of another type. */
export function placementsOf(
  resource: ReducedResource,
  stage: Stage,
): readonly Placement[] {
  const { type } = resource;
  const one = single.get(type);
  if (one !== undefined)
    return [
      {
        ...one,
        identity: valueAt(resource, stage, one.kind),
        policy: valueAt(
          resource,
          stage,
          one.sort === "inline" ? "name" : "policy_arn",
        ),
      },
    ];
  const exclusive = exclusiveResources.get(type);
  if (exclusive?.sort === "managed") {
    const { kind, sort } = exclusive;
    const identity = valueAt(resource, stage, exclusive.identity);
    return valuesIn(resource, stage, exclusive.policies).map((policy) => ({
      kind,
      identity,
      sort,
      policy,
    }));
  }
  if (type !== "aws_iam_policy_attachment") return [];
  const policy = valueAt(resource, stage, "policy_arn");
  return identityKinds.flatMap((kind) =>
    valuesIn(resource, stage, `${kind}s`).map((identity) => ({
      kind,
      identity,
      sort: "managed" as const,
      policy,
    })),
  );
}

/** The values of a list, one by one; the list itself where it isn't known. */
export function valuesIn(
  resource: ReducedResource,
  stage: Stage,
  attribute: string,
): readonly Value[] {
  const value = valueAt(resource, stage, attribute);
  if (value.state !== "known") return value.state === "absent" ? [] : [value];
  return isJsonArray(value.value)
    ? value.value.map((_, index) => valueAt(resource, stage, attribute, index))
    : [];
}
