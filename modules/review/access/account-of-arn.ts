/** The account of an ARN; undefined for one of AWS's own, and for what is no ARN. */
export function accountOfArn(arn: string | undefined): string | undefined {
  return /^arn:[^:]+:[a-z0-9-]+:[^:]*:(\d{12}):/.exec(arn ?? "")?.[1];
}
