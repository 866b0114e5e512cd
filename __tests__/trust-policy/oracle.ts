import {
  createValidatedPolicy,
  validateTrustPolicy,
} from "@cloud-copilot/iam-policy";
import {
  runSimulation,
  runUnsafeSimulation,
  type Simulation,
} from "@cloud-copilot/iam-simulate";
import type { AssumeRoleRequest } from "../../modules/trust-policy/evaluator/evaluate";
import type { Case } from "./generate-cases";

const account = "111122223333";
const mayCallSts = {
  name: "may-call-sts",
  policy: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:*", Resource: "*" }],
  },
};

/** What an independent evaluator of IAM policies says, with contexts written out on their own here. */
export async function askOracle(one: Case): Promise<"allowed" | "denied"> {
  switch (one.path) {
    case "irsa":
      return unsafely(one.trust, {
        action: "sts:AssumeRoleWithWebIdentity",
        principal: one.identity.providerArn,
        context: {
          [`${one.identity.issuerHost}:sub`]: one.identity.subject,
          [`${one.identity.issuerHost}:aud`]: one.identity.audience,
        },
      });
    case "request":
      return unsafely(one.trust, {
        action: one.request.action,
        principal: one.request.principal.value,
        context: one.request.context,
      });
    case "pod-identity": {
      const { clusterArn, namespace, serviceAccount, sessionTags } =
        one.identity;
      if (clusterArn === undefined) throw new Error("it needs a cluster");
      const context = {
        "aws:SourceArn": clusterArn,
        "aws:SourceAccount": clusterArn.split(":")[4] ?? "",
        ...(sessionTags && {
          "aws:RequestTag/eks-cluster-arn": clusterArn,
          "aws:RequestTag/eks-cluster-name": clusterArn.split("/")[1] ?? "",
          "aws:RequestTag/kubernetes-namespace": namespace,
          "aws:RequestTag/kubernetes-service-account": serviceAccount,
          "aws:RequestTag/kubernetes-pod-name": "echo-0",
          "aws:RequestTag/kubernetes-pod-uid": "5f0c",
          "aws:TagKeys": [
            "eks-cluster-arn",
            "eks-cluster-name",
            "kubernetes-namespace",
            "kubernetes-service-account",
            "kubernetes-pod-name",
            "kubernetes-pod-uid",
          ],
        }),
      };
      for (const action of ["sts:AssumeRole", "sts:TagSession"]) {
        const result = await runSimulation(
          simulation(one.trust, {
            action,
            principal: "pods.eks.amazonaws.com",
            context,
          }),
          {},
        );
        if (result.resultType === "error")
          throw new Error(
            `the oracle refuses ${JSON.stringify(one)}: ${JSON.stringify(result.errors)}`,
          );
        if (result.overallResult !== "Allowed") return "denied";
      }
      return "allowed";
    }
  }
}

interface Question {
  readonly action: string;
  readonly principal: string;
  readonly context: AssumeRoleRequest["context"];
}

/** The oracle's strict entrance doesn't know the condition keys of EKS issuers and denies them all. */
function unsafely(trust: unknown, question: Question): "allowed" | "denied" {
  const result = runUnsafeSimulation(simulation(trust, question), {});
  return result === "Allowed" ? "allowed" : "denied";
}

function simulation(trust: unknown, question: Question): Simulation {
  const resourcePolicy = createValidatedPolicy(trust, validateTrustPolicy, {
    name: "trust",
  });
  if (resourcePolicy.errors.length > 0)
    throw new Error(
      `not a trust policy: ${JSON.stringify([trust, resourcePolicy.errors])}`,
    );
  return {
    request: {
      action: question.action,
      principal: question.principal,
      resource: {
        resource: `arn:aws:iam::${account}:role/workload`,
        accountId: account,
      },
      contextVariables: Object.fromEntries(
        Object.entries(question.context).map(([key, value]) => [
          key,
          typeof value === "string" ? value : [...value],
        ]),
      ),
    },
    // Role trust policies leave an account's own principals to their permissions: grant all of them.
    identityPolicies: question.principal.includes(":role/") ? [mayCallSts] : [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy,
  };
}
