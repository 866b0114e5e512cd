import fc from "fast-check";
import {
  account,
  environmentFields,
  issuer,
  otherAccount,
  type Fields,
} from "./environment-fields";

export const clusterKeys = ["us", "eu"] as const;
export type ClusterKey = (typeof clusterKeys)[number];

/** Names that are the start of one another, where a careless comparison would let in a neighbour. */
export const namespaces = ["a", "a-b", "ab"] as const;
export const names = ["a", "a-b", "ab", "b", "a.b"] as const;
const patterns = ["a-*", "?b", "*b", "a?b"] as const;
export const audiences = [
  "sts.amazonaws.com",
  "sts.amazonaws.com.cn",
  "vault",
] as const;
const workloadNames = ["a", "a-b", "ab", "b"] as const;

interface Declared {
  readonly namespace: string;
  readonly name: string;
  readonly isPattern: boolean;
}

interface DeclaredWorkload {
  readonly name: string;
  readonly serviceAccounts: readonly Declared[];
  readonly listed: boolean;
  readonly identity: Readonly<
    Partial<Record<ClusterKey, "irsa" | "pod-identity">>
  >;
  readonly audience: string;
  readonly sessionTags: boolean;
  readonly owner: "terraform" | "manifest" | "external";
}

export interface Declaration {
  readonly accounts: Readonly<Record<ClusterKey, string>>;
  readonly workloads: readonly DeclaredWorkload[];
}

/** Whether a declaration is about this service account; wildcards by a plain regular expression. */
export function covers(
  declared: Declared,
  namespace: string,
  name: string,
): boolean {
  if (declared.namespace !== namespace) return false;
  if (!declared.isPattern) return declared.name === name;
  const expression = declared.name
    .replaceAll(".", "\\.")
    .replaceAll("?", ".")
    .replaceAll("*", ".*");
  return new RegExp(`^${expression}$`).test(name);
}

const everyName = namespaces.flatMap((namespace) =>
  names.map((name): Declared => ({ namespace, name, isPattern: false })),
);

/** Deals service accounts out to workloads, so that none belongs to two. */
export const declaration: fc.Arbitrary<Declaration> = fc
  .record({
    sameAccount: fc.boolean(),
    pattern: fc.option(
      fc.record({
        namespace: fc.constantFrom(...namespaces),
        name: fc.constantFrom(...patterns),
        isPattern: fc.constant(true),
      }),
    ),
    dealt: fc.shuffledSubarray(everyName, { minLength: 4, maxLength: 10 }),
    workloads: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...workloadNames),
        count: fc.integer({ min: 1, max: 3 }),
        listed: fc.boolean(),
        identity: fc.oneof(
          ...[
            { us: "irsa" },
            { eu: "pod-identity" },
            { us: "irsa", eu: "irsa" },
            { us: "pod-identity", eu: "pod-identity" },
            { us: "irsa", eu: "pod-identity" },
          ].map((one) => fc.constant(one as DeclaredWorkload["identity"])),
        ),
        audience: fc.constantFrom(...audiences),
        sessionTags: fc.boolean(),
        owner: fc.constantFrom("terraform", "manifest", "external"),
      }),
      { selector: ({ name }) => name, minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ sameAccount, pattern, dealt, workloads }) => {
    const free = dealt.filter(
      ({ namespace, name }) => !(pattern && covers(pattern, namespace, name)),
    );
    const byPattern: DeclaredWorkload[] = pattern
      ? [
          {
            name: "pattern",
            serviceAccounts: [pattern, ...free.splice(0, 1)],
            listed: true,
            identity: { us: "irsa", eu: "irsa" },
            audience: "sts.amazonaws.com",
            sessionTags: true,
            owner: "external",
          },
        ]
      : [];
    return {
      accounts: { us: account, eu: sameAccount ? account : otherAccount },
      workloads: [
        ...byPattern,
        ...workloads
          .map(({ count, listed, ...workload }): DeclaredWorkload => {
            const serviceAccounts = free.splice(0, listed ? count : 1);
            return { ...workload, listed, serviceAccounts };
          })
          .filter(({ serviceAccounts }) => serviceAccounts.length > 0),
      ],
    };
  });

function workloadFields(workload: DeclaredWorkload): Fields {
  const written = workload.serviceAccounts.map(
    ({ namespace, name, isPattern }) =>
      isPattern ? { namespace, namePattern: name } : { namespace, name },
  );
  const paths = new Set(Object.values(workload.identity));
  return {
    serviceAccount: workload.listed ? written : written[0],
    serviceAccountOwner: workload.owner,
    identity: "irsa",
    clusters: Object.fromEntries(
      Object.entries(workload.identity).map(([key, identity]) => [
        key,
        { identity },
      ]),
    ),
    ...(paths.has("irsa") && { irsa: { audience: workload.audience } }),
    ...(paths.has("pod-identity") && {
      podIdentity: { sessionTags: workload.sessionTags },
    }),
  };
}

export function declaredFields({ accounts, workloads }: Declaration): Fields {
  return environmentFields({
    clusters: Object.fromEntries(
      clusterKeys.map((key) => [
        key,
        { region: "us-east-1", issuer: issuer(key), account: accounts[key] },
      ]),
    ),
    workloads: Object.fromEntries(
      workloads.map((workload) => [workload.name, workloadFields(workload)]),
    ),
  });
}
