/** A risk of the identity review that somebody accepted. */
export interface AcceptedRisk {
  /** The id of the review's rule that finds it, kebab-case. */
  readonly id: string;
  /**
   * What has the risk: the Terraform address, or the name in it as in `echo` of `aws_iam_role.echo`, of the role; of
   * the resource where no role has it. One in a module or of several is named by its whole address.
   */
  readonly workload: string;
  readonly reason: string;
  /** The last day on which it counts, `YYYY-MM-DD`, in UTC; absent for ever. */
  readonly until?: string;
}

/**
 * The acceptances that count: those that the base branch has in the same words and that haven't run out. A change
 * can't accept its own risks so, nor lengthen an acceptance.
 *
 * @param base the acceptances of the base branch; none where it can't be read
 * @param head those of the change
 * @param today `YYYY-MM-DD`, in UTC
 */
export function countingAcceptances({
  base,
  head,
  today,
}: {
  readonly base: readonly AcceptedRisk[];
  readonly head: readonly AcceptedRisk[];
  readonly today: string;
}): readonly AcceptedRisk[] {
  const known = new Set(base.map(textOf));
  return head.filter(
    (risk) =>
      known.has(textOf(risk)) &&
      (risk.until === undefined || risk.until >= today),
  );
}

function textOf({ id, workload, reason, until }: AcceptedRisk): string {
  return JSON.stringify([id, workload, reason, until ?? null]);
}
