import type { ReducedResource } from "../plan";
import type { AccessState, SubjectState, Way } from "./access-state";
import { decideAssociation } from "./decide-association";
import { jsonOfDocument } from "./document";
import {
  addonServiceAccountsAt,
  associationsAt,
  serviceAccountsAt,
  type Association,
  type ServiceAccountResource,
} from "./identity-sources";
import { makeWay } from "./make-way";
import { providersAt, type Provider } from "./provider";
import type { Role } from "./role";
import { collectRoles, type Roles } from "./role-policies";
import {
  isNamed,
  subjectKey,
  type ServiceAccountName,
} from "./service-account-name";
import { decideServiceAccount, readTrust, type TrustReading } from "./trust";
import { expressionOf, type Stage, type Value } from "./value";

/** Puts together who has which access by a plan, before its apply or after. */
export function accessAt(
  resources: ReadonlyMap<string, ReducedResource>,
  stage: Stage,
): AccessState {
  const list = [...resources.values()];
  const associations = associationsAt(list, stage);
  const collection: Collection = {
    roles: collectRoles(resources, stage),
    providers: providersAt(list, stage),
    subjects: new Map(),
  };
  const trust = addTrusted(collection);
  for (const resource of [
    ...serviceAccountsAt(list, stage),
    ...addonServiceAccountsAt(list, stage),
  ])
    addAnnotated(collection, resource);
  for (const association of associations)
    addAssociated(collection, association);
  const { roles, providers, subjects } = collection;
  return {
    roles: new Map(roles.all().map((role) => [role.key, role])),
    trust,
    subjects,
    providers,
    associations,
    associatedRoles: associatedRolesOf(subjects.values()),
  };
}

/** What the access is read from, and the service accounts that are found so far. */
interface Collection {
  readonly roles: Roles;
  readonly providers: readonly Provider[];
  readonly subjects: Map<string, CollectedSubject>;
}

interface CollectedSubject extends ServiceAccountName {
  readonly ways: Way[];
  resource?: ServiceAccountResource;
  readonly associations: Association[];
  readonly refused: SubjectState["refused"][number][];
}

function subjectOf(
  { subjects }: Collection,
  { namespace, serviceAccount }: ServiceAccountName,
): CollectedSubject {
  const key = subjectKey({ namespace, serviceAccount });
  const found = subjects.get(key) ?? {
    namespace,
    serviceAccount,
    ways: [],
    associations: [],
    refused: [],
  };
  subjects.set(key, found);
  return found;
}

/** The service accounts that trust policies name; returns what these say, by role key. */
function addTrusted(collection: Collection): ReadonlyMap<string, TrustReading> {
  const trust = new Map<string, TrustReading>();
  for (const role of collection.roles.all()) {
    const json = jsonOfDocument(role.trust);
    if (json === undefined) continue;
    const reading = readTrust(json, collection.providers);
    trust.set(role.key, reading);
    for (const { decision, issuerHost, ...subject } of reading.subjects)
      subjectOf(collection, subject).ways.push(
        makeWay({ path: "irsa", role, decision, issuerHost }),
      );
  }
  return trust;
}

/** A service account with the roles that its annotation gives it. */
function addAnnotated(
  collection: Collection,
  resource: ServiceAccountResource,
): void {
  const subject = subjectOf(collection, resource);
  // Several resources may hold one service account's annotations: the one that says a role counts.
  if (subject.resource === undefined || resource.role.state !== "absent")
    subject.resource = resource;
  if (resource.role.state === "absent") return;
  const { roles, unknown } = findRoles(collection, resource.role, resource);
  const refused: Role[] = [];
  for (const role of roles) {
    const named = subject.ways.findIndex(
      (way) => way.path === "irsa" && way.role.key === role.key,
    );
    const way = subject.ways[named];
    if (way) {
      subject.ways[named] = { ...way, unknown: [...way.unknown, ...unknown] };
      continue;
    }
    const { decision, issuerHost } = decideAnnotated(
      collection,
      role,
      resource,
    );
    if (decision === "denied") refused.push(role);
    else
      subject.ways.push(
        makeWay(
          { path: "irsa", role, decision, annotated: true, issuerHost },
          unknown,
        ),
      );
  }
  refuse(subject, { path: "irsa", address: resource.address }, roles, refused);
}

/** Of several roles that one is told to take, one that lets it in is likely meant: then it isn't refused. */
function refuse(
  subject: CollectedSubject,
  told: { readonly path: Way["path"]; readonly address: string },
  roles: readonly Role[],
  refused: readonly Role[],
): void {
  if (refused.length === roles.length)
    subject.refused.push(...refused.map((role) => ({ ...told, role })));
}

function decideAnnotated(
  { providers }: Collection,
  role: Role,
  serviceAccount: ServiceAccountName,
): ReturnType<typeof decideServiceAccount> {
  const json = jsonOfDocument(role.trust);
  return json === undefined || !isNamed(serviceAccount)
    ? { decision: "undecidable" }
    : decideServiceAccount(json, providers, serviceAccount);
}

/** A service account with the roles that an association gives it. */
function addAssociated(collection: Collection, association: Association): void {
  const subject = subjectOf(collection, association);
  subject.associations.push(association);
  const { roles, unknown } = findRoles(
    collection,
    association.role,
    association,
  );
  const refused: Role[] = [];
  for (const role of roles) {
    const decision = decideAssociation(role, association);
    if (decision === "denied") refused.push(role);
    else
      subject.ways.push(
        makeWay({ path: "pod-identity", role, decision, association }, unknown),
      );
  }
  refuse(
    subject,
    { path: "pod-identity", address: association.address },
    roles,
    refused,
  );
  subject.ways.push(...targetWays(collection, association));
}

/** The ways to an association's target role, which the association's own role assumes. */
function targetWays(
  collection: Collection,
  association: Association,
): readonly Way[] {
  const { targetRole } = association;
  if (targetRole.state === "absent") return [];
  return findRoles(collection, targetRole, association).roles.map((role) => ({
    path: "pod-identity",
    role,
    decision: "undecidable",
    association,
    unknown: [
      `whether the target role ${role.label} lets the association's role in`,
      ...(targetRole.state === "unknown"
        ? [expressionOf(targetRole.unknown)]
        : []),
    ],
  }));
}

/** The roles that a value may mean, and what of that isn't known. */
function findRoles(
  { roles }: Collection,
  value: Value,
  { provider }: { readonly provider?: string },
): { readonly roles: readonly Role[]; readonly unknown: readonly string[] } {
  const match = roles.index.find(value, provider);
  return { roles: match.identities.map(roles.get), unknown: match.unknown };
}

function associatedRolesOf(
  subjects: Iterable<SubjectState>,
): ReadonlySet<string> {
  return new Set(
    [...subjects].flatMap(({ ways }) =>
      ways.flatMap(({ path, role }) =>
        path === "pod-identity" ? [role.key] : [],
      ),
    ),
  );
}
