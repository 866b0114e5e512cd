import { isDeepStrictEqual } from "node:util";
import type { ReducedResource } from "../plan";
import { isTrustPolicy } from "../policy";
import { accountOfArn } from "./account-of-arn";
import { accountsOf, mayBeOne } from "./accounts";
import { boundaryAt } from "./boundary";
import {
  addPolicy,
  nothingCollected,
  type Collected,
} from "./collected-policies";
import { detachPolicies } from "./detached-policies";
import { documentAt, jsonOfDocument, type Document } from "./document";
import {
  identityKinds,
  IdentityIndex,
  isUnknown,
  namesOfSeveral,
  type IdentityKind,
  type Identity,
} from "./identity-index";
import { addOwnPolicies } from "./own-policies";
import { placedBefore } from "./placement-keys";
import { exclusiveResources, placementsOf, type Placement } from "./placements";
import {
  makePolicy,
  PolicyIndex,
  type FoundPolicy,
  type ManagedPolicy,
} from "./policy-index";
import type { Role } from "./role";
import { existsAt, textAt, type Stage } from "./value";

type Resources = ReadonlyMap<string, ReducedResource>;

/** The roles of a plan at one time, and users, groups and managed policies, which are read like them. */
export interface Roles {
  readonly index: IdentityIndex;
  /** A role that the index has found; of one that the plan doesn't have, what the plan says of it. */
  readonly get: (identity: Identity) => Role;
  readonly all: () => readonly Role[];
}

/**
 * Puts together the roles of a plan at one time: trust policy, boundary, and policies by every way that Terraform
 * has to put them on a role. Users and groups the same, and each managed policy of the plan by itself.
 */
export function collectRoles(resources: Resources, stage: Stage): Roles {
  const list = [...resources.values()];
  const accounts = accountsOf(list);
  const several = namesOfSeveral(list);
  const indexOf = (kind: IdentityKind): IdentityIndex =>
    new IdentityIndex(list, stage, kind, accounts, several);
  const indexes = {
    role: indexOf("role"),
    user: indexOf("user"),
    group: indexOf("group"),
  };
  const policies = new PolicyIndex(resources, stage);
  const collected = new Map<string, Collected>();
  const unresolved = new Map<string, Unresolved>();
  const at = ({ key }: Identity): Collected => {
    const found = collected.get(key) ?? nothingCollected();
    collected.set(key, found);
    return found;
  };
  const put = (
    resource: ReducedResource,
    placement: Placement,
    { policy, arn, unknown }: FoundPolicy,
  ): void => {
    const match = indexes[placement.kind].find(
      placement.identity,
      resource.provider,
    );
    for (const one of match.identities) {
      const { provider } = resource;
      if (placement.identity.state === "unknown" && isUnknown(one))
        unresolved.set(`${one.key}\n${provider}`, { identity: one, provider });
      const target = at(one);
      addPolicy(target, policy, placement.sort, {
        address: resource.address,
        ...(arn !== undefined && { nameOrArn: arn }),
        isMade: isMade(resource, stage, placement),
      });
      if (arn !== undefined) target.managed.add(arn);
      for (const text of [...match.unknown, ...unknown])
        target.unknown.add(text);
    }
  };
  // What the configuration says of a single attachment is shown rather than that it is in a list.
  for (const resource of [...list].sort(
    (left, right) =>
      Number(exclusiveResources.has(left.type)) -
      Number(exclusiveResources.has(right.type)),
  )) {
    if (!existsAt(resource, stage)) continue;
    for (const placement of placementsOf(resource, stage))
      for (const found of placement.sort === "inline"
        ? [inlinePolicy(resource, stage, resources)]
        : policies.find(placement.policy, resource.provider))
        put(resource, placement, found);
  }
  const placed = placedBefore(list);
  for (const identity of indexes.role.all())
    if (identity.resource)
      addOwnPolicies(
        identity.resource,
        stage,
        at(identity),
        policies,
        resources,
        placed,
      );
  for (const kind of identityKinds)
    for (const identity of indexes[kind].all())
      for (const text of whetherItIs(identity, unresolved.values()))
        at(identity).unknown.add(text);
  if (stage === "after") detachPolicies({ list, indexes, policies, at });
  return finish(
    indexes,
    [...policies.all()].map((policy) => policyAlone(policy)),
    (identity) =>
      makeRole(identity, collected.get(identity.key), resources, stage),
  );
}

/** An identity that can't be told, and the provider of a resource that puts a policy on it. */
interface Unresolved {
  readonly identity: Identity;
  readonly provider: string | undefined;
}

/**
 * Which identities that can't be told may be this one. A name or an ARN that isn't known yet is, as far as a plan says,
 * one of an identity that is made now: those of the others are known.
 */
function whetherItIs(
  { kind, resource, arn, provider }: Identity,
  unresolved: Iterable<Unresolved>,
): readonly string[] {
  if (resource === undefined || arn !== undefined) return [];
  const labels = new Set(
    [...unresolved]
      .filter(
        (one) => one.identity.kind === kind && mayBeOne(one.provider, provider),
      )
      .map(({ identity }) => identity.label),
  );
  return labels.size > mostUnresolved
    ? [`whether it is one of ${labels.size} ${kind}s that can't be told`]
    : [...labels].map((label) => `whether it is the ${kind} ${label}`);
}

/** Identities that can't be told that each new one's unknowns list: a plan may have thousands. */
const mostUnresolved = 10;

/** Whether an apply puts on an identity what a resource says, where it may have been there before. */
function isMade(
  resource: ReducedResource,
  stage: Stage,
  { kind, identity, policy }: Placement,
): boolean {
  if (stage === "before") return false;
  // Of an update of several attachments those that were there aren't made again.
  return resource.action === "update" &&
    resource.type === "aws_iam_policy_attachment"
    ? !placementsOf(resource, "before").some((one) =>
        isDeepStrictEqual(
          [one.kind, one.identity, one.policy],
          [kind, identity, policy],
        ),
      )
    : ["create", "update", "replace"].includes(resource.action);
}

function inlinePolicy(
  resource: ReducedResource,
  stage: Stage,
  resources: Resources,
): FoundPolicy {
  const name = textAt(resource, stage, "name");
  const document = documentAt(resource, stage, "policy", resources);
  return {
    policy: makePolicy(name ?? resource.address, [], document),
    unknown: [],
    ...(name !== undefined && { arn: name }),
  };
}

function finish(
  indexes: Readonly<Record<IdentityKind, IdentityIndex>>,
  policies: readonly Role[],
  make: (identity: Identity) => Role,
): Roles {
  const made = new Map<string, Role>();
  const get = (identity: Identity): Role => {
    const role = made.get(identity.key) ?? make(identity);
    made.set(identity.key, role);
    return role;
  };
  return {
    index: indexes.role,
    get,
    all: () => [
      ...identityKinds.flatMap((kind) => indexes[kind].all().map(get)),
      ...policies,
    ],
  };
}

/** A managed policy by itself: it may be on identities that the plan doesn't have, or be a boundary. */
function policyAlone(policy: ManagedPolicy): Role {
  const { resource, ...found } = policy;
  const { document } = found.policy;
  const account = accountOfArn(found.arn) ?? resource.account;
  return {
    kind: "policy",
    key: resource.address,
    label: found.policy.label,
    address: resource.address,
    ...(found.arn !== undefined && { arn: found.arn }),
    ...(account !== undefined && { account }),
    ...(resource.provider !== undefined && { provider: resource.provider }),
    trust: { state: "absent" },
    policies: [found.policy],
    unknown: document.state === "recovered" ? document.unknown : [],
    problems: document.state === "not reviewable" ? [document.why] : [],
  };
}

function makeRole(
  identity: Identity,
  collected: Collected | undefined,
  resources: Resources,
  stage: Stage,
): Role {
  const { resource } = identity;
  const trust = trustOf(identity, resources, stage);
  const policies = [...(collected?.policies.values() ?? [])]
    .map(({ policy }) => policy)
    .sort((left, right) => (left.label < right.label ? -1 : 1));
  const boundary = resource
    ? boundaryAt(resource, stage, resources)
    : undefined;
  const account = accountOfArn(identity.arn) ?? resource?.account;
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
    kind: identity.kind,
    key: identity.key,
    label: identity.label,
    ...(resource && { address: resource.address }),
    ...(identity.arn !== undefined && { arn: identity.arn }),
    ...(identity.name !== undefined && { name: identity.name }),
    ...(account !== undefined && { account }),
    ...(identity.provider !== undefined && { provider: identity.provider }),
    trust,
    ...(boundary !== undefined && { boundary }),
    policies,
    unknown: [...new Set([...unknown, ...(collected?.unknown ?? [])])].sort(),
    problems: [
      ...new Set([
        ...problems,
        ...(collected?.problems ?? []),
        ...(isUnknown(identity)
          ? [`which ${identity.kind} it is isn't known: ${identity.label}`]
          : []),
      ]),
    ].sort(),
  };
}

/** The trust policy; nobody can assume a user or a group. */
function trustOf(
  { kind, resource }: Identity,
  resources: Resources,
  stage: Stage,
): Document {
  if (resource === undefined) return { state: "elsewhere" };
  if (kind !== "role") return { state: "absent" };
  const trust = documentAt(resource, stage, "assume_role_policy", resources);
  const json = jsonOfDocument(trust);
  return json !== undefined && !isTrustPolicy(json)
    ? {
        state: "not reviewable",
        why: "it has a statement that isn't as IAM writes it",
      }
    : trust;
}
