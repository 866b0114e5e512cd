import {
  canonicalJson,
  listOf,
  textOf,
  type Json,
  type ReducedResource,
} from "../plan";
import { addPolicy, type Collected } from "./collected-policies";
import { documentOf } from "./document";
import { placementKey } from "./placement-keys";
import { makePolicy, type FoundPolicy, type PolicyIndex } from "./policy-index";
import { textAt, valueAt, type Stage } from "./value";

type Resources = ReadonlyMap<string, ReducedResource>;

/**
 * What the role's own arguments put on it. The provider also fills them with what is there by other ways, so that
 * those that the configuration doesn't set say what was there before: without what resources of the plan put
 * there, that is what was made elsewhere.
 *
 * @param placed what resources of the plan put there before the apply
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
 */
export function addOwnPolicies(
  role: ReducedResource,
  stage: Stage,
  target: Collected,
  policies: PolicyIndex,
  resources: Resources,
  placed: ReadonlySet<string>,
): void {
  const { provider } = role;
  const name = textAt(role, "before", "name");
  const identity = { kind: "role" as const, name, provider };
  for (const [attribute, sort] of [
    ["managed_policy_arns", "managed"],
    ["inline_policy", "inline"],
  ] as const) {
    const isSet =
      role.configured.includes(attribute) || isChanged(role, attribute);
    const from = stage === "before" || !isSet ? "before" : "after";
    const value = valueAt(role, from, attribute);
    const had = isMadeNow(role)
      ? []
      : listOf(role.before, attribute).map((one) => canonicalJson(one));
    if (value.state === "unknown" && attribute === "managed_policy_arns") {
      for (const { policy, unknown } of policies.find(value, role.provider)) {
        addPolicy(target, policy, sort, {
          address: role.address,
          isMade: true,
        });
        for (const text of unknown) target.unknown.add(text);
      }
      continue;
    }
    if (value.state === "unknown" || value.state === "sensitive")
      target.problems.add(`${attribute} isn't known`);
    if (value.state !== "known") continue;
    for (const [index, item] of listOf(value.value).entries()) {
      const found =
        attribute === "inline_policy"
          ? ownInline(role, from, index, item, resources)
          : policies.find(valueAt(role, from, attribute, index), role.provider);
      for (const { policy, arn, unknown } of found) {
        // Resources of the plan say whether theirs stay.
        if (
          !isSet &&
          arn !== undefined &&
          (target.managed.has(arn) ||
            (stage === "after" &&
              placed.has(placementKey(identity, sort, arn))))
        )
          continue;
        addPolicy(target, policy, sort, {
          address: role.address,
          ...(arn !== undefined && { nameOrArn: arn }),
          isMade: !had.includes(canonicalJson(item)),
        });
        for (const text of unknown) target.unknown.add(text);
      }
    }
  }
}

function isMadeNow({ action }: ReducedResource): boolean {
  return action === "create" || action === "replace";
}

/**
 * Whether a plan gives an attribute another value. Of blocks that are `dynamic` the configuration in a plan doesn't
 * say that they are there; an attribute that it doesn't set keeps its value, and is known after apply only where the
 * resource is made.
 */
function isChanged(role: ReducedResource, attribute: string): boolean {
  const before = valueAt(role, "before", attribute);
  const after = valueAt(role, "after", attribute);
  switch (after.state) {
    case "known":
      return (
        canonicalJson(after.value) !==
        (before.state === "known" ? canonicalJson(before.value) : "[]")
      );
    case "unknown":
      return role.action === "update";
    default:
      return after.state !== before.state;
  }
}

function ownInline(
  role: ReducedResource,
  stage: Stage,
  index: number,
  item: Json,
  resources: Resources,
): readonly FoundPolicy[] {
  const name = textOf(item, "name");
  const document = documentOf(
    valueAt(role, stage, "inline_policy", index, "policy"),
    resources,
  );
  // The provider writes an empty block where there is none.
  if (name === undefined && document.state === "absent") return [];
  const label = name ?? `${role.address}.inline_policy[${index}]`;
  return [
    {
      policy: makePolicy(label, [], document),
      unknown: [],
      ...(name !== undefined && { arn: name }),
    },
  ];
}
