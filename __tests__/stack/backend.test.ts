import {
  account,
  clusterFields,
  environmentFields,
  issuer,
  type Fields,
} from "../support/environment-fields";
import { synthesizeFields } from "../support/synthesize";

/** The whole backend block of both stacks of an environment. */
async function backendsOf(backend: Fields): Promise<unknown> {
  const stacks = await synthesizeFields(
    environmentFields({
      backend,
      clusters: {
        us: clusterFields(),
        eu: clusterFields({ issuer: issuer("eu") }),
      },
    }),
  );
  return Object.fromEntries(
    [...stacks].map(([key, { root }]) => [key, root.terraform.backend]),
  );
}

describe("a backend of kind", () => {
  it.each<[string, Fields, Fields, Fields]>([
    [
      "local",
      { local: {} },
      { local: { path: "../../../state/test-eu.tfstate" } },
      { local: { path: "../../../state/test-us.tfstate" } },
    ],
    [
      "local with a folder",
      { local: { directory: "./a b/${x}/" } },
      { local: { path: "../../../a b/${x}/test-eu.tfstate" } },
      { local: { path: "../../../a b/${x}/test-us.tfstate" } },
    ],
    [
      "s3",
      { s3: { bucket: "acme-state", region: "eu-west-1" } },
      {
        s3: {
          bucket: "acme-state",
          encrypt: true,
          key: "test-eu.tfstate",
          region: "eu-west-1",
          use_lockfile: true,
        },
      },
      {
        s3: {
          bucket: "acme-state",
          encrypt: true,
          key: "test-us.tfstate",
          region: "eu-west-1",
          use_lockfile: true,
        },
      },
    ],
    [
      "s3 with everything",
      {
        s3: {
          bucket: "acme-state",
          region: "eu-west-1",
          prefix: "identity/v1",
          kmsKeyId: "alias/terraform",
          assumeRole: {
            roleArn: `arn:aws:iam::${account}:role/state`,
            externalId: "acme/1",
          },
        },
      },
      {
        s3: {
          allowed_account_ids: [account],
          assume_role: {
            external_id: "acme/1",
            role_arn: `arn:aws:iam::${account}:role/state`,
          },
          bucket: "acme-state",
          encrypt: true,
          key: "identity/v1/test-eu.tfstate",
          kms_key_id: "alias/terraform",
          region: "eu-west-1",
          use_lockfile: true,
        },
      },
      {
        s3: {
          allowed_account_ids: [account],
          assume_role: {
            external_id: "acme/1",
            role_arn: `arn:aws:iam::${account}:role/state`,
          },
          bucket: "acme-state",
          encrypt: true,
          key: "identity/v1/test-us.tfstate",
          kms_key_id: "alias/terraform",
          region: "eu-west-1",
          use_lockfile: true,
        },
      },
    ],
    [
      "remote",
      { remote: { organization: "acme" } },
      {
        remote: {
          hostname: "app.terraform.io",
          organization: "acme",
          workspaces: { name: "test-eu" },
        },
      },
      {
        remote: {
          hostname: "app.terraform.io",
          organization: "acme",
          workspaces: { name: "test-us" },
        },
      },
    ],
    [
      "remote with everything",
      {
        remote: {
          organization: "acme",
          hostname: "terraform.example.com",
          prefix: "identity",
        },
      },
      {
        remote: {
          hostname: "terraform.example.com",
          organization: "acme",
          workspaces: { name: "identity-test-eu" },
        },
      },
      {
        remote: {
          hostname: "terraform.example.com",
          organization: "acme",
          workspaces: { name: "identity-test-us" },
        },
      },
    ],
    [
      "gcs",
      { gcs: { bucket: "acme-state", prefix: "identity" } },
      { gcs: { bucket: "acme-state", prefix: "identity/test-eu" } },
      { gcs: { bucket: "acme-state", prefix: "identity/test-us" } },
    ],
    [
      "azurerm",
      {
        azurerm: {
          resourceGroupName: "state",
          storageAccountName: "acmestate",
          containerName: "tfstate",
          prefix: "identity",
        },
      },
      {
        azurerm: {
          resource_group_name: "state",
          storage_account_name: "acmestate",
          container_name: "tfstate",
          key: "identity/test-eu.tfstate",
        },
      },
      {
        azurerm: {
          resource_group_name: "state",
          storage_account_name: "acmestate",
          container_name: "tfstate",
          key: "identity/test-us.tfstate",
        },
      },
    ],
    [
      "http",
      { http: { address: "https://state.example.com/tf" } },
      {
        http: {
          address: "https://state.example.com/tf/test-eu",
          lock_address: "https://state.example.com/tf/test-eu/lock",
          unlock_address: "https://state.example.com/tf/test-eu/lock",
        },
      },
      {
        http: {
          address: "https://state.example.com/tf/test-us",
          lock_address: "https://state.example.com/tf/test-us/lock",
          unlock_address: "https://state.example.com/tf/test-us/lock",
        },
      },
    ],
    [
      "pg",
      { pg: {} },
      { pg: { schema_name: "terraform_remote_state_test-eu" } },
      { pg: { schema_name: "terraform_remote_state_test-us" } },
    ],
    [
      "consul",
      { consul: { address: "consul.example.com:8500" } },
      { consul: { address: "consul.example.com:8500", path: "test-eu" } },
      { consul: { address: "consul.example.com:8500", path: "test-us" } },
    ],
    [
      "consul with everything",
      {
        consul: {
          address: "consul.example.com:8500",
          scheme: "https",
          prefix: "identity",
        },
      },
      {
        consul: {
          address: "consul.example.com:8500",
          path: "identity/test-eu",
          scheme: "https",
        },
      },
      {
        consul: {
          address: "consul.example.com:8500",
          path: "identity/test-us",
          scheme: "https",
        },
      },
    ],
  ])("%s gives each stack a state of its own", async (_, backend, eu, us) => {
    expect(await backendsOf(backend)).toEqual({ eu, us });
  });
});
