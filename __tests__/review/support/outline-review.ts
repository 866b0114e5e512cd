import type { AccessChange, Flag, Review } from "../../../modules/review";

/**
 * A review in a few lines: grants of the actions that a configuration names itself, others together, and flags
 * without what they say of the actions.
 */
export function outlineReview(
  review: Review,
  status: number,
  configuration: string,
): string {
  const lines = [
    ...review.plans.map(({ stack, status: state }) => `${stack}: ${state}`),
    ...review.notReviewable.map(
      ({ address, message }) => `NOT REVIEWABLE ${address ?? ""}: ${message}`,
    ),
    ...review.changes.flatMap((change) => outlineChange(change, configuration)),
    "",
    ...review.flags.map(outlineFlag),
    ...review.restarts.map(
      ({ namespace, serviceAccount, reason }) =>
        `restart ${namespace}/${serviceAccount}: ${reason}`,
    ),
    `exit status ${status}`,
  ];
  return `${lines.join("\n")}\n`;
}

function outlineChange(
  change: AccessChange,
  configuration: string,
): readonly string[] {
  const { subject, before, after } = change;
  const access = (one: typeof before): string =>
    one === undefined
      ? "nothing"
      : [
          one.path ?? "-",
          one.role,
          ...(one.alsoAssumedBy
            ? [`also ${one.alsoAssumedBy.join("; ")}`]
            : []),
        ].join(" ");
  return [
    "",
    `${change.kind}: ${subject ? `${subject.namespace}/${subject.serviceAccount}` : "(no service account)"}, ${change.knowledge}`,
    `  ${access(before)} -> ${access(after)}`,
    ...outlineGrants("+", change.added, configuration),
    ...outlineGrants("-", change.removed, configuration),
    ...change.unknown.map((text) => `  ? ${text}`),
    ...change.flags.map((flag) => `  ${outlineFlag(flag)}`),
  ];
}

function outlineGrants(
  sign: string,
  grants: AccessChange["added"],
  configuration: string,
): readonly string[] {
  const named = grants.filter(({ action }) =>
    configuration.includes(`"${action}"`),
  );
  return [
    ...named.map(
      ({ effect, action, resource }) =>
        `  ${sign} ${effect} ${action} on ${resource}`,
    ),
    ...(named.length < grants.length ? [`  ${sign} of the module's own`] : []),
  ];
}

function outlineFlag({ id, severity }: Flag): string {
  return `${severity} ${id}`;
}
