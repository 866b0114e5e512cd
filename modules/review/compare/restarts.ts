import {
  isSameAssociated,
  type Association,
  type SubjectState,
  type Way,
} from "../access";
import type { Restart } from "../review";
import { clustersLeft } from "./clusters-left";
import { compareClusters, type IsSameCluster } from "./compare-clusters";
import { actionAt, type PlanAccess } from "./plan-access";
import { waysStillPossible } from "./ways-still-possible";

/**
 * The service accounts whose pods must restart after the apply, and why. Pods get their way to credentials when
 * they are made; what the role then may do changes under them.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 * @see https://github.com/aws/amazon-eks-pod-identity-webhook
 */
export function restartsOf(plan: PlanAccess): readonly Restart[] {
  const keys = [
    ...new Set([...plan.before.subjects.keys(), ...plan.after.subjects.keys()]),
  ].sort();
  const isSameCluster = compareClusters(plan);
  return keys.flatMap((key) => {
    const before = plan.before.subjects.get(key);
    const after = withStillPossible(plan, before, plan.after.subjects.get(key));
    const known = after ?? before;
    if (known === undefined || /[*?]/.test(key)) return [];
    return reasonsFor(plan, before, after, isSameCluster).map((reason) => ({
      stack: plan.stack,
      namespace: known.namespace,
      serviceAccount: known.serviceAccount,
      reason,
    }));
  });
}

/** A service account after the apply, with all that it may have then. */
function withStillPossible(
  plan: PlanAccess,
  before: SubjectState | undefined,
  after: SubjectState | undefined,
): SubjectState | undefined {
  const possible = waysStillPossible(plan, before?.ways ?? [], after);
  if (before === undefined || possible.length === 0) return after;
  const { namespace, serviceAccount } = before;
  return {
    ...(after ?? { namespace, serviceAccount, associations: [], refused: [] }),
    ways: [...(after?.ways ?? []), ...possible],
  };
}

function reasonsFor(
  plan: PlanAccess,
  before: SubjectState | undefined,
  after: SubjectState | undefined,
  isSameCluster: IsSameCluster,
): readonly string[] {
  const madeNow =
    actionAt(plan, after?.resource?.address) === "create" && !before?.resource;
  // The service account doesn't exist yet, and so has no pods.
  if (madeNow && (before?.ways.length ?? 0) === 0) return [];
  // It goes, and its pods with it, or they fail anyway.
  if (
    before?.resource &&
    after?.resource === undefined &&
    (after?.ways.length ?? 0) === 0
  )
    return [];
  const pathBefore = pathOf(before);
  const pathAfter = pathOf(after);
  if (pathBefore !== pathAfter) {
    if (pathBefore === undefined)
      return [
        `it gets ${name(pathAfter)}: pods that run already have no credentials by it`,
      ];
    if (pathAfter === undefined)
      return [
        `it loses ${name(pathBefore)}: pods that run keep their credentials until these run out`,
      ];
    return [
      `its path changes from ${name(pathBefore)} to ${name(pathAfter)}`,
      ...lossesSomewhere(before, after, isSameCluster),
    ];
  }
  const stays = reasonWhereItStays(plan, before, after, pathAfter);
  return [
    ...clusterMoves(before, after, isSameCluster),
    ...lossesSomewhere(before, after, isSameCluster),
    ...(stays === undefined ? [] : [stays]),
  ];
}

/** The clusters on which a service account loses or gets its path, while it has it on another one. */
function clusterMoves(
  before: SubjectState | undefined,
  after: SubjectState | undefined,
  isSameCluster: IsSameCluster,
): readonly string[] {
  const left = before?.ways ?? [];
  const right = after?.ways ?? [];
  const lost = left.filter(
    (way) => !right.some((one) => isSameCluster(way, one)),
  );
  const got = right.filter(
    (way) => !left.some((one) => isSameCluster(one, way)),
  );
  return [
    ...new Set([
      ...lost.map(
        (way) =>
          `it loses ${placeOf(way)}: pods that run there keep their credentials until these run out`,
      ),
      ...got.map(
        (way) =>
          `it gets ${placeOf(way)}: pods that run there already have no credentials by it`,
      ),
      ...unassociated(left, right, isSameCluster).map(
        (way) =>
          `its path changes from Pod Identity to IRSA on cluster ${clusterOf(way)}, if it has IRSA there`,
      ),
      ...unassociated(right, left, (one, other) =>
        isSameCluster(other, one),
      ).map(
        (way) =>
          `its path changes from IRSA to Pod Identity on cluster ${clusterOf(way)}, if it had IRSA there`,
      ),
    ]),
  ].sort();
}

/** What is lost on a cluster that can't be told. */
function lossesSomewhere(
  before: SubjectState | undefined,
  after: SubjectState | undefined,
  isSameCluster: IsSameCluster,
): readonly string[] {
  return clustersLeft({
    before: before?.ways ?? [],
    after: after?.ways ?? [],
    isSameCluster,
  }).map(
    ({ path, clusters, least }) =>
      `on at least ${least} of ${clusters} clusters where ${name(path)} goes it has nothing instead, and it can't be told on which: pods that run there keep their credentials until these run out`,
  );
}

/**
 * The ways by associations for which there is IRSA alone on the same cluster at the other time. Ways by IRSA don't tell
 * of it: an association wins over them where it is at both times.
 */
function unassociated(
  ways: readonly Way[],
  others: readonly Way[],
  isSameCluster: IsSameCluster,
): readonly Way[] {
  return ways.filter((way) => {
    const there = others.filter((one) => isSameCluster(way, one));
    return (
      way.path === "pod-identity" &&
      there.length > 0 &&
      there.every(({ path }) => path === "irsa")
    );
  });
}

/** A path and what tells its cluster. */
function placeOf(way: Way): string {
  return way.path === "irsa"
    ? `${name(way.path)} by tokens of ${way.issuerHost ?? "an issuer that isn't known"}`
    : `${name(way.path)} on cluster ${clusterOf(way)}`;
}

function clusterOf({ association }: Way): string {
  const { cluster = "", region } = association ?? {};
  return `${cluster}${region === undefined ? "" : ` in ${region}`}`;
}

/** Why pods must restart on the clusters on which the service account keeps its path. */
function reasonWhereItStays(
  plan: PlanAccess,
  before: SubjectState | undefined,
  after: SubjectState | undefined,
  path: Way["path"] | undefined,
): string | undefined {
  if (actionAt(plan, after?.resource?.address) === "replace")
    return "the service account is replaced: tokens of the one before are void";
  const replaced = after?.ways.some(
    ({ role }) => actionAt(plan, role.address) === "replace",
  );
  if (replaced === true)
    return "its role is replaced: credentials of the one before are void";
  if (path === "irsa" && tellsRole(before) && !tellsRole(after))
    return "its role annotation goes: pods that are made from then on get no credentials, though the role lets them in";
  if (path === "irsa" && annotations(before) !== annotations(after))
    return "its annotations change, which pods get when they are made";
  if (path === "pod-identity") {
    const stay = (after?.associations ?? []).flatMap((association) => {
      const earlier = (before?.associations ?? []).filter((one) =>
        isSameAssociated(one, association),
      );
      return earlier.length === 0 ? [] : [{ association, earlier }];
    });
    const made = stay.some(({ association: { address } }) =>
      ["create", "replace"].includes(actionAt(plan, address)),
    );
    if (made)
      return "its association is made anew: pods that run may be left without credentials";
    if (
      stay.some(
        ({ association, earlier }) =>
          rolesOf(before, earlier) !== rolesOf(after, [association]),
      )
    )
      return "its association gives another role: pods that run take it only when their credentials are renewed";
  }
  return undefined;
}

function name(path: Way["path"] | undefined): string {
  return path === "irsa" ? "IRSA" : "Pod Identity";
}

/** How its new pods get credentials: an association wins over an annotation. */
function pathOf(subject: SubjectState | undefined): Way["path"] | undefined {
  const paths = subject?.ways.map(({ path }) => path) ?? [];
  if (paths.includes("pod-identity")) return "pod-identity";
  return paths.includes("irsa") ? "irsa" : undefined;
}

/** Whether its annotation says a role. */
function tellsRole(subject: SubjectState | undefined): boolean {
  return (
    subject?.resource !== undefined && subject.resource.role.state !== "absent"
  );
}

function annotations(subject: SubjectState | undefined): string {
  return subject?.resource?.annotations ?? "";
}

/** The roles that associations give a service account. */
function rolesOf(
  subject: SubjectState | undefined,
  associations: readonly Association[],
): string {
  const keys = (subject?.ways ?? []).flatMap(({ association, role }) =>
    association !== undefined && associations.includes(association)
      ? [role.key]
      : [],
  );
  return [...new Set(keys)].sort().join("\n");
}
