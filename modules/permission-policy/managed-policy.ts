import { parseArn } from "../policy-document";

/** What an IAM managed policy's ARN says. */
export interface ManagedPolicy {
  readonly partition: string;
  /** `aws` for AWS's own, else the 12-digit account. */
  readonly owner: string;
  /** Path between slashes: empty, or `service-role`, or `a/b`. */
  readonly path: string;
  readonly name: string;
}

/**
 * Reads a managed policy's ARN, or gives `undefined` where the text is none.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function parseManagedPolicyArn(text: string): ManagedPolicy | undefined {
  const arn = parseArn(text);
  if (arn?.service !== "iam" || arn.region !== "") return undefined;
  if (!/^(aws|\d{12})$/.test(arn.account)) return undefined;
  const match = /^policy\/((?:[\w+=,.@-]+\/)*)([\w+=,.@-]{1,128})$/.exec(
    arn.resource,
  );
  if (!match) return undefined;
  const [, path = "", name = ""] = match;
  return {
    partition: arn.partition,
    owner: arn.account,
    path: path.replace(/\/$/, ""),
    name,
  };
}

/**
 * A key for a policy that is legal in a Terraform address and different for different policies of one
 * partition: owner, path and name joined by `_`, every character that an address can't hold (and `_`
 * itself) as `__` and two hexadecimal digits. `arn:aws:iam::aws:policy/service-role/Example` gives
 * `aws_service-role_Example`.
 *
 * @throws Error on text that is no managed policy's ARN.
 */
export function managedPolicyKey(arn: string): string {
  const policy = parseManagedPolicyArn(arn);
  if (policy === undefined)
    throw new Error(`not a managed policy's ARN: ${JSON.stringify(arn)}`);
  return [
    policy.owner,
    ...policy.path.split("/").filter((part) => part !== ""),
    policy.name,
  ]
    .map((part) =>
      part.replace(
        /[^A-Za-z0-9-]/g,
        (character) =>
          `__${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
      ),
    )
    .join("_");
}
