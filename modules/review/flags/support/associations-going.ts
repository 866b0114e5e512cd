import {
  isNamed,
  isSameAssociated,
  subjectKey,
  type AccessState,
  type Association,
  type SubjectState,
} from "../../access";
import type { PlanAccess } from "../../compare";

export interface GoingAssociation {
  readonly association: Association;
  readonly key: string;
  /** What the same service account has on the same cluster instead; absent where it has nothing. */
  readonly successor?: Association;
  /** Whether its pods have IRSA on that cluster then; absent where they don't. */
  readonly irsa?: "certain" | "possible";
}

/** The associations that a plan deletes or replaces, and those that an add-on has no more. */
export function associationsGoing({
  resources,
  before,
  after,
}: PlanAccess): readonly GoingAssociation[] {
  const isOneCluster =
    issuersOf(after).size <= 1 && clustersOf(before, after).size <= 1;
  return before.associations.flatMap((association) => {
    const action = resources.get(association.address)?.action;
    if (!["delete", "replace", "update"].includes(action ?? "")) return [];
    const key = subjectKey(association);
    const successors = (after.subjects.get(key)?.associations ?? []).filter(
      (one) => isSameAssociated(association, one),
    );
    const successor =
      successors.find(({ address }) => address === association.address) ??
      successors[0];
    const mayStay =
      action === "update" &&
      (successor !== undefined ||
        after.associations.some(
          (one) => one.address === association.address && !isNamed(one),
        ));
    if (mayStay) return [];
    const irsa = irsaOf(after.subjects.get(key), isOneCluster);
    return [
      {
        association,
        key,
        ...(successor && { successor }),
        ...(irsa && { irsa }),
      },
    ];
  });
}

/**
 * Certain only where a service account of the plan is annotated, surely gets in, and the plan knows one cluster: an
 * issuer can't be told to be of an association's one.
 *
 * @param isOneCluster whether the plan knows one issuer and one cluster at most
 */
function irsaOf(
  subject: SubjectState | undefined,
  isOneCluster: boolean,
): GoingAssociation["irsa"] {
  const { ways = [], resource } = subject ?? {};
  const irsa = ways.filter(({ path }) => path === "irsa");
  if (irsa.length === 0 || resource?.role.state === "absent") return undefined;
  const isSure =
    resource !== undefined &&
    irsa.some(({ decision }) => decision === "allowed") &&
    isOneCluster;
  return isSure ? "certain" : "possible";
}

/** The issuers by which service accounts get in, and those of the clusters whose providers the plan has. */
function issuersOf({ subjects, providers }: AccessState): ReadonlySet<string> {
  return new Set([
    ...[...subjects.values()].flatMap(({ ways }) =>
      ways.flatMap(({ issuerHost }) => issuerHost ?? []),
    ),
    ...providers.flatMap(({ isOfCluster, host, arn }) =>
      isOfCluster ? [host ?? arn] : [],
    ),
  ]);
}

function clustersOf(...states: readonly AccessState[]): ReadonlySet<string> {
  return new Set(
    states.flatMap(({ associations }) =>
      associations.map(({ cluster, region = "" }) => `${cluster}\n${region}`),
    ),
  );
}
