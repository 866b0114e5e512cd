import type { SubjectState, Way } from "../access";
import type { Restart } from "../review";
import { actionAt, type PlanAccess } from "./plan-access";

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
  return keys.flatMap((key) => {
    const before = plan.before.subjects.get(key);
    const after = plan.after.subjects.get(key);
    const known = after ?? before;
    if (known === undefined || /[*?]/.test(key)) return [];
    const reason = reasonFor(plan, before, after);
    return reason === undefined
      ? []
      : [
          {
            stack: plan.stack,
            namespace: known.namespace,
            serviceAccount: known.serviceAccount,
            reason,
          },
        ];
  });
}

function reasonFor(
  plan: PlanAccess,
  before: SubjectState | undefined,
  after: SubjectState | undefined,
): string | undefined {
  const madeNow =
    actionAt(plan, after?.resource?.address) === "create" && !before?.resource;
  // The service account doesn't exist yet, and so has no pods.
  if (madeNow && (before?.ways.length ?? 0) === 0) return undefined;
  // It goes, and its pods with it, or they fail anyway.
  if (
    before?.resource &&
    after?.resource === undefined &&
    (after?.ways.length ?? 0) === 0
  )
    return undefined;
  const pathBefore = pathOf(before);
  const pathAfter = pathOf(after);
  if (pathBefore !== pathAfter) {
    if (pathBefore === undefined)
      return `it gets ${name(pathAfter)}: pods that run already have no credentials by it`;
    if (pathAfter === undefined)
      return `it loses ${name(pathBefore)}: pods that run keep their credentials until these run out`;
    return `its path changes from ${name(pathBefore)} to ${name(pathAfter)}`;
  }
  if (actionAt(plan, after?.resource?.address) === "replace")
    return "the service account is replaced: tokens of the one before are void";
  const replaced = after?.ways.some(
    ({ role }) => actionAt(plan, role.address) === "replace",
  );
  if (replaced === true)
    return "its role is replaced: credentials of the one before are void";
  if (pathAfter === "irsa" && tellsRole(before) && !tellsRole(after))
    return "its role annotation goes: pods that are made from then on get no credentials, though the role lets them in";
  if (pathAfter === "irsa" && annotations(before) !== annotations(after))
    return "its annotations change, which pods get when they are made";
  if (pathAfter === "pod-identity") {
    const made = after?.associations.some(
      ({ address }) =>
        actionAt(plan, address) === "replace" ||
        actionAt(plan, address) === "create",
    );
    if (made === true)
      return "its association is made anew: pods that run may be left without credentials";
    if (rolesOf(before) !== rolesOf(after))
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

function rolesOf(subject: SubjectState | undefined): string {
  return (subject?.ways ?? [])
    .filter(({ path }) => path === "pod-identity")
    .map(({ role }) => role.key)
    .sort()
    .join("\n");
}
