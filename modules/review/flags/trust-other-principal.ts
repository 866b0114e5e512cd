import { principalsOf } from "../access";
import { allowStatements } from "./support/federated-statements";
import { trustRule } from "./support/trust-rule";

export const trustOtherPrincipal = trustRule({
  id: "trust-other-principal",
  severity: "high",
  reason:
    "Whoever is let in can do all that the role may, from outside of the cluster.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  *findIn(trust, role) {
    const account = /^arn:[^:]+:iam::(\d{12}):/.exec(role.arn ?? "")?.[1];
    for (const statement of allowStatements(trust))
      for (const { kind, value } of principalsOf(statement)) {
        if (kind === "Service" || kind === "Federated") {
          if (value.includes("*"))
            yield { message: `${role.label} lets ${kind} ${value} in` };
          continue;
        }
        if (value.includes("*") || kind !== "AWS") {
          yield { message: `${role.label} lets anyone in: ${kind} ${value}` };
          continue;
        }
        const other =
          /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(value)?.[1] ??
          /^\d{12}$/.exec(value)?.[0];
        if (other !== undefined && other === account)
          yield {
            message: `${role.label} lets ${value} of its own account in`,
            severity: "medium",
          };
        else
          yield {
            message:
              other === undefined || account !== undefined
                ? `${role.label} lets another account's principal in: ${value}`
                : `${role.label} lets a principal in that may be another account's: ${value}`,
          };
      }
  },
});
