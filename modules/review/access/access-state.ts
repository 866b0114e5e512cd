import { isNamespace, isServiceAccountName } from "../../trust-policy";
import {
  mayAssumeWithPodIdentity,
  type Decision,
} from "../../trust-policy/evaluator";
import type { ReducedResource } from "../plan";
import { jsonOfDocument } from "./document";
import {
  addonServiceAccountsAt,
  associationsAt,
  serviceAccountsAt,
  type Association,
  type ServiceAccountResource,
} from "./identity-sources";
import { providersAt, type Provider } from "./provider";
import type { Role } from "./role";
import type { RoleMatch } from "./role-index";
import { collectRoles } from "./role-policies";
import { decideServiceAccount, readTrust, type TrustReading } from "./trust";
import { expressionOf, type Stage } from "./value";

/** One way by which a service account gets a role. */
export interface Way {
  readonly path: "irsa" | "pod-identity";
  readonly role: Role;
  readonly decision: Exclude<Decision, "denied">;
  readonly association?: Association;
  /** Whether it is by its annotation, where the trust policy doesn't name it. */
  readonly annotated?: true;
  /** The issuer of the tokens that get in. */
  readonly issuerHost?: string;
  readonly unknown: readonly string[];
}

/** A service account at one time. */
export interface SubjectState {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly ways: readonly Way[];
  readonly resource?: ServiceAccountResource;
  readonly associations: readonly Association[];
  /** Roles that it is told to take and that don't let it in. */
  readonly refused: readonly {
    readonly path: Way["path"];
    readonly role: Role;
    readonly address: string;
  }[];
}

/** Who has which access, at one time. */
export interface AccessState {
  readonly roles: ReadonlyMap<string, Role>;
  /** By role key; of roles whose trust policy the plan has. */
  readonly trust: ReadonlyMap<string, TrustReading>;
  readonly subjects: ReadonlyMap<string, SubjectState>;
  readonly providers: readonly Provider[];
  readonly associations: readonly Association[];
  /** Keys of the roles that some association gives. */
  readonly associatedRoles: ReadonlySet<string>;
}

export function subjectKey(subject: {
  readonly namespace: string;
  readonly serviceAccount: string;
}): string {
  return `${subject.namespace}/${subject.serviceAccount}`;
}

interface Building {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly ways: Way[];
  resource?: ServiceAccountResource;
  readonly associations: Association[];
  readonly refused: SubjectState["refused"][number][];
}

/** Puts together who has which access by a plan, before its apply or after. */
export function accessAt(
  resources: ReadonlyMap<string, ReducedResource>,
  stage: Stage,
): AccessState {
  const list = [...resources.values()];
  const roles = collectRoles(resources, stage);
  const providers = providersAt(list, stage);
  const trust = new Map<string, TrustReading>();
  const subjects = new Map<string, Building>();
  const subjectAt = (one: {
    readonly namespace: string;
    readonly serviceAccount: string;
  }): Building => {
    const key = subjectKey(one);
    const found = subjects.get(key) ?? {
      namespace: one.namespace,
      serviceAccount: one.serviceAccount,
      ways: [],
      associations: [],
      refused: [],
    };
    subjects.set(key, found);
    return found;
  };
  for (const role of roles.all()) {
    const json = jsonOfDocument(role.trust);
    if (json === undefined) continue;
    const reading = readTrust(json, providers);
    trust.set(role.key, reading);
    for (const { decision, issuerHost, ...subject } of reading.subjects)
      subjectAt(subject).ways.push({
        path: "irsa",
        role,
        decision,
        issuerHost,
        unknown:
          decision === "undecidable"
            ? ["whether the trust policy lets it in"]
            : [],
      });
  }
  const rolesOf = (match: RoleMatch): readonly Role[] =>
    match.roles.map((identity) => roles.get(identity));

  for (const resource of [
    ...serviceAccountsAt(list, stage),
    ...addonServiceAccountsAt(list, stage),
  ]) {
    const subject = subjectAt(resource);
    // Several resources may hold one service account's annotations: the one that says a role counts.
    if (subject.resource === undefined || resource.role.state !== "absent")
      subject.resource = resource;
    if (resource.role.state === "absent") continue;
    const match = roles.index.find(resource.role);
    for (const role of rolesOf(match)) {
      const named = subject.ways.findIndex(
        (way) => way.path === "irsa" && way.role.key === role.key,
      );
      const way = subject.ways[named];
      if (way) {
        subject.ways[named] = {
          ...way,
          unknown: [...way.unknown, ...match.unknown],
        };
        continue;
      }
      const json = jsonOfDocument(role.trust);
      const { decision, issuerHost } =
        json === undefined || !isNamed(resource)
          ? { decision: "undecidable" as const, issuerHost: undefined }
          : decideServiceAccount(json, providers, resource);
      if (decision === "denied") {
        subject.refused.push({ path: "irsa", role, address: resource.address });
        continue;
      }
      subject.ways.push({
        path: "irsa",
        role,
        decision,
        annotated: true,
        ...(issuerHost !== undefined && { issuerHost }),
        unknown: [
          ...match.unknown,
          ...(decision === "undecidable"
            ? ["whether the trust policy lets it in"]
            : []),
        ],
      });
    }
  }

  const associations = associationsAt(list, stage);
  for (const association of associations) {
    const subject = subjectAt(association);
    subject.associations.push(association);
    const match = roles.index.find(association.role);
    for (const role of rolesOf(match)) {
      const decision = decideAssociation(role, association);
      if (decision === "denied") {
        subject.refused.push({
          path: "pod-identity",
          role,
          address: association.address,
        });
        continue;
      }
      subject.ways.push({
        path: "pod-identity",
        role,
        decision,
        association,
        unknown: [
          ...match.unknown,
          ...(decision === "undecidable"
            ? ["whether the trust policy lets it in"]
            : []),
        ],
      });
    }
    if (association.targetRole.state !== "absent")
      for (const role of rolesOf(roles.index.find(association.targetRole)))
        subject.ways.push({
          path: "pod-identity",
          role,
          decision: "undecidable",
          association,
          unknown: [
            `whether the target role ${role.label} lets the association's role in`,
            ...(association.targetRole.state === "unknown"
              ? [expressionOf(association.targetRole.unknown)]
              : []),
          ],
        });
  }
  return {
    roles: new Map(roles.all().map((role) => [role.key, role])),
    trust,
    subjects,
    providers,
    associations,
    associatedRoles: new Set(
      [...subjects.values()].flatMap(({ ways }) =>
        ways.flatMap(({ path, role }) =>
          path === "pod-identity" ? [role.key] : [],
        ),
      ),
    ),
  };
}

/**
 * A state in which the service accounts that another one names have what they have here: one that a trust policy
 * names at one time may be let in by a pattern at the other.
 */
export function withSubjectsOf(
  state: AccessState,
  other: AccessState,
): AccessState {
  const subjects = new Map(state.subjects);
  for (const [key, known] of other.subjects) {
    if (/[*?]/.test(key)) continue;
    const own = subjects.get(key);
    const ways = known.ways.flatMap((way): Way[] => {
      const role = state.roles.get(way.role.key);
      const json = role && jsonOfDocument(role.trust);
      if (
        way.path !== "irsa" ||
        way.annotated === true ||
        json === undefined ||
        own?.ways.some(
          (one) => one.path === "irsa" && one.role.key === role?.key,
        ) === true
      )
        return [];
      const { decision, issuerHost } = decideServiceAccount(
        json,
        state.providers,
        known,
      );
      return role === undefined || decision === "denied"
        ? []
        : [
            {
              path: "irsa",
              role,
              decision,
              ...(issuerHost !== undefined && { issuerHost }),
              unknown:
                decision === "undecidable"
                  ? ["whether the trust policy lets it in"]
                  : [],
            },
          ];
    });
    if (ways.length > 0)
      subjects.set(key, {
        ...(own ?? {
          namespace: known.namespace,
          serviceAccount: known.serviceAccount,
          associations: [],
          refused: [],
        }),
        ways: [...(own?.ways ?? []), ...ways],
      });
  }
  return { ...state, subjects };
}

/** Whether a role's trust policy lets EKS in for an association; undecidable where the plan doesn't say. */
function decideAssociation(role: Role, association: Association): Decision {
  const json = jsonOfDocument(role.trust);
  if (json === undefined) return "undecidable";
  const clusters = clusterArnsOf(role, association);
  const subjects = subjectsOf(association);
  const { sessionTags } = association;
  if (sessionTags === "unknown") return "undecidable";
  const decisions = clusters.arns.flatMap((clusterArn) =>
    subjects.map((subject) =>
      mayAssumeWithPodIdentity(json, { clusterArn, ...subject, sessionTags }),
    ),
  );
  const [first] = decisions;
  if (first === undefined) return "undecidable";
  // Of what isn't known, only what holds for every one is certain.
  const certain = clusters.certain && subjects.length === 1;
  return certain || decisions.every((one) => one === "allowed")
    ? first
    : "undecidable";
}

/** A service account by its name. */
type Name = Pick<Association, "namespace" | "serviceAccount">;

/** Whether a service account's name is one: what stands for one that isn't known can't be. */
function isNamed({ namespace, serviceAccount }: Name): boolean {
  return isNamespace(namespace) && isServiceAccountName(serviceAccount);
}

/** The association's service account, or some that it may be for where that isn't known. */
function subjectsOf({ namespace, serviceAccount }: Name): readonly Name[] {
  if (isNamed({ namespace, serviceAccount }))
    return [{ namespace, serviceAccount }];
  return ["a-5d1c7e", "b-90f2b4"].map((name) => ({
    namespace: isNamespace(namespace) ? namespace : name,
    serviceAccount: isServiceAccountName(serviceAccount)
      ? serviceAccount
      : name,
  }));
}

/** The ARN of the association's cluster, or some that it may have. */
function clusterArnsOf(
  role: Role,
  association: Association,
): { readonly arns: readonly string[]; readonly certain: boolean } {
  const { cluster, region } = association;
  if (!/^[0-9A-Za-z][\w-]{0,99}$/.test(cluster))
    return { arns: [], certain: false };
  const [, partition, ownRegion, account] =
    /^arn:([a-z-]+):eks:([a-z0-9-]+):(\d{12}):podidentityassociation\//.exec(
      association.arn ?? "",
    ) ?? [];
  if (partition && ownRegion && account)
    return {
      arns: [`arn:${partition}:eks:${ownRegion}:${account}:cluster/${cluster}`],
      certain: true,
    };
  const value = association.role;
  const roleArn =
    role.arn ??
    (value.state === "known" && typeof value.value === "string"
      ? value.value
      : "");
  const [, rolePartition = "aws", roleAccount] =
    /^arn:([a-z-]+):iam::(\d{12}):role\//.exec(roleArn) ?? [];
  // A role is in its cluster's account.
  if (region !== undefined && roleAccount !== undefined)
    return {
      arns: [
        `arn:${rolePartition}:eks:${region}:${roleAccount}:cluster/${cluster}`,
      ],
      certain: true,
    };
  return {
    arns: [
      `arn:aws:eks:us-east-1:000000000000:cluster/${cluster}`,
      `arn:aws:eks:eu-west-1:999999999999:cluster/${cluster}`,
    ],
    certain: false,
  };
}
