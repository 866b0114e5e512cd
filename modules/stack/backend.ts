import {
  AzurermBackend,
  ConsulBackend,
  GcsBackend,
  HttpBackend,
  LocalBackend,
  NamedRemoteWorkspace,
  PgBackend,
  RemoteBackend,
  S3Backend,
  type ConsulBackendConfig,
  type PgBackendConfig,
  type TerraformStack,
} from "cdktf";
import { statePath, type Backend } from "../environment";
import { parseArn } from "../policy-document";

/** From a stack's folder, `cdktf.out/stacks/<stack>`, to the project's. */
const projectFromStack = "../../..";

/**
 * Gives a stack its backend, with a state and a lock of its own. No credentials are written: every
 * backend takes them from the process environment.
 *
 * Text is not escaped: Terraform reads a backend's strings in JSON as they are, not as templates.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export function createBackend(stack: TerraformStack, backend: Backend): void {
  const place = statePath(backend, stack.node.id);
  switch (backend.kind) {
    case "local":
      new LocalBackend(stack, {
        path: `${projectFromStack}/${place}`,
      });
      return;
    case "s3":
      new S3Backend(stack, {
        bucket: backend.bucket,
        key: place,
        region: backend.region,
        encrypt: true,
        ...(backend.kmsKeyId !== undefined && { kmsKeyId: backend.kmsKeyId }),
        ...(backend.assumeRole && {
          assumeRole: {
            roleArn: backend.assumeRole.roleArn,
            ...(backend.assumeRole.externalId !== undefined && {
              externalId: backend.assumeRole.externalId,
            }),
          },
          allowedAccountIds: [
            parseArn(backend.assumeRole.roleArn)?.account ?? "",
          ],
        }),
        // Missing in cdktf's type, and the lock of a state.
      }).addOverride("use_lockfile", true);
      return;
    case "remote":
      new RemoteBackend(stack, {
        hostname: backend.hostname,
        organization: backend.organization,
        workspaces: new NamedRemoteWorkspace(place),
      });
      return;
    case "gcs":
      new GcsBackend(stack, { bucket: backend.bucket, prefix: place });
      return;
    case "azurerm":
      new AzurermBackend(stack, {
        resourceGroupName: backend.resourceGroupName,
        storageAccountName: backend.storageAccountName,
        containerName: backend.containerName,
        key: place,
      });
      return;
    case "http":
      new HttpBackend(stack, {
        address: place,
        lockAddress: `${place}/lock`,
        unlockAddress: `${place}/lock`,
      });
      return;
    case "pg": {
      // cdktf asks for a connection; it would stand in clear in the output.
      const config: Omit<PgBackendConfig, "connStr"> = { schemaName: place };
      new PgBackend(stack, config as PgBackendConfig);
      return;
    }
    case "consul": {
      // cdktf asks for a token; it would stand in clear in the output.
      const config: Omit<ConsulBackendConfig, "accessToken"> = {
        address: backend.address,
        path: place,
        ...(backend.scheme !== undefined && { scheme: backend.scheme }),
      };
      new ConsulBackend(stack, config as ConsulBackendConfig);
      return;
    }
  }
}
