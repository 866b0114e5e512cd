/**
 * An IAM policy document, as IAM's JSON grammar writes it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

/** Condition operator -> condition key -> the values of which one must match. */
export type Conditions = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;

/** One statement of a {@link PolicyDocument}. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  /** Trust policies only: who may assume the role. */
  readonly Principal?: Readonly<
    Partial<Record<"AWS" | "Federated" | "Service", string | readonly string[]>>
  >;
  readonly Action: string | readonly string[];
  /** Permission policies only. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: Conditions;
}
