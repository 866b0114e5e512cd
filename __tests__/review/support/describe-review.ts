import type { AccessChange, Flag, Review } from "../../../modules/review";

/** A review in a few lines that people can read and compare. */
export function describeReview(review: Review, status: number): string {
  const lines = [
    ...review.plans.map(
      ({ stack, status: state, messages }) =>
        `${stack}: ${state}${messages.map((message) => `; ${message}`).join("")}`,
    ),
    ...review.notReviewable.map(
      ({ stack, address, message }) =>
        `NOT REVIEWABLE ${stack} ${address ?? ""}: ${message}`,
    ),
    ...review.changes.flatMap(describeChange),
    ...review.flags.map(describeFlag),
    ...review.restarts.map(
      ({ stack, namespace, serviceAccount, reason }) =>
        `restart ${stack} ${namespace}/${serviceAccount}: ${reason}`,
    ),
    `exit status ${status}`,
  ];
  return `${lines.join("\n")}\n`;
}

function describeChange(change: AccessChange): readonly string[] {
  const { subject, before, after } = change;
  const name = subject
    ? `${subject.namespace}/${subject.serviceAccount}`
    : "(no service account)";
  const access = (one: typeof before): string =>
    one === undefined
      ? "nothing"
      : `${one.path ?? one.kind ?? "-"} ${one.role}${one.alsoAssumedBy ? ` (also ${one.alsoAssumedBy.join("; ")})` : ""}`;
  return [
    "",
    `${change.kind}${change.changedParts.length > 0 ? ` (${change.changedParts.join(", ")})` : ""}: ${name} on ${change.stacks.join(", ")}${change.differsOn.length > 0 ? `, not on ${change.differsOn.join(", ")}` : ""}; ${change.knowledge}`,
    `  ${access(before)} -> ${access(after)}`,
    ...change.added.map((grant) => `  + ${describeGrant(grant)}`),
    ...change.removed.map((grant) => `  - ${describeGrant(grant)}`),
    ...change.unknown.map((text) => `  ? ${text}`),
    ...((after ?? before)?.routes.map(
      (route) => `  route ${route.map(({ text }) => text).join(" -> ")}`,
    ) ?? []),
    ...change.flags.map((flag) => `  ${describeFlag(flag)}`),
  ];
}

function describeGrant({
  effect,
  action,
  resource,
  condition,
  policy,
}: AccessChange["added"][number]): string {
  return `${effect} ${action} on ${resource}${condition === undefined ? "" : ` if ${condition}`} by ${policy}`;
}

function describeFlag({ id, severity, message, accepted }: Flag): string {
  return `${accepted ? "accepted " : ""}${severity} ${id}: ${message}`;
}
