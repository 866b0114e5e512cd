/** A risk of the identity review that somebody accepted. */
export interface AcceptedRisk {
  /** The risk's name, kebab-case. */
  readonly id: string;
  /** A workload, or `cluster`. */
  readonly workload: string;
  readonly reason: string;
  /** The last day on which it counts, `YYYY-MM-DD`, in UTC; absent for ever. */
  readonly until?: string;
}
