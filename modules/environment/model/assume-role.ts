export interface AssumeRole {
  readonly roleArn: string;
  readonly externalId?: string;
}
