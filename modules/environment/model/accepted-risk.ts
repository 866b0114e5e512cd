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
