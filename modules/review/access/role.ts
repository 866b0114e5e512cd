import type { Grant } from "../review";
import { isSameBoundary, type Boundary } from "./boundary";
import type { Document } from "./document";
import type { IdentityKind } from "./identity-index";

/**
 * A role at one time, with what it may do; or a user, a group or a managed policy of the plan, which is read like one
 * that nobody can assume.
 */
export interface Role {
  readonly kind: IdentityKind | "policy";
  /** The same for one role before and after: its address, or what it is called where it isn't in the plan. */
  readonly key: string;
  /** Terraform's address, where it is a resource of the plan. */
  readonly address?: string;
  /** Its ARN, else its name, else its address. */
  readonly label: string;
  readonly arn?: string;
  readonly name?: string;
  /** By its ARN, else the only one that its provider accepts. */
  readonly account?: string;
  /** Of its resource, else of what names it; absent where all of the plan's are of one account. */
  readonly provider?: string;
  readonly trust: Document;
  /** Its permissions boundary. */
  readonly boundary?: Boundary;
  /** Sorted by label. */
  readonly policies: readonly Policy[];
  /** What isn't known of it. */
  readonly unknown: readonly string[];
  /** Why its access can't be reviewed; none where it can. */
  readonly problems: readonly string[];
}

/** A policy of a role. */
export interface Policy {
  /** Its ARN or name, or an expression. */
  readonly label: string;
  /** Addresses of the policy and of what puts it on the role. */
  readonly addresses: readonly string[];
  readonly document: Document;
  readonly grants: readonly Grant[];
}

/** The grants of all of a role's policies. */
export function grantsOfRole(role: Role): readonly Grant[] {
  return role.policies.flatMap(({ grants }) => grants);
}

/** The policies of a role whose text the plan doesn't have. */
export function opaquePolicies(role: Role): readonly string[] {
  return role.policies
    .filter(({ document }) => document.state === "elsewhere")
    .map(({ label }) => label);
}

/**
 * Whether who is a role gets nothing new by another one that may do the same: both are in one account as far as the
 * plan says, and what the first one may do isn't held back by a Deny, nor by a boundary that the other one lacks.
 */
export function standsFor(role: Role, other: Role): boolean {
  return (
    isOfOneAccount(role, other) &&
    (role.boundary === undefined ||
      isSameBoundary(role.boundary, other.boundary)) &&
    grantsOfRole(role).every(({ effect }) => effect === "Allow")
  );
}

/** Whether two roles are of one account: by their accounts where both are known, else by their providers. */
export function isOfOneAccount(role: Role, other: Role): boolean {
  return role.account === undefined || other.account === undefined
    ? role.provider === other.provider
    : role.account === other.account;
}

/** Whether a policy is a boundary, by its ARN or by what the boundary is made from. */
export function isBoundaryOf(
  { arn, address }: Role,
  boundary: Boundary | undefined,
): boolean {
  return (
    boundary !== undefined &&
    (boundary.label === arn ||
      (address !== undefined && boundary.policies.includes(address)))
  );
}
