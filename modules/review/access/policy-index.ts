import type { ReducedResource, ResourceReference, UnknownValue } from "../plan";
import { grantsOf } from "../policy";
import { mayBeOne } from "./accounts";
import { documentAt, jsonOfDocument, type Document } from "./document";
import type { Policy } from "./role";
import {
  expressionOf,
  existsAt,
  isReference,
  textAt,
  valueAt,
  type Stage,
  type Value,
} from "./value";

/** A policy that a value leads to. */
export interface FoundPolicy {
  readonly policy: Policy;
  /** Its ARN, or an inline policy's name. */
  readonly arn?: string;
  readonly unknown: readonly string[];
}

/** A managed policy that is a resource of the plan. */
export interface ManagedPolicy {
  readonly resource: ReducedResource;
  readonly policy: Policy;
  readonly arn?: string;
}

/** Finds the managed policies of a plan at one time. */
export class PolicyIndex {
  private readonly byAddress = new Map<string, ManagedPolicy>();
  private readonly byArn = new Map<string, ManagedPolicy>();
  /** By path and name, of those whose ARN isn't known yet. */
  private readonly withoutArn = new Map<string, readonly ManagedPolicy[]>();

  constructor(
    private readonly resources: ReadonlyMap<string, ReducedResource>,
    private readonly stage: Stage,
  ) {
    for (const resource of resources.values()) {
      if (resource.type !== "aws_iam_policy" || !existsAt(resource, stage))
        continue;
      const arn = textAt(resource, stage, "arn");
      const name = textAt(resource, stage, "name");
      const path = textAt(resource, stage, "path") ?? "/";
      const policy: ManagedPolicy = {
        resource,
        policy: makePolicy(
          arn ?? name ?? resource.address,
          [resource.address],
          documentAt(resource, stage, "policy", resources),
        ),
        ...(arn !== undefined && { arn }),
      };
      this.byAddress.set(resource.address, policy);
      if (arn !== undefined) this.byArn.set(arn, policy);
      else if (name !== undefined)
        this.withoutArn.set(`${path}${name}`, [
          ...(this.withoutArn.get(`${path}${name}`) ?? []),
          policy,
        ]);
    }
  }

  all(): Iterable<ManagedPolicy> {
    return this.byAddress.values();
  }

  /**
   * @param provider of what has the value: an ARN may be that of a policy that is made now where both are of one
   *   account, as far as the plan says
   */
  find(value: Value, provider: string | undefined): readonly FoundPolicy[] {
    switch (value.state) {
      case "absent":
        return [];
      case "known":
        return typeof value.value === "string"
          ? this.findArn(value.value, provider)
          : [];
      case "sensitive":
        return [
          {
            policy: makePolicy("(sensitive)", [], {
              state: "not reviewable",
              why: "Terraform marks the policy's ARN as sensitive",
            }),
            unknown: [],
          },
        ];
      case "unknown":
        return this.findUnknown(value.unknown);
    }
  }

  private findUnknown(unknown: UnknownValue): readonly FoundPolicy[] {
    const label = expressionOf(unknown);
    const found = isReference(unknown)
      ? unknown.from.flatMap((reference) => this.findReference(reference))
      : [];
    return [
      ...found.map(({ policy }) => ({ policy, unknown: [label] })),
      ...(found.length > 0 && unknown.unresolved !== true
        ? []
        : [
            {
              policy: makePolicy(label, [], {
                state: "not reviewable",
                why: `which policy it is isn't known: ${label}`,
              }),
              unknown: [label],
            },
          ]),
    ];
  }

  /** The policy that a reference is to; of one to an attachment the policy that this attaches. */
  private findReference({
    address,
    attribute,
  }: ResourceReference): readonly ManagedPolicy[] {
    const policy = this.byAddress.get(address);
    if (policy) return [policy];
    const attachment = this.resources.get(address);
    if (attachment === undefined || attribute !== "policy_arn") return [];
    const attached = valueAt(attachment, this.stage, attribute);
    return attached.state === "unknown" && isReference(attached.unknown)
      ? attached.unknown.from.flatMap(
          (one) => this.byAddress.get(one.address) ?? [],
        )
      : [];
  }

  private findArn(
    arn: string,
    provider: string | undefined,
  ): readonly FoundPolicy[] {
    // AWS's own policies have no account, and may be called as one of the plan's.
    const [, pathAndName] =
      /^arn:[^:]+:iam::\d{12}:policy(\/.+)$/.exec(arn) ?? [];
    const exact = this.byArn.get(arn);
    const found = exact
      ? [exact]
      : (this.withoutArn.get(pathAndName ?? "") ?? []).filter(({ resource }) =>
          mayBeOne(resource.provider, provider),
        );
    if (found.length === 0)
      return [
        {
          arn,
          unknown: [],
          policy: makePolicy(arn, [], { state: "elsewhere" }),
        },
      ];
    return found.map(({ policy }) => ({
      arn,
      unknown:
        found.length > 1 ? [`which of the policies called ${pathAndName}`] : [],
      policy,
    }));
  }
}

/** A policy with its grants; not reviewable where these can't be read. */
export function makePolicy(
  label: string,
  addresses: readonly string[],
  document: Document,
): Policy {
  const json = jsonOfDocument(document);
  if (json === undefined) return { label, addresses, document, grants: [] };
  const grants = grantsOf(json, label);
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
