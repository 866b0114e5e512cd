/** The ARN of an IAM role. A path starts and ends with a slash; `/` is none. */
export function roleArn(role: {
  readonly partition: string;
  readonly account: string;
  readonly path: string;
  readonly name: string;
}): string {
  return `arn:${role.partition}:iam::${role.account}:role${role.path}${role.name}`;
}
