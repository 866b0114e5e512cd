import { principalsOf } from "../../access";
import type { Json } from "../../plan";
import { allowStatements } from "./federated-statements";

/** The statements that let EKS in for Pod Identity. */
export function podIdentityStatements(trust: Json): readonly Json[] {
  return allowStatements(trust).filter((statement) =>
    principalsOf(statement).some(
      ({ kind, value }) =>
        kind === "Service" && value === "pods.eks.amazonaws.com",
    ),
  );
}
