import { textAt, valueAt, type Role } from "../../access";
import type { PlanAccess, Row } from "../../compare";
import { wildcardMatches } from "../../../policy-document";
import {
  replaceExpressions,
  splitExpressions,
  splitReferences,
} from "./expressions";
import { mayHoldWildcard } from "./reference-values";

/** A role, user, group or managed policy. */
interface Named {
  readonly kind: Role["kind"];
  readonly arn?: string;
  readonly address?: string;
  readonly name?: string;
  /** Absent where the plan doesn't say it. */
  readonly path?: string;
  readonly account?: string;
}

/**
 * Tells whether a resource stands for one of a row's own roles, or for a managed policy or boundary that one of them
 * has, after the apply: who may change these grants themselves more. They are known by their ARN, by their name while
 * they have none, or by an expression.
 */
export function ownResources(
  { roles }: Pick<Row, "roles">,
  { resources }: Pick<PlanAccess, "resources">,
): (resource: string) => boolean {
  let own: readonly Named[] | undefined;
  const known = new Map<string, boolean>();
  return (resource) => {
    own ??= roles.flatMap(({ after }) =>
      after === undefined ? [] : namedOf(after, resources),
    );
    const found =
      known.get(resource) ?? own.some((one) => standsFor(resource, one));
    known.set(resource, found);
    return found;
  };
}

/** Tells whether a resource, or a principal of a trust policy, stands for a role itself. */
export function standsForRole(
  role: Role,
  { resources }: Pick<PlanAccess, "resources">,
): (resource: string) => boolean {
  const own = namedRole(role, resources);
  return (resource) => standsFor(resource, own);
}

function namedOf(
  role: Role,
  resources: PlanAccess["resources"],
): readonly Named[] {
  const policies = role.policies.flatMap(({ label, addresses }): Named[] => [
    // AWS's own nobody else can change.
    ...(/^arn:[^:]+:iam::aws:/.test(label)
      ? []
      : [{ kind: "policy" as const, arn: label }]),
    ...addresses.flatMap((address) =>
      resources.get(address)?.type === "aws_iam_policy"
        ? [{ kind: "policy" as const, address, ...namesAt(address, resources) }]
        : [],
    ),
  ]);
  const { boundary } = role;
  return [
    namedRole(role, resources),
    ...policies,
    ...(boundary === undefined
      ? []
      : [
          { kind: "policy" as const, arn: boundary.label },
          ...boundary.policies.map((policy) => ({
            kind: "policy" as const,
            address: policy,
            ...namesAt(policy, resources),
          })),
        ]),
  ];
}

function namedRole(
  { kind, address, arn, name, account }: Role,
  resources: PlanAccess["resources"],
): Named {
  return {
    kind,
    ...(name !== undefined && { name }),
    ...(address !== undefined && { address, ...namesAt(address, resources) }),
    ...(arn !== undefined && { arn }),
    ...(account !== undefined && { account }),
  };
}

function namesAt(
  address: string,
  resources: PlanAccess["resources"],
): Pick<Named, "arn" | "name" | "path"> {
  const resource = resources.get(address);
  if (resource === undefined) return {};
  const [arn, name, path] = ["arn", "name", "path"].map((attribute) =>
    textAt(resource, "after", attribute),
  );
  const isRoot = valueAt(resource, "after", "path").state === "absent";
  return {
    ...(arn !== undefined && { arn }),
    ...(name !== undefined && { name }),
    ...(path !== undefined ? { path } : isRoot && { path: "/" }),
  };
}

function standsFor(resource: string, own: Named): boolean {
  const { arn, address } = own;
  if (arn !== undefined && wildcardMatches(resource, arn)) return true;
  const [first] = splitExpressions(resource);
  if (first?.kind === "expression")
    return (
      address !== undefined &&
      splitReferences(first.text).includes(`${address}.arn`)
    );
  return isNamed(resource, own);
}

/**
 * Whether a pattern matches the ARN that something will have, in the account and partition that the pattern says.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
function isNamed(
  resource: string,
  { kind, arn, address, name, path, account }: Named,
): boolean {
  if (arn !== undefined || (name === undefined && address === undefined))
    return false;
  // A name that isn't known yet is one that nothing else has.
  const ownName = name ?? `\${${address}.name}`;
  const pattern = replaceExpressions(resource, (expression) => {
    if (expression === `${address}.name` || expression === `${address}.id`)
      return ownName;
    return mayHoldWildcard(expression) || /(?:^|\.)data\./.test(expression)
      ? "*"
      : "expression";
  });
  const [, partition = "", , , itsAccount = "", ...rest] = pattern.split(":");
  const itsPath = /^[a-z]+(\/(?:.*\/)?)/.exec(rest.join(":"))?.[1];
  return wildcardMatches(
    pattern,
    [
      "arn",
      /^[a-z-]+$/.test(partition) ? partition : "aws",
      "iam",
      "",
      account ?? (/^\d{12}$/.test(itsAccount) ? itsAccount : "111122223333"),
      `${kind}${path ?? itsPath ?? "/"}${ownName}`,
    ].join(":"),
  );
}
