import type * as z from "zod";
import { map, oneOf, text } from "./field";
import { assumeRole, region } from "./forms";

const prefix = (description: string) =>
  text(
    description,
    "must be a path of letters, digits, dots, underscores and hyphens; write it without a leading or trailing slash",
    /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/,
  );

const httpUrl = (description: string) =>
  text(
    description,
    "must be an http or https address without query, fragment, credentials or trailing slash; write it as in https://state.example.com/terraform",
    /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[A-Za-z0-9._~-]+)*$/,
  );

export const backend = map(
  "Where Terraform keeps state: exactly one kind. Every stack has a state and a lock of its own. Credentials come from the process environment, never from this file.",
  {
    local: map(
      "A file on this machine. For trying things out: it can't be shared.",
      {
        // Whoever edits the file must not choose where else the machine's user writes. To keep states
        // elsewhere, that user makes a link in the project.
        directory: text(
          "Folder of the state files, in the project and relative to it. Default `state`.",
          "must be a folder of the project; write it relative to the project, without .., as in state",
          /^(?![/~])(?!([\s\S]*\/)?\.\.(\/|$))[^\0]+$/,
        ).optional(),
      },
    ).optional(),
    s3: map(
      "An object `<prefix>/<stack>.tfstate` in an S3 bucket, encrypted, with a native lock file beside it (no DynamoDB table).",
      {
        bucket: text(
          "Name of the bucket. It must exist; switch versioning on.",
          "must be an S3 bucket name; use 3 to 63 lower-case letters, digits, dots and hyphens",
          /^(?!xn--)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        ),
        region: region("Region of the bucket."),
        prefix: prefix(
          "Folder of the states in the bucket. Default: none.",
        ).optional(),
        kmsKeyId: text(
          "KMS key (ARN, id or alias) that encrypts the state. Default: the bucket's own AES256 encryption.",
          "must be a KMS key's ARN, id or alias; write it as in alias/terraform",
          /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[\w/-]+|alias\/[\w/-]+|(mrk-)?[0-9a-f-]{32,36})$/,
        ).optional(),
        assumeRole: assumeRole(
          "The role that reads and writes state. Its account becomes the only one that the backend accepts (`allowed_account_ids`).",
          "ARN of the role to assume.",
        ).optional(),
      },
    ).optional(),
    remote: map(
      "HCP Terraform or Terraform Enterprise: workspace `<prefix>-<stack>`.",
      {
        organization: text(
          "Name of the organization.",
          "must be an organization's name; use letters, digits, underscores and hyphens",
          /^[\w-]+$/,
        ),
        hostname: text(
          "Host of Terraform Enterprise. Default app.terraform.io.",
          "must be a host name; write it as in terraform.example.com",
          /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/,
        ).optional(),
        prefix: text(
          "Start of every workspace's name. Default: none, the workspace is called as the stack.",
          "must be the start of a workspace's name; use letters, digits, underscores and hyphens",
          /^[\w-]+$/,
        ).optional(),
      },
    ).optional(),
    gcs: map("Google Cloud Storage: prefix `<prefix>/<stack>`.", {
      bucket: text(
        "Name of the bucket.",
        "must be a Cloud Storage bucket name; use 3 to 222 lower-case letters, digits, dots, underscores and hyphens",
        /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/,
      ),
      prefix: prefix("Folder of the states. Default: none.").optional(),
    }).optional(),
    azurerm: map("Azure Blob Storage: blob `<prefix>/<stack>.tfstate`.", {
      resourceGroupName: text(
        "Resource group of the storage account.",
        "must be a resource group's name; use 1 to 90 letters, digits, underscores, hyphens, dots and parentheses",
        /^[\w.()-]{0,89}[\w()-]$/,
      ),
      storageAccountName: text(
        "Storage account.",
        "must be a storage account's name; use 3 to 24 lower-case letters and digits",
        /^[a-z0-9]{3,24}$/,
      ),
      containerName: text(
        "Blob container.",
        "must be a container's name; use 3 to 63 lower-case letters, digits and single hyphens",
        /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
      ),
      prefix: prefix("Folder of the states. Default: none.").optional(),
    }).optional(),
    http: map(
      "A server that speaks Terraform's HTTP state protocol: `<address>/<stack>`, locked at `<address>/<stack>/lock`.",
      {
        address: httpUrl("Address below which the states are."),
      },
    ).optional(),
    pg: map(
      "PostgreSQL: schema `<schemaName>_<stack>`. The connection comes from PG_CONN_STR or the PG* variables.",
      {
        schemaName: text(
          "Start of every schema's name. Default `terraform_remote_state`.",
          "must be a schema's name; start with a letter or underscore and use letters, digits and underscores",
          /^[A-Za-z_]\w*$/,
        ).optional(),
      },
    ).optional(),
    consul: map(
      "Consul's key-value store: path `<prefix>/<stack>`, locked by a session. The token comes from CONSUL_HTTP_TOKEN.",
      {
        address: text(
          "Host and port of the agent.",
          "must be a host and a port; write it as in consul.example.com:8500",
          /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/,
        ),
        scheme: oneOf(
          "How the agent is reached. Default http, as Terraform has it.",
          ["http", "https"],
        ).optional(),
        prefix: prefix("Path of the states. Default: none.").optional(),
      },
    ).optional(),
  },
  { minProperties: 1, maxProperties: 1 },
);

export type BackendFields = z.infer<typeof backend>;
