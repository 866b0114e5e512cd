import { createHash } from "node:crypto";

type Values = Record<string, unknown>;

interface PlannedResource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly module_address?: string;
  readonly provider_name: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly after: Values | null;
    readonly after_unknown: Values;
  };
}

interface StateResource {
  readonly mode: "managed";
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly module?: string;
  readonly instances: readonly Values[];
}

const account = "111122223333";

/**
 * The state after a plan of creations as AWS would have it, as far as what the plan leaves open can be told from
 * the rest. What depends on what isn't known yet is left for the next plan.
 */
export function stateAfter(
  planText: string,
  state: string | undefined,
): { readonly state: string; readonly complete: boolean } {
  const plan = JSON.parse(planText) as {
    readonly terraform_version: string;
    readonly resource_changes?: readonly PlannedResource[];
  };
  const known = (
    state === undefined ? { resources: [] } : JSON.parse(state)
  ) as { readonly resources: readonly StateResource[] };
  const creations = (plan.resource_changes ?? []).filter(
    ({ mode, change }) => mode === "managed" && change.actions[0] === "create",
  );
  const made = creations.flatMap((resource) => {
    const values = fill(resource);
    return values === undefined ? [] : [{ resource, values }];
  });
  const groups = new Map<string, StateResource>();
  for (const one of known.resources)
    groups.set(`${one.module ?? ""} ${one.type}.${one.name}`, one);
  for (const { resource, values } of made) {
    const key = `${resource.module_address ?? ""} ${resource.type}.${resource.name}`;
    const group = groups.get(key) ?? {
      mode: "managed" as const,
      type: resource.type,
      name: resource.name,
      provider: `provider["${resource.provider_name}"]`,
      ...(resource.module_address !== undefined && {
        module: resource.module_address,
      }),
      instances: [],
    };
    groups.set(key, {
      ...group,
      instances: [
        ...group.instances,
        {
          ...(resource.index !== undefined && { index_key: resource.index }),
          schema_version: 0,
          attributes: values,
        },
      ],
    });
  }
  return {
    complete: creations.length === made.length,
    state: `${JSON.stringify(
      {
        version: 4,
        terraform_version: plan.terraform_version,
        serial: 1,
        lineage: "00000000-0000-0000-0000-000000000000",
        outputs: {},
        resources: [...groups.values()],
      },
      undefined,
      1,
    )}\n`,
  };
}

/** The resource's values with what AWS would give it; undefined where an argument isn't known yet. */
function fill({ type, address, change }: PlannedResource): Values | undefined {
  const values: Values = { ...change.after };
  const given = givenBy(type, address, values);
  for (const [key, unknown] of Object.entries(change.after_unknown)) {
    if (!holdsTrue(unknown)) continue;
    if (key in given) values[key] = given[key];
    else if (argumentsOf.has(key)) return undefined;
  }
  return values;
}

const argumentsOf = new Set([
  "assume_role_policy",
  "policy",
  "policy_arn",
  "role",
  "role_arn",
  "metadata",
]);

function holdsTrue(mark: unknown): boolean {
  if (mark === true) return true;
  return (
    typeof mark === "object" &&
    mark !== null &&
    Object.values(mark).some(holdsTrue)
  );
}

function givenBy(type: string, address: string, values: Values): Values {
  const text = (key: string): string =>
    typeof values[key] === "string" ? values[key] : "";
  const unique = createHash("sha256").update(address).digest("hex").slice(0, 8);
  const name = text("name") || `${text("name_prefix")}${unique}`;
  const base = { tags_all: {} };
  switch (type) {
    case "aws_iam_role":
      return {
        ...base,
        id: name,
        name,
        name_prefix: text("name_prefix"),
        arn: `arn:aws:iam::${account}:role${text("path")}${name}`,
        unique_id: `AROA${unique.toUpperCase()}`,
        inline_policy: [],
        managed_policy_arns: [],
        create_date: "2026-01-01T00:00:00Z",
      };
    case "aws_iam_policy": {
      const arn = `arn:aws:iam::${account}:policy${text("path")}${name}`;
      return {
        ...base,
        id: arn,
        arn,
        name,
        name_prefix: text("name_prefix"),
        policy_id: `ANPA${unique.toUpperCase()}`,
        attachment_count: 1,
      };
    }
    case "aws_iam_role_policy":
      return { id: `${text("role")}:${name}`, name, name_prefix: "" };
    case "aws_iam_openid_connect_provider": {
      const arn = `arn:aws:iam::${account}:oidc-provider/${text("url").replace("https://", "")}`;
      return { ...base, id: arn, arn, thumbprint_list: [] };
    }
    case "aws_eks_pod_identity_association":
      return {
        ...base,
        id: `a-${unique}`,
        association_id: `a-${unique}`,
        association_arn: `arn:aws:eks:us-east-1:${account}:podidentityassociation/${text("cluster_name")}/a-${unique}`,
      };
    default:
      return { ...base, id: unique };
  }
}
