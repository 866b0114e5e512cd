import { readAnnotations } from "../kubernetes/service-accounts";
import type { FullLab } from "./full-lab";
import type { Report } from "./report";
import { subjects } from "./subjects";

/** Checks the annotations of service accounts in Kubernetes: the role for IRSA, none for Pod Identity. */
export async function checkServiceAccounts(
  lab: FullLab,
  report: Report,
): Promise<void> {
  for (const { running, serviceAccount, workload, title } of subjects(lab)) {
    const annotations = await readAnnotations(running.api, serviceAccount);
    report.check(
      `${title}, annotations`,
      JSON.stringify(annotations ?? "no service account"),
      JSON.stringify(
        workload.identity === "irsa"
          ? { "eks.amazonaws.com/role-arn": workload.role.arn }
          : {},
      ),
    );
  }
}
