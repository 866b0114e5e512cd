/** The parts of an Amazon Resource Name. Any but `resource` may be empty. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/**
 * Splits an ARN at its first five colons, or gives `undefined` where the text is none. Wildcards are
 * kept: what a part may hold is for the caller to say.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function parseArn(text: string): Arn | undefined {
  const match = /^arn:([^:\s]+):([^:\s]+):([^:\s]*):([^:\s]*):(\S+)$/.exec(
    text,
  );
  if (!match) return undefined;
  const [
    ,
    partition = "",
    service = "",
    region = "",
    account = "",
    resource = "",
  ] = match;
  return { partition, service, region, account, resource };
}
