import type { AssumeRole } from "./assume-role";

/** Where Terraform keeps state. Every stack derives a place of its own; see `state-location.ts`. */
export type Backend =
  | { readonly kind: "local"; readonly directory: string }
  | {
      readonly kind: "s3";
      readonly bucket: string;
      readonly region: string;
      readonly prefix?: string;
      readonly kmsKeyId?: string;
      readonly assumeRole?: AssumeRole;
    }
  | {
      readonly kind: "remote";
      readonly organization: string;
      readonly hostname: string;
      readonly prefix?: string;
    }
  | { readonly kind: "gcs"; readonly bucket: string; readonly prefix?: string }
  | {
      readonly kind: "azurerm";
      readonly resourceGroupName: string;
      readonly storageAccountName: string;
      readonly containerName: string;
      readonly prefix?: string;
    }
  | { readonly kind: "http"; readonly address: string }
  | { readonly kind: "pg"; readonly schemaName: string }
  | {
      readonly kind: "consul";
      readonly address: string;
      readonly scheme?: "http" | "https";
      readonly prefix?: string;
    };
