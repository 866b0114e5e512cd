import {
  isJsonArray,
  isJsonObject,
  type Json,
  type ReducedResource,
} from "../plan";
import { accountOfArn } from "./account-of-arn";
import { mayBeOne, type Accounts } from "./accounts";
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
  /** Of the resource, else of what names it. */
  readonly provider?: string;
}

/** What a reference to an identity leads to. */
export interface IdentityMatch {
  readonly identities: readonly Identity[];
  /** Expressions by which it was found, where no value says it. */
  readonly unknown: readonly string[];
}

/** Identities of one name that are told apart: real plans have one for each of a few accounts. */
const mostNamesakes = 10;

/**
 * Finds the identities of one kind of a plan at one time, by ARN, name or what a value is made from. A name means one of
 * the same provider as what says it: another one may be of another account, which may have the same names.
 */
export class IdentityIndex {
  private readonly byAddress = new Map<string, Identity>();
  private readonly byArn = new Map<string, Identity>();
  private readonly byName = new Map<string, Identity[]>();
  /** By key. */
  private readonly elsewhere = new Map<string, Identity>();
  /** By name, those that don't exist yet, or no more. */
  private readonly absent = new Map<string, readonly Identity[]>();

  constructor(
    resources: readonly ReducedResource[],
    private readonly stage: Stage,
    private readonly kind: IdentityKind,
    private readonly accounts: Accounts,
    /** The names of {@link namesOfSeveral}. */
    private readonly several: ReadonlySet<string>,
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

  /**
   * An identity by its ARN or name, or by the resources that the value is made from.
   *
   * @param provider of what has the value
   */
  find(value: Value, provider: string | undefined): IdentityMatch {
    if (value.state === "known" && typeof value.value === "string")
      return this.findText(value.value, provider);
    if (value.state === "sensitive") return this.findUnknown("(sensitive)");
    if (value.state !== "unknown") return { identities: [], unknown: [] };
    const identities = isReference(value.unknown)
      ? distinct(
          value.unknown.from.flatMap(({ address, attribute }) => {
            const identity = this.byAddress.get(address);
            return identity !== undefined &&
              (attribute === "arn" || mayBeOne(identity.provider, provider))
              ? [identity]
              : [];
          }),
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
      identities: [this.keepElsewhere({ kind: this.kind, key, label })],
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
      ...(resource.provider !== undefined && { provider: resource.provider }),
    };
  }

  private add(identity: Identity): void {
    const { key, arn, name } = identity;
    this.byAddress.set(key, identity);
    if (arn !== undefined) this.byArn.set(arn, identity);
    if (name !== undefined)
      this.byName.set(name, [...(this.byName.get(name) ?? []), identity]);
  }

  private findText(text: string, provider: string | undefined): IdentityMatch {
    const exact = this.byArn.get(text);
    if (exact) return { identities: [exact], unknown: [] };
    const isArn = text.startsWith("arn:");
    const name = isArn ? text.slice(text.lastIndexOf("/") + 1) : text;
    const mayBe = (identity: Identity, stage: Stage): boolean =>
      isArn
        ? this.mayHaveArn(identity, stage, text, provider)
        : mayBeOne(identity.provider, provider);
    const named = (this.byName.get(name) ?? []).filter((identity) =>
      mayBe(identity, this.stage),
    );
    if (named.length > mostNamesakes)
      return this.findUnknown(`one of the ${this.kind}s called ${name}`);
    const [first] = named;
    if (first)
      return {
        identities: named,
        unknown: [
          ...(named.length > 1
            ? [`which of the ${this.kind}s called ${name}`]
            : []),
          ...(isArn && this.accounts.of(first.provider).size === 0
            ? [`whether ${text} is in the account of ${first.label}`]
            : []),
        ],
      };
    if (
      this.absent.get(name)?.some((identity) =>
        // What there is after the apply for a name that goes is for another account's.
        isArn
          ? identity.arn === text || mayBe(identity, otherStage(this.stage))
          : this.stage === "before" && mayBe(identity, this.stage),
      ) === true
    )
      return { identities: [], unknown: [] };
    return {
      identities: [
        isArn
          ? this.arnElsewhere(name, text)
          : this.nameElsewhere(name, provider),
      ],
      unknown: [],
    };
  }

  /** Whether an identity whose ARN isn't known yet can get this one, as far as the plan says what account it is in. */
  private mayHaveArn(
    { arn, resource, provider }: Identity,
    stage: Stage,
    wanted: string,
    asking: string | undefined,
  ): boolean {
    if (arn !== undefined || !resource) return false;
    const path = textAt(resource, stage, "path") ?? "/";
    const name = textAt(resource, stage, "name") ?? "";
    const account = accountOfArn(wanted);
    const accounts = this.accounts.of(provider);
    return (
      account !== undefined &&
      (accounts.size === 0
        ? mayBeOne(provider, asking)
        : accounts.has(account)) &&
      wanted.endsWith(`:${this.kind}${path}${name}`)
    );
  }

  /**
   * Names of a kind are unique in an account, so that a name and an ARN with it are taken for one identity, unless the
   * plan has several ARNs with it.
   */
  private arnElsewhere(name: string, arn: string): Identity {
    const provider = this.accounts.providerOf(accountOfArn(arn));
    const key = this.nameKey(name, provider);
    const isOther =
      (provider === undefined && this.accounts.areSeveral) ||
      this.several.has(`${this.kind} ${name}`);
    return this.keepElsewhere({
      kind: this.kind,
      key: isOther ? arn : key,
      label: arn,
      arn,
      name,
      ...(provider !== undefined && { provider }),
    });
  }

  private nameElsewhere(name: string, provider: string | undefined): Identity {
    const key = this.nameKey(name, provider);
    return (
      this.elsewhere.get(key) ??
      this.keepElsewhere({
        kind: this.kind,
        key,
        label: provider === undefined ? name : `${name} (provider ${provider})`,
        name,
        ...(provider !== undefined && { provider }),
      })
    );
  }

  private nameKey(name: string, provider: string | undefined): string {
    return `${this.kind} ${name}${provider === undefined ? "" : `\n${provider}`}`;
  }

  private keepElsewhere(identity: Identity): Identity {
    this.elsewhere.set(identity.key, identity);
    return identity;
  }
}

const identityArn = new RegExp(
  `^arn:[^:]+:iam::\\d{12}:(${identityKinds.join("|")})/(?:.*/)?([^/]+)$`,
);

/**
 * The names that are in several ARNs of a kind in a plan, at whichever time: they aren't one identity's. Each with its
 * kind, as in `role echo`.
 */
export function namesOfSeveral(
  resources: readonly ReducedResource[],
): ReadonlySet<string> {
  const arns = new Map<string, string>();
  const several = new Set<string>();
  const look = (value: Json): void => {
    if (typeof value === "string") {
      if (!value.startsWith("arn:")) return;
      const [, kind, name] = identityArn.exec(value) ?? [];
      if (kind === undefined || name === undefined) return;
      const key = `${kind} ${name}`;
      if ((arns.get(key) ?? value) !== value) several.add(key);
      arns.set(key, value);
    } else if (isJsonArray(value)) for (const one of value) look(one);
    else if (isJsonObject(value))
      for (const one of Object.values(value)) look(one);
  };
  for (const { before, after } of resources) {
    if (before) look(before);
    if (after) look(after);
  }
  return several;
}

/** Whether it isn't known which identity it is. */
export function isUnknown({ kind, key }: Identity): boolean {
  return key.startsWith(`unknown ${kind} `);
}

function distinct<T>(list: readonly T[]): readonly T[] {
  return [...new Set(list)];
}

function otherStage(stage: Stage): Stage {
  return stage === "before" ? "after" : "before";
}
