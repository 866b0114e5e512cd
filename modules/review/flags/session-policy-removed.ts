import {
  isSameAssociated,
  subjectKey,
  type Association,
  type Role,
  type SubjectState,
  type Way,
} from "../access";
import {
  compareClusters,
  type IsSameCluster,
  type PlanAccess,
} from "../compare";
import { earlierRole } from "./support/earlier-role";
import { isPowerful } from "./support/powerful-role";
import type { FlagRule } from "./support/rule";
import { holdsBack } from "./support/session-policy";

export const sessionPolicyRemoved: FlagRule = {
  id: "session-policy-removed",
  severity: "medium",
  reason:
    "An association's session policy narrows what its pods may do to less than the role allows.",
  link: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html",
  *find(context) {
    const { plan, rows } = context;
    const isSameCluster = compareClusters(plan);
    for (const [key, after] of plan.after.subjects)
      for (const { policy, roles, ...loss } of [
        ...associationLosses(plan, after),
        ...irsaLosses(plan, after, isSameCluster),
      ])
        yield {
          ...loss,
          ...(roles.some(
            (role) =>
              isPowerful(role, context) && !holdsBack(policy, role, context),
          ) && { severity: "high" as const }),
          roles,
          rows: rows.filter(({ about }) => about === key),
        };
  },
};

/** What a service account has after the apply without the session policy that it had. */
interface Loss {
  readonly message: string;
  readonly address?: string;
  readonly roles: readonly Role[];
  /** What narrows the roles now. */
  readonly policy: Association["sessionPolicy"];
}

/** Of a service account's associations, those that have another session policy than on their cluster before, or none. */
function associationLosses(
  plan: PlanAccess,
  subject: SubjectState,
): readonly Loss[] {
  const key = subjectKey(subject);
  return subject.associations.flatMap((after) => {
    const before = earlierAssociation(plan, key, after)?.sessionPolicy;
    const policy = after.sessionPolicy;
    if (before === undefined || before.state === "absent") return [];
    const isHidden =
      before.state === "sensitive" &&
      policy.state === "sensitive" &&
      plan.resources.get(after.address)?.action !== "no-op";
    if (!isHidden && JSON.stringify(before) === JSON.stringify(policy))
      return [];
    const verb = isHidden
      ? "may change: it is sensitive"
      : policy.state === "absent"
        ? "goes"
        : "changes";
    return [
      {
        message: `the session policy of ${key} on cluster ${after.cluster} ${verb}`,
        address: after.address,
        roles: subject.ways.flatMap(({ association, role }) =>
          association?.address === after.address ? [role] : [],
        ),
        policy,
      },
    ];
  });
}

/** The service account's association on the same cluster before, whatever its address was; else what its address had. */
function earlierAssociation(
  { before }: PlanAccess,
  key: string,
  after: Association,
): Association | undefined {
  const found = (before.subjects.get(key)?.associations ?? []).filter((one) =>
    isSameAssociated(one, after),
  );
  const all = found.length > 0 ? found : before.associations;
  return all.find(({ address }) => address === after.address) ?? found[0];
}

/** IRSA has no session policies: who had one on the cluster leaves it behind by a role's trust policy. */
function irsaLosses(
  plan: PlanAccess,
  subject: SubjectState,
  isSameCluster: IsSameCluster,
): readonly Loss[] {
  const key = subjectKey(subject);
  const before = plan.before.subjects.get(key)?.ways ?? [];
  if (!before.some(isNarrowed)) return [];
  return subject.ways.flatMap((way) => {
    if (way.path !== "irsa") return [];
    const { role } = way;
    const had = before.filter((one) => isSameCluster(one, way));
    const earlier = earlierRole(plan, role)?.key;
    if (
      !had.some(isNarrowed) ||
      had.some(
        (one) =>
          !isNarrowed(one) &&
          one.role.key === earlier &&
          (one.decision === "allowed" || way.decision !== "allowed"),
      )
    )
      return [];
    return [
      {
        message: `${key} gets ${role.label} by IRSA, without the session policy of its association`,
        ...(role.address !== undefined && { address: role.address }),
        roles: [role],
        policy: { state: "absent" as const },
      },
    ];
  });
}

function isNarrowed({ association }: Way): boolean {
  return (
    association !== undefined && association.sessionPolicy.state !== "absent"
  );
}
