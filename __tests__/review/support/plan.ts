import { readPlan, reviewPlans, type Review } from "../../../modules/review";

type Fields = Readonly<Record<string, unknown>>;

export const account = "111122223333";
export const host =
  "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";
export const providerArn = `arn:aws:iam::${account}:oidc-provider/${host}`;

/** One resource of a plan, as far as a test says it. */
export interface PlannedResource {
  /** Such as `aws_iam_role.echo`. */
  readonly address: string;
  /** Absent: it doesn't exist then. */
  readonly before?: Fields;
  readonly after?: Fields;
  readonly unknown?: Fields;
  readonly sensitive?: Fields;
  /** What the configuration says of its arguments. */
  readonly expressions?: Fields;
  /** What else the configuration says of it. */
  readonly configuration?: Fields;
  /** Where the stages don't tell it. */
  readonly actions?: readonly string[];
  readonly more?: Fields;
  /** Where the plan imports it, by which identifier. */
  readonly importing?: string;
}

/** The JSON of a plan of these resources. */
export function planText(
  resources: readonly PlannedResource[],
  overrides: Fields = {},
): string {
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_changes: resources.map((resource) => ({
      address: resource.address,
      ...typeOf(resource.address),
      ...resource.more,
      change: {
        actions: resource.actions ?? actionsOf(resource),
        before: resource.before ?? null,
        after: resource.after ?? null,
        after_unknown: resource.unknown ?? {},
        before_sensitive: resource.sensitive ?? {},
        after_sensitive: resource.sensitive ?? {},
        ...(resource.importing !== undefined && {
          importing: { id: resource.importing },
        }),
      },
    })),
    configuration: {
      provider_config: {
        aws: { expressions: { region: { constant_value: "us-east-1" } } },
      },
      root_module: {
        resources: resources.map(({ address, expressions, configuration }) => ({
          address,
          provider_config_key: "aws",
          expressions: expressions ?? {},
          ...configuration,
        })),
      },
    },
    complete: true,
    errored: false,
    ...overrides,
  });
}

/** Overrides of a plan in which the provider of these resources accepts the accounts only. */
export function accepting(
  accounts: readonly string[],
  ...addresses: readonly string[]
): Fields {
  return {
    configuration: {
      provider_config: {
        aws: {
          expressions: { allowed_account_ids: { constant_value: accounts } },
        },
      },
      root_module: {
        resources: addresses.map((address) => ({
          address,
          provider_config_key: "aws",
        })),
      },
    },
  };
}

/** The review of one plan, of the stack `prod-us`. */
export function reviewOf(
  resources: readonly PlannedResource[],
  overrides: Fields = {},
): Promise<Review> {
  return reviewPlans({
    plans: [readPlan("prod-us", planText(resources, overrides))],
  });
}

function typeOf(address: string): Fields {
  const [first = "", second = "", third = ""] = address.split(".");
  return first === "data"
    ? { mode: "data", type: second, name: third }
    : { mode: "managed", type: first, name: second };
}

function actionsOf({ before, after }: PlannedResource): readonly string[] {
  if (before === undefined) return ["create"];
  if (after === undefined) return ["delete"];
  return JSON.stringify(before) === JSON.stringify(after)
    ? ["no-op"]
    : ["update"];
}

/** Attributes of a role that exists. */
export function roleFields(
  name: string,
  trust: unknown,
  more: Fields = {},
): Fields {
  return {
    name,
    arn: `arn:aws:iam::${account}:role/${name}`,
    path: "/",
    assume_role_policy: JSON.stringify(trust),
    permissions_boundary: null,
    ...more,
  };
}

/** A trust policy of one statement that lets a service account in by IRSA. */
export function irsaTrust(
  subject = "system:serviceaccount:echo:aws-sa",
  condition?: unknown,
  more: Fields = {},
): unknown {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: condition ?? {
          StringEquals: {
            [`${host}:aud`]: "sts.amazonaws.com",
            [`${host}:sub`]: subject,
          },
        },
        ...more,
      },
    ],
  };
}

/** A permission policy of one statement. */
export function policyText(
  actions: readonly string[],
  resources: readonly string[],
  more: Fields = {},
): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: actions, Resource: resources, ...more },
    ],
  });
}

/** The ids of all flags, sorted. */
export function flagIds(review: Review): readonly string[] {
  return [
    ...new Set(
      [...review.flags, ...review.changes.flatMap(({ flags }) => flags)].map(
        ({ id }) => id,
      ),
    ),
  ].sort();
}
