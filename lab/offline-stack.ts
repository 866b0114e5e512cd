import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Writes a synthesized stack so that Terraform plans it without asking AWS, Kubernetes or a backend: without data
 * sources and backend, and with providers that look nothing up. The resources are the stack's own. Tests and benchmarks
 * plan by it; no lab does.
 *
 * @param stack the stack's folder
 * @param folder where the configuration goes
 */
export function writeOfflineStack(stack: string, folder: string): void {
  const root = JSON.parse(
    readFileSync(join(stack, "cdk.tf.json"), "utf8"),
  ) as Fields & {
    readonly terraform: Fields;
    readonly provider: Readonly<Record<string, readonly Fields[]>>;
  };
  writeFileSync(
    join(folder, "main.tf.json"),
    JSON.stringify({
      ...without(root, ["data"]),
      terraform: without(root.terraform, ["backend"]),
      provider: {
        ...root.provider,
        aws: root.provider.aws?.map((aws) => ({
          ...without(aws, ["allowed_account_ids"]),
          skip_credentials_validation: true,
          skip_metadata_api_check: "true",
          skip_requesting_account_id: true,
        })),
        ...(root.provider.kubernetes && {
          kubernetes: [{ host: "https://127.0.0.1:1" }],
        }),
      },
    }),
  );
}

function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => !names.includes(name)),
  );
}
