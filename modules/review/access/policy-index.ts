import type { ReducedResource } from "../plan";
import { grantsOf } from "../policy";
import { documentAt, type Document } from "./document";
import type { Policy } from "./role";
import {
  expressionOf,
  existsAt,
  textAt,
  type Stage,
  type Value,
} from "./value";

/** A policy that a value leads to. */
export interface FoundPolicy {
  readonly policy: Policy;
  readonly arn?: string;
  readonly unknown: readonly string[];
}

/** Finds the managed policies of a plan at one time. */
export class PolicyIndex {
  private readonly byArn = new Map<string, ReducedResource>();
  private readonly withoutArn = new Map<string, ReducedResource>();

  constructor(
    list: readonly ReducedResource[],
    private readonly stage: Stage,
    private readonly resources: ReadonlyMap<string, ReducedResource>,
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

/** A policy with its grants; not reviewable where these can't be read. */
export function makePolicy(
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
