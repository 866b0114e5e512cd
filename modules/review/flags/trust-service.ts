import { principalsOf } from "../access";
import { allowStatements } from "./support/federated-statements";
import { trustRule } from "./support/trust-rule";

export const trustService = trustRule({
  id: "trust-service",
  severity: "medium",
  reason:
    "Whoever may pass the role to that service gets what the pods have: by a function, a machine or a job of theirs.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  *findIn(trust, role) {
    for (const statement of allowStatements(trust))
      for (const { kind, value } of principalsOf(statement))
        // One with a wildcard is left to another rule.
        if (
          kind === "Service" &&
          value !== "pods.eks.amazonaws.com" &&
          !value.includes("*")
        )
          yield { message: `${role.label} lets the service ${value} in` };
  },
});
