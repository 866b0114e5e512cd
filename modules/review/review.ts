import type { Severity } from "./severity";

/**
 * What a plan does to access, for a person who must approve it. All text is raw: a report escapes it where
 * it is written.
 */
export interface Review {
  /** Each plan that was asked for, in the order of stacks. */
  readonly plans: readonly ReviewedPlan[];
  /** One for each service account and each role that no service account has, most severe first. */
  readonly changes: readonly AccessChange[];
  /** Risks that belong to no one row, such as a deleted OIDC provider. */
  readonly flags: readonly Flag[];
  /** Why a part can't be reviewed; a report begins with these. */
  readonly notReviewable: readonly NotReviewable[];
  /** What a person must do after the apply. */
  readonly restarts: readonly Restart[];
}

export type PlanStatus = "reviewed" | "errored" | "missing" | "unreadable";

/** A plan as a whole: whether it could be reviewed, and how much it does. */
export interface ReviewedPlan {
  /** The stack's name, as in `prod-us`. */
  readonly stack: string;
  readonly status: PlanStatus;
  /** Terraform's own words, or what is wrong with the file. */
  readonly messages: readonly string[];
  /** Resources that the plan touches, whether they are about identity or not. */
  readonly counts: Readonly<
    Record<
      "create" | "update" | "delete" | "replace" | "import" | "move",
      number
    >
  >;
  /** Changes of resources that have nothing to do with identity, by type. */
  readonly others: Readonly<Record<string, number>>;
  /** What `{account}`, `{cluster}`, `{issuer}` and `{region}` in changes of several stacks stand for on this one. */
  readonly names: Readonly<
    Partial<Record<"account" | "cluster" | "issuer" | "region", string>>
  >;
}

/** How much of a row the plan lets a reader know. */
export type Knowledge = "known" | "partly known" | "opaque" | "not reviewable";

export type AccessChangeKind = "gains" | "loses" | "changes" | "replaced";

/**
 * The same change of the same service account on one or more clusters. Where stacks are folded into one row,
 * text that differs only by the name of the stack, its account, cluster, issuer or region has
 * `{stack}`, `{account}`, `{cluster}`, `{issuer}`, `{region}` in their place; a plan's `names` say what these are. Effects and actions are the same on each.
 */
export interface AccessChange {
  readonly kind: AccessChangeKind;
  /** The stacks on which it happens so. */
  readonly stacks: readonly string[];
  /** The reviewed stacks that have the same service account or role, and neither this change nor what it leads to. */
  readonly differsOn: readonly string[];
  /** Absent where a role changes that no service account of the plan has, a user, a group or a policy. */
  readonly subject?: Subject;
  readonly before?: Access;
  readonly after?: Access;
  /** Statements that the service account gains, without those that it has already by another one. */
  readonly added: readonly Grant[];
  readonly removed: readonly Grant[];
  /** What else differs, sorted; none but where the kind is `changes`. */
  readonly changedParts: readonly ChangedPart[];
  readonly knowledge: Knowledge;
  /** What is not known, an expression or a policy's ARN each. */
  readonly unknown: readonly string[];
  readonly flags: readonly Flag[];
  /** The raw documents, for those who want to read them: `address` -> text. */
  readonly documents: readonly RawDocument[];
}

/** A part of an access that isn't what it may do. */
export type ChangedPart =
  /** The cluster of an association, or how many associations there are. */
  | "association"
  /** The issuer of the tokens that get in, or how many there are. */
  | "issuer"
  /** Policies on the role whose text the plan doesn't have. */
  | "managed policies"
  /** Whether it is IRSA or EKS Pod Identity. */
  | "path"
  | "permissions boundary"
  /** Which roles it has. */
  | "role"
  | "session policy"
  /** Whether the association tags sessions. */
  | "session tags"
  | "target role"
  /** Any of its statements, whomever they are about. */
  | "trust policy"
  /** Whether the plan says for certain that the trust policy lets it in. */
  | "whether it gets in";

export interface Subject {
  readonly namespace: string;
  /** A name, or a pattern with `*`. */
  readonly serviceAccount: string;
}

/** What a service account has, at one time. */
export interface Access {
  /** Absent for a role that no service account of the plan has. */
  readonly path?: "irsa" | "pod-identity" | "both";
  /** What has the access; absent for a role. A managed policy stands for itself where it is on nothing of the plan. */
  readonly kind?: "user" | "group" | "policy";
  /** ARN or name of the role, or an expression where it isn't known; several of them, comma-separated. */
  readonly role: string;
  /** Whom else the role's trust policy lets in: principals that are no service account, sorted; absent for none. */
  readonly alsoAssumedBy?: readonly string[];
  /** From the service account to the policies. */
  readonly routes: readonly Route[];
}

/** Steps in order, such as service account, association, role, policy. */
export type Route = readonly RouteStep[];

export interface RouteStep {
  readonly kind:
    | "service-account"
    | "association"
    | "trust-statement"
    | "role"
    | "user"
    | "group"
    | "policy"
    | "statement";
  readonly text: string;
  /** Terraform's address, where it is a resource of the plan. */
  readonly address?: string;
}

/** One effect, action, resource and condition of a policy. */
export interface Grant {
  readonly effect: "Allow" | "Deny";
  /** An action with its wildcards as written, or `NotAction:` and the list. */
  readonly action: string;
  readonly resource: string;
  /** Canonical JSON; absent where there is none. */
  readonly condition?: string;
  /** The policy's name, ARN or address. */
  readonly policy: string;
}

/** What a rule found: a risk that a person must look at, unless it is accepted. */
export interface Flag {
  /** Kebab-case name of the rule. */
  readonly id: string;
  readonly severity: Severity;
  /** What is so here, in one sentence. */
  readonly message: string;
  /** Why it matters. */
  readonly reason: string;
  readonly link: string;
  readonly stacks: readonly string[];
  /** Terraform's address. */
  readonly address?: string;
  /** By whoever keeps the environment: why, and until which day. */
  readonly accepted?: { readonly reason: string; readonly until?: string };
}

/** A part of a plan that a review says nothing of, so that the plan itself must be read. */
export interface NotReviewable {
  readonly stack: string;
  readonly address?: string;
  readonly message: string;
}

/** Pods that go on with what they had until they are restarted. */
export interface Restart {
  readonly stack: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly reason: string;
}

export interface RawDocument {
  readonly title: string;
  readonly before?: string;
  readonly after?: string;
}
