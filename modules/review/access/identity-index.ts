import { textOf, type ReducedResource } from "../plan";
import { accountOfArn } from "./account-of-arn";
import {
  expressionOf,
  existsAt,
  isReference,
  textAt,
  type Stage,
  type Value,
} from "./value";

/**
 * The kinds of IAM identities, each a resource type `aws_iam_<kind>`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/introduction_identity-management.html
 */
export const identityKinds = ["role", "user", "group"] as const;

export type IdentityKind = (typeof identityKinds)[number];

/** An IAM identity, before its policies are known. */
export interface Identity {
  readonly kind: IdentityKind;
  readonly key: string;
  readonly label: string;
  readonly resource?: ReducedResource;
  readonly arn?: string;
  readonly name?: string;
}

/** What a reference to an identity leads to. */
export interface IdentityMatch {
  readonly identities: readonly Identity[];
  /** Expressions by which it was found, where no value says it. */
  readonly unknown: readonly string[];
}

/** Identities of one name that are told apart: real plans have one for each of a few accounts. */
const mostNamesakes = 10;

/** Finds the identities of one kind of a plan at one time, by ARN, name or what a value is made from. */
export class IdentityIndex {
  private readonly byAddress = new Map<string, Identity>();
  private readonly byArn = new Map<string, Identity>();
  private readonly byName = new Map<string, Identity[]>();
  private readonly elsewhere = new Map<string, Identity>();
  /** By name, those that don't exist yet, or no more. */
  private readonly absent = new Map<string, readonly Identity[]>();

  /** @param accounts those that the plan's resources are in, as far as it says */
  constructor(
    resources: readonly ReducedResource[],
    private readonly stage: Stage,
    private readonly kind: IdentityKind,
    private readonly accounts: ReadonlySet<string>,
  ) {
    for (const resource of resources) {
      if (resource.type !== `aws_iam_${kind}`) continue;
      if (existsAt(resource, stage)) {
        this.add(this.identityOf(resource, stage));
        continue;
      }
      const identity = this.identityOf(resource, otherStage(stage));
      if (identity.name !== undefined)
        this.absent.set(identity.name, [
          ...(this.absent.get(identity.name) ?? []),
          identity,
        ]);
    }
  }

  /** The identities that were asked for or are in the plan. */
  all(): readonly Identity[] {
    return [...this.byAddress.values(), ...this.elsewhere.values()];
  }

  /** An identity by its ARN or name, or by the resources that the value is made from. */
  find(value: Value): IdentityMatch {
    if (value.state === "known" && typeof value.value === "string")
      return this.findText(value.value);
    if (value.state === "sensitive") return this.findUnknown("(sensitive)");
    if (value.state !== "unknown") return { identities: [], unknown: [] };
    const identities = isReference(value.unknown)
      ? value.unknown.from.flatMap(
          ({ address }) => this.byAddress.get(address) ?? [],
        )
      : [];
    const expression = expressionOf(value.unknown);
    if (identities.length === 0) return this.findUnknown(expression);
    return {
      identities: [
        ...identities,
        ...(value.unknown.unresolved === true
          ? this.findUnknown(expression).identities
          : []),
      ],
      unknown: [expression],
    };
  }

  /** An identity that can't be told, so that what is put on it doesn't pass in silence. */
  private findUnknown(label: string): IdentityMatch {
    const key = `unknown ${this.kind} ${label}`;
    return {
      identities: [this.keepElsewhere(key, { kind: this.kind, key, label })],
      unknown: [label],
    };
  }

  private identityOf(resource: ReducedResource, stage: Stage): Identity {
    const arn = textAt(resource, stage, "arn");
    const name = textAt(resource, stage, "name");
    return {
      kind: this.kind,
      key: resource.address,
      label: arn ?? name ?? resource.address,
      resource,
      ...(arn !== undefined && { arn }),
      ...(name !== undefined && { name }),
    };
  }

  private add(identity: Identity): void {
    const { key, arn, name } = identity;
    this.byAddress.set(key, identity);
    if (arn !== undefined) this.byArn.set(arn, identity);
    if (name !== undefined)
      this.byName.set(name, [...(this.byName.get(name) ?? []), identity]);
  }

  private findText(text: string): IdentityMatch {
    const exact = this.byArn.get(text);
    if (exact) return { identities: [exact], unknown: [] };
    const isArn = text.startsWith("arn:");
    const name = isArn ? text.slice(text.lastIndexOf("/") + 1) : text;
    const named = (this.byName.get(name) ?? []).filter(
      (identity) => !isArn || this.mayHaveArn(identity, this.stage, text),
    );
    if (named.length > mostNamesakes)
      return this.findUnknown(`one of the ${this.kind}s called ${name}`);
    if (named.length > 0)
      return {
        identities: named,
        unknown: [
          ...(named.length > 1
            ? [`which of the ${this.kind}s called ${name}`]
            : []),
          ...(isArn && this.accounts.size === 0
            ? [`whether ${text} is in the account of ${named[0]?.label ?? ""}`]
            : []),
        ],
      };
    if (
      this.absent.get(name)?.some(
        (identity) =>
          // What there is after the apply for a name that goes is for another account's.
          (!isArn && this.stage === "before") ||
          identity.arn === text ||
          this.mayHaveArn(identity, otherStage(this.stage), text),
      ) === true
    )
      return { identities: [], unknown: [] };
    return {
      identities: [this.findElsewhere(name, isArn ? text : undefined)],
      unknown: [],
    };
  }

  /** Whether an identity whose ARN isn't known yet can get this one, as far as the plan says what account it is in. */
  private mayHaveArn(
    { arn, resource }: Identity,
    stage: Stage,
    wanted: string,
  ): boolean {
    if (arn !== undefined || !resource) return false;
    const path = textAt(resource, stage, "path") ?? "/";
    const name = textAt(resource, stage, "name") ?? "";
    const account = accountOfArn(wanted);
    return (
      account !== undefined &&
      (this.accounts.size === 0 || this.accounts.has(account)) &&
      wanted.endsWith(`:${this.kind}${path}${name}`)
    );
  }

  /** Names of a kind are unique in an account, so that a name and an ARN with it are taken for one identity. */
  private findElsewhere(name: string, arn: string | undefined): Identity {
    const known = this.elsewhere.get(name);
    if (known && (known.arn !== undefined || arn === undefined)) {
      if (arn === undefined || known.arn === arn) return known;
      return this.keepElsewhere(arn, {
        kind: this.kind,
        key: arn,
        label: arn,
        arn,
        name,
      });
    }
    return this.keepElsewhere(name, {
      kind: this.kind,
      key: `${this.kind} ${name}`,
      label: arn ?? name,
      ...(arn !== undefined && { arn }),
      name,
    });
  }

  private keepElsewhere(key: string, identity: Identity): Identity {
    this.elsewhere.set(key, identity);
    return identity;
  }
}

function otherStage(stage: Stage): Stage {
  return stage === "before" ? "after" : "before";
}

/** The accounts of a plan's resources: by their ARNs, and those that their providers accept only. */
export function accountsOf(
  resources: readonly ReducedResource[],
): ReadonlySet<string> {
  return new Set(
    resources.flatMap(({ account, before, after }) => [
      ...(account === undefined ? [] : [account]),
      ...[before, after].flatMap(
        (stage) => accountOfArn(textOf(stage, "arn")) ?? [],
      ),
    ]),
  );
}
