export interface Role {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly permissionsBoundary?: string;
  /** Seconds. */
  readonly maxSessionDuration?: number;
  readonly description?: string;
  readonly exclusivePermissions: boolean;
}
