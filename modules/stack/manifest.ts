import type { TerraformStack } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../environment";
import { irsaAnnotations, serviceAccountManifest } from "../service-account";

/** The file beside the stack's Terraform that holds service accounts of owner `manifest`. */
const fileName = "service-accounts.yaml";

/** Writes the manifest when the stack is synthesized, and takes a stale one away. */
export function writeManifest(stack: TerraformStack, cluster: Cluster): void {
  const text = manifestOf(cluster);
  addCustomSynthesis(stack, {
    onSynthesize: (session) => {
      const file = join(
        session.outdir,
        session.manifest.forStack(stack).workingDirectory,
        fileName,
      );
      if (text === "") rmSync(file, { force: true });
      else writeFileSync(file, text);
    },
  });
}

/** The service accounts of owner `manifest`, annotated for IRSA only; empty where there is none. */
export function manifestOf(cluster: Cluster): string {
  return serviceAccountManifest(
    cluster.workloads.flatMap((workload) =>
      workload.serviceAccounts.flatMap((serviceAccount) =>
        serviceAccount.owner === "manifest" && "name" in serviceAccount
          ? [
              {
                ...serviceAccount,
                annotations:
                  workload.identity === "irsa"
                    ? irsaAnnotations({
                        ...workload,
                        roleArn: workload.role.arn,
                      })
                    : {},
              },
            ]
          : [],
      ),
    ),
  );
}
