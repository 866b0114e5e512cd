import {
  canonicalJson,
  isJsonArray,
  listOf,
  textOf,
  type Json,
  type ReducedResource,
} from "../plan";
import { grantsOf } from "../policy";
import { documentAt, documentOf, type Document } from "./document";
import type { Policy, Role } from "./role";
import { RoleIndex, type RoleIdentity } from "./role-index";
import {
  expressionOf,
  existsAt,
  textAt,
  valueAt,
  type Stage,
  type Value,
} from "./value";

/** The roles of a plan at one time. */
export interface Roles {
  readonly index: RoleIndex;
  /** By key; of those that the plan doesn't have, only those that it names. */
  readonly get: (identity: RoleIdentity) => Role;
  readonly keys: ReadonlySet<string>;
}

/** What is on a role, before the policies that the role's own arguments name are added. */
interface Collected {
  readonly policies: Map<string, Policy>;
  readonly unknown: Set<string>;
  readonly problems: Set<string>;
  /** Names of inline policies and ARNs of managed ones that resources of the plan put there. */
  readonly managed: Set<string>;
}

type Resources = ReadonlyMap<string, ReducedResource>;

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
    const found = collected.get(role.key) ?? {
      policies: new Map<string, Policy>(),
      unknown: new Set<string>(),
      problems: new Set<string>(),
      managed: new Set<string>(),
    };
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

/**
 * What the role's own arguments put on it. The provider also fills them with what is there by other ways, so that
 * those that the configuration doesn't set say what was there before: without what resources of the plan put
 * there, that is what was made elsewhere, and it stays unless a resource says that it goes.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
 */
function addOwnPolicies(
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
interface Others {
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

function findOthers(list: readonly ReducedResource[], stage: Stage): Others {
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

interface FoundPolicy {
  readonly policy: Policy;
  readonly arn?: string;
  readonly unknown: readonly string[];
}

/** Finds the managed policies of a plan at one time. */
class PolicyIndex {
  private readonly byArn = new Map<string, ReducedResource>();
  private readonly withoutArn = new Map<string, ReducedResource>();

  constructor(
    list: readonly ReducedResource[],
    private readonly stage: Stage,
    private readonly resources: Resources,
  ) {
    for (const resource of list) {
      if (resource.type !== "aws_iam_policy" || !existsAt(resource, stage))
        continue;
      const arn = textAt(resource, stage, "arn");
      const name = textAt(resource, stage, "name");
      const path = textAt(resource, stage, "path") ?? "/";
      if (arn !== undefined) this.byArn.set(arn, resource);
      else if (name !== undefined)
        this.withoutArn.set(`policy${path}${name}`, resource);
    }
  }

  find(value: Value): readonly FoundPolicy[] {
    if (value.state === "known" && typeof value.value === "string")
      return [this.findArn(value.value)];
    if (value.state === "unknown") {
      const label = expressionOf(value.unknown);
      const found = value.unknown.from.flatMap(({ address }) => {
        const resource = this.resources.get(address);
        return resource?.type === "aws_iam_policy" &&
          existsAt(resource, this.stage)
          ? [resource]
          : [];
      });
      if (found.length > 0)
        return found.map((resource) => ({
          policy: this.policyOf(resource, resource.address),
          unknown: [label],
        }));
      return [
        {
          policy: makePolicy(label, [], {
            state: "not reviewable",
            why: `which policy it is isn't known: ${label}`,
          }),
          unknown: [label],
        },
      ];
    }
    if (value.state === "sensitive")
      return [
        {
          policy: makePolicy("(sensitive)", [], {
            state: "not reviewable",
            why: "Terraform marks the policy's ARN as sensitive",
          }),
          unknown: [],
        },
      ];
    return [];
  }

  private findArn(arn: string): FoundPolicy {
    const resource =
      this.byArn.get(arn) ??
      this.withoutArn.get(arn.slice(arn.indexOf(":policy/") + 1));
    return {
      arn,
      unknown: [],
      policy: resource
        ? this.policyOf(resource, arn)
        : makePolicy(arn, [], { state: "elsewhere" }),
    };
  }

  private policyOf(resource: ReducedResource, label: string): Policy {
    return makePolicy(
      textAt(resource, this.stage, "arn") ??
        textAt(resource, this.stage, "name") ??
        label,
      [resource.address],
      documentAt(resource, this.stage, "policy", this.resources),
    );
  }
}

function makePolicy(
  label: string,
  addresses: readonly string[],
  document: Document,
): Policy {
  if (document.state !== "known" && document.state !== "recovered")
    return { label, addresses, document, grants: [] };
  const grants = grantsOf(document.json, label);
  return grants === undefined
    ? {
        label,
        addresses,
        grants: [],
        document: {
          state: "not reviewable",
          why: "it has a statement that isn't as IAM writes it, an action that isn't known yet, or more grants than can be read",
        },
      }
    : { label, addresses, document, grants };
}

function addPolicy(target: Collected, policy: Policy, by: string): void {
  // Not by label alone: a policy must never hide another one that is called the same.
  const key =
    policy.addresses.length === 0 && !policy.label.startsWith("arn:")
      ? `${policy.label}\n${by}`
      : [policy.label, ...policy.addresses].join("\n");
  const known = target.policies.get(key);
  target.policies.set(key, {
    ...(known ?? policy),
    addresses: [
      ...new Set([...(known?.addresses ?? []), ...policy.addresses, by]),
    ].sort(),
  });
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

/** A value as text to show: an expression where it isn't known. */
export function labelOf(value: Value): string | undefined {
  switch (value.state) {
    case "absent":
      return undefined;
    case "sensitive":
      return "(sensitive)";
    case "unknown":
      return expressionOf(value.unknown);
    case "known":
      if (value.value === "") return undefined;
      return typeof value.value === "string"
        ? value.value
        : JSON.stringify(value.value);
  }
}
