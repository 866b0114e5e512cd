import { listOf, textOf, type ReducedResource } from "../plan";
import type { IdentityKind } from "./identity-index";
import {
  exclusiveResources,
  placementsOf,
  type PolicySort,
} from "./placements";
import { existsAt } from "./value";

/** The keys of what a resource put on identities by name before the apply and doesn't put there after it. */
export function detachedBy(resource: ReducedResource): readonly string[] {
  if (!["delete", "update", "replace"].includes(resource.action)) return [];
  const after = new Set(keysAt(resource, "after"));
  return keysAt(resource, "before").filter((key) => !after.has(key));
}

function keysAt(
  resource: ReducedResource,
  stage: "before" | "after",
): readonly string[] {
  // Those take away by what they list, and nothing where they go.
  if (exclusiveResources.has(resource.type) || !existsAt(resource, stage))
    return [];
  const { provider } = resource;
  return [
    ...placementsOf(resource, stage).flatMap(
      ({ kind, identity, sort, policy }) =>
        identity.state === "known" &&
        typeof identity.value === "string" &&
        policy.state === "known" &&
        typeof policy.value === "string"
          ? [
              placementKey(
                { kind, name: identity.value, provider },
                sort,
                policy.value,
              ),
            ]
          : [],
    ),
    ...ownKeysAt(resource, stage),
  ];
}

/** What a role's own arguments put on it, where they change. */
function ownKeysAt(
  resource: ReducedResource,
  stage: "before" | "after",
): readonly string[] {
  if (resource.type !== "aws_iam_role" || resource.action !== "update")
    return [];
  const { provider } = resource;
  const name = textOf(resource[stage], "name");
  return [
    ...listOf(resource[stage], "managed_policy_arns").map(
      (arn) => ["managed", arn] as const,
    ),
    ...listOf(resource[stage], "inline_policy").map(
      (block) => ["inline", textOf(block, "name")] as const,
    ),
  ].flatMap(([sort, nameOrArn]) =>
    typeof nameOrArn === "string"
      ? [placementKey({ kind: "role", name, provider }, sort, nameOrArn)]
      : [],
  );
}

/** The keys of what resources of a plan put on identities before the apply, by {@link placementKey}. */
export function placedBefore(
  list: readonly ReducedResource[],
): ReadonlySet<string> {
  return new Set(
    list
      .filter(({ type }) => type !== "aws_iam_role")
      .flatMap((resource) => keysAt(resource, "before")),
  );
}

/** A policy on an identity, by their names as text, and the provider, which may be of another account. */
export function placementKey(
  {
    kind,
    name,
    provider,
  }: {
    readonly kind: IdentityKind;
    readonly name?: string | undefined;
    readonly provider?: string | undefined;
  },
  sort: PolicySort,
  nameOrArn: string,
): string {
  return JSON.stringify([
    kind,
    name ?? null,
    provider ?? null,
    sort,
    nameOrArn,
  ]);
}
