import { isJsonArray, type ReducedResource } from "../plan";
import {
  addPolicy,
  nothingCollected,
  type Collected,
} from "./collected-policies";
import { documentAt, type Document } from "./document";
import { addOwnPolicies, findOthers } from "./own-policies";
import { makePolicy, PolicyIndex } from "./policy-index";
import type { Policy, Role } from "./role";
import { RoleIndex, type RoleIdentity } from "./role-index";
import {
  existsAt,
  labelOf,
  textAt,
  valueAt,
  type Stage,
  type Value,
} from "./value";

type Resources = ReadonlyMap<string, ReducedResource>;

/** The roles of a plan at one time. */
export interface Roles {
  readonly index: RoleIndex;
  /** By key; of those that the plan doesn't have, only those that it names. */
  readonly get: (identity: RoleIdentity) => Role;
  readonly keys: ReadonlySet<string>;
}

/**
 * Puts together the roles of a plan at one time: trust policy, boundary, and policies by every way that Terraform
 * has to put them on a role.
 */
export function collectRoles(resources: Resources, stage: Stage): Roles {
  const list = [...resources.values()];
  const index = new RoleIndex(list, stage);
  const policies = new PolicyIndex(list, stage, resources);
  const collected = new Map<string, Collected>();
  const at = (role: RoleIdentity): Collected => {
    const found = collected.get(role.key) ?? nothingCollected();
    collected.set(role.key, found);
    return found;
  };
  const put = (
    resource: ReducedResource,
    role: Value,
    policy: Policy,
    managedName: string | undefined,
    unknown: readonly string[],
  ): void => {
    const match = index.find(role);
    for (const one of match.roles) {
      const target = at(one);
      addPolicy(target, policy, resource.address);
      if (managedName !== undefined) target.managed.add(managedName);
      for (const text of [...match.unknown, ...unknown])
        target.unknown.add(text);
    }
  };
  for (const resource of list) {
    if (!existsAt(resource, stage)) continue;
    switch (resource.type) {
      case "aws_iam_role_policy": {
        const name = textAt(resource, stage, "name");
        const document = documentAt(resource, stage, "policy", resources);
        put(
          resource,
          valueAt(resource, stage, "role"),
          makePolicy(name ?? resource.address, [], document),
          name,
          [],
        );
        break;
      }
      case "aws_iam_role_policy_attachment":
        for (const { policy, arn, unknown } of policies.find(
          valueAt(resource, stage, "policy_arn"),
        ))
          put(resource, valueAt(resource, stage, "role"), policy, arn, unknown);
        break;
      case "aws_iam_policy_attachment":
        for (const role of valuesIn(resource, stage, "roles"))
          for (const { policy, arn, unknown } of policies.find(
            valueAt(resource, stage, "policy_arn"),
          ))
            put(resource, role, policy, arn, unknown);
        break;
    }
  }
  const others = findOthers(list, stage);
  for (const identity of index.all())
    if (identity.resource)
      addOwnPolicies(
        identity.resource,
        stage,
        at(identity),
        policies,
        resources,
        others,
      );
  return finish(index, collected, resources, stage);
}

function finish(
  index: RoleIndex,
  collected: ReadonlyMap<string, Collected>,
  resources: Resources,
  stage: Stage,
): Roles {
  const made = new Map<string, Role>();
  const get = (identity: RoleIdentity): Role => {
    const known = made.get(identity.key);
    if (known) return known;
    const role = makeRole(
      identity,
      collected.get(identity.key),
      resources,
      stage,
    );
    made.set(identity.key, role);
    return role;
  };
  const all = index.all();
  for (const identity of all) get(identity);
  return { index, get, keys: new Set(all.map(({ key }) => key)) };
}

function makeRole(
  identity: RoleIdentity,
  collected: Collected | undefined,
  resources: Resources,
  stage: Stage,
): Role {
  const { resource } = identity;
  const trust: Document = resource
    ? documentAt(resource, stage, "assume_role_policy", resources)
    : { state: "elsewhere" };
  const policies = [...(collected?.policies.values() ?? [])].sort(
    (left, right) => (left.label < right.label ? -1 : 1),
  );
  const boundary = resource
    ? labelOf(valueAt(resource, stage, "permissions_boundary"))
    : undefined;
  const documents = [
    { name: "trust policy", document: trust },
    ...policies.map(({ label, document }) => ({ name: label, document })),
  ];
  const problems = documents.flatMap(({ name, document }) =>
    document.state === "not reviewable" ? [`${name}: ${document.why}`] : [],
  );
  const unknown = documents.flatMap(({ document }) =>
    document.state === "recovered" ? document.unknown : [],
  );
  return {
    key: identity.key,
    label: identity.label,
    ...(resource && { address: resource.address }),
    ...(identity.arn !== undefined && { arn: identity.arn }),
    ...(identity.name !== undefined && { name: identity.name }),
    trust,
    ...(boundary !== undefined && { boundary }),
    policies,
    unknown: [...new Set([...unknown, ...(collected?.unknown ?? [])])].sort(),
    problems: [
      ...new Set([
        ...problems,
        ...(collected?.problems ?? []),
        ...(identity.key.startsWith("unknown ")
          ? [`which role it is isn't known: ${identity.label}`]
          : []),
      ]),
    ].sort(),
  };
}

/** The values of a list, one by one; the list itself where it isn't known. */
function valuesIn(
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
