import {
  canonicalJson,
  listOf,
  textOf,
  type Json,
  type ReducedResource,
} from "../plan";
import { addPolicy, type Collected } from "./collected-policies";
import { documentOf } from "./document";
import { makePolicy, type FoundPolicy, type PolicyIndex } from "./policy-index";
import { existsAt, textAt, valueAt, type Stage } from "./value";

type Resources = ReadonlyMap<string, ReducedResource>;

/**
 * What the role's own arguments put on it. The provider also fills them with what is there by other ways, so that
 * those that the configuration doesn't set say what was there before: without what resources of the plan put
 * there, that is what was made elsewhere, and it stays unless a resource says that it goes.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
 */
export function addOwnPolicies(
  role: ReducedResource,
  stage: Stage,
  target: Collected,
  policies: PolicyIndex,
  resources: Resources,
  others: Others,
): void {
  const name = textAt(role, stage, "name");
  const left =
    others.exclusive.get(name ?? "") ?? others.exclusive.get(role.address);
  for (const [attribute, kept] of [
    ["managed_policy_arns", left?.arns],
    ["inline_policy", left?.names],
  ] as const) {
    const isSet =
      role.configured.includes(attribute) || isChanged(role, attribute);
    const from = stage === "before" || !isSet ? "before" : "after";
    const value = valueAt(role, from, attribute);
    if (value.state === "unknown" && attribute === "managed_policy_arns") {
      for (const { policy, unknown } of policies.find(value)) {
        addPolicy(target, policy, role.address);
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
          : policies.find(valueAt(role, from, attribute, index));
      for (const { policy, arn, unknown } of found) {
        if (!isSet && arn !== undefined) {
          // Resources of the plan say whether theirs stay.
          if (
            target.managed.has(arn) ||
            others.managedBefore.has(
              managedKey(textAt(role, "before", "name"), arn),
            )
          )
            continue;
          if (stage === "after" && kept && !kept.includes(arn)) continue;
        }
        addPolicy(target, policy, role.address);
        for (const text of unknown) target.unknown.add(text);
      }
    }
  }
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

/** What other resources of a plan say of what is on a role. */
export interface Others {
  /** Policies, by inline name or ARN, that resources of the plan put on roles before the apply. */
  readonly managedBefore: ReadonlySet<string>;
  /**
   * What the resources that take away everything else leave on a role, by its name or address; undefined where
   * there is none, and where it isn't known.
   */
  readonly exclusive: ReadonlyMap<
    string,
    {
      readonly names?: readonly string[];
      readonly arns?: readonly string[];
    }
  >;
}

export function findOthers(
  list: readonly ReducedResource[],
  stage: Stage,
): Others {
  const managedBefore = new Set<string>();
  const exclusive = new Map<
    string,
    { names?: readonly string[]; arns?: readonly string[] }
  >();
  for (const resource of list) {
    const attribute = {
      aws_iam_role_policy: "name",
      aws_iam_role_policy_attachment: "policy_arn",
    }[resource.type];
    const nameOrArn =
      attribute === undefined
        ? undefined
        : textAt(resource, "before", attribute);
    if (nameOrArn !== undefined)
      managedBefore.add(
        managedKey(textAt(resource, "before", "role"), nameOrArn),
      );
    const names = resource.type === "aws_iam_role_policies_exclusive";
    if (
      (!names &&
        resource.type !== "aws_iam_role_policy_attachments_exclusive") ||
      !existsAt(resource, stage)
    )
      continue;
    const role = valueAt(resource, stage, "role_name");
    const key =
      role.state === "unknown"
        ? role.unknown.from[0]?.address
        : textAt(resource, stage, "role_name");
    const left = valueAt(
      resource,
      stage,
      names ? "policy_names" : "policy_arns",
    );
    if (key === undefined || left.state !== "known") continue;
    const values = listOf(left.value).filter((one) => typeof one === "string");
    exclusive.set(key, {
      ...exclusive.get(key),
      ...(names ? { names: values } : { arns: values }),
    });
  }
  return { managedBefore, exclusive };
}

function managedKey(role: string | undefined, nameOrArn: string): string {
  return `${role ?? ""}\n${nameOrArn}`;
}
