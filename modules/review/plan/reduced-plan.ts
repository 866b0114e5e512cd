import type { ReviewedPlan } from "../review";
import type { JsonObject } from "./json";

/**
 * What a review keeps of a plan: its resources that are about identity, with the attributes that say who gets
 * which access, and nothing else. It holds no value that Terraform marks as sensitive, so that it may be kept
 * where the plan may not. A plan of the same change, made again, reduces to the same.
 */
export interface ReducedPlan {
  /** Version of this form. */
  readonly reduced: 1;
  /** The stack's name, as in `prod-us`. */
  readonly stack: string;
  /** Whether Terraform stopped before the plan was whole. */
  readonly errored: boolean;
  /** Terraform's own words on failed checks. */
  readonly messages: readonly string[];
  /** What else keeps the plan from being reviewed as a whole. */
  readonly problems: readonly PlanProblem[];
  readonly counts: ReviewedPlan["counts"];
  readonly others: ReviewedPlan["others"];
  /** Sorted by address. */
  readonly resources: readonly ReducedResource[];
}

/** What a plan leaves open, so that it can't be reviewed as a whole. */
export interface PlanProblem {
  readonly address?: string;
  readonly message: string;
}

/** A plan that can't be reduced. */
export interface UnreadablePlan {
  readonly stack: string;
  readonly status: "unreadable" | "missing";
  readonly message: string;
}

/** What reading a stack's plan gives. */
export type PlanReading = ReducedPlan | UnreadablePlan;

/** Whether there is a plan that can be reviewed; it may be errored. */
export function isReduced(plan: PlanReading): plan is ReducedPlan {
  return "reduced" in plan;
}

/**
 * What a plan does with a resource; `replace` in whichever order it is done.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export type ResourceAction =
  "no-op" | "create" | "update" | "delete" | "replace" | "read" | "forget";

/** One resource that is about identity. */
export interface ReducedResource {
  readonly address: string;
  readonly type: string;
  readonly action: ResourceAction;
  /** The address before a move. */
  readonly movedFrom?: string;
  readonly imported?: true;
  /** Of a replacement: whether the old one isn't deleted, but left out of the state. */
  readonly forgetsOld?: true;
  /** The provider's region, where the configuration says it in plain text. */
  readonly region?: string;
  /** The only account that the provider accepts, where the configuration says one in plain text. */
  readonly account?: string;
  /**
   * The resource's configuration of the AWS provider, the same text for those of one account; absent where all of the
   * plan's are of one.
   */
  readonly provider?: string;
  /** Types of the provisioners that may run with the change, such as `local-exec`. */
  readonly provisioners?: readonly string[];
  /** Kept attributes as they are; absent where the resource doesn't exist yet. */
  readonly before?: JsonObject;
  /** Kept attributes as planned; absent where the resource goes. What isn't known yet is left out or null. */
  readonly after?: JsonObject;
  /** Kept attributes that the configuration sets, sorted; nothing is known of those of a resource that goes. */
  readonly configured: readonly string[];
  /** What of `after` is known after apply only. */
  readonly unknown: readonly UnknownValue[];
  /** What of `before` and `after` Terraform marks as sensitive; it is null there. */
  readonly sensitive: {
    readonly before: readonly ValuePath[];
    readonly after: readonly ValuePath[];
  };
}

/** Keys and positions, from the resource inwards. */
export type ValuePath = readonly (string | number)[];

/** A value that is known after apply, and what the configuration says of it. */
export interface UnknownValue {
  readonly path: ValuePath;
  /** Attributes of resources of this plan that it is made from, as `address.attribute`. */
  readonly from: readonly ResourceReference[];
  /** What it is made from, in the configuration's words. */
  readonly expressions: readonly string[];
  /** Whether it is made from something else too, which isn't known either. */
  readonly unresolved?: true;
  /** The expression itself, where the configuration holds it: JSON configurations only. */
  readonly text?: string;
}

/** An attribute of a resource, or the resource as a whole. */
export interface ResourceReference {
  /** The address of a resource among the plan's. */
  readonly address: string;
  /** Such as `arn`; empty for the resource as a whole. */
  readonly attribute: string;
}
