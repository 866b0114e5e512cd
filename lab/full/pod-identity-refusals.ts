import http from "node:http";
import { assumeForPod } from "../checks/aws-calls";
import { requestToken } from "../kubernetes/service-accounts";
import { deleteAssociation } from "./associations";
import type { FullLab } from "./full-lab";
import { formatAnswer } from "./irsa-refusals";
import { podToken, withSubject } from "./pod-token";
import type { Report } from "./report";
import { neighbours, subjects, type Subject } from "./subjects";

const audience = "pods.eks.amazonaws.com";

function ofPodIdentity(lab: FullLab): readonly Subject[] {
  return subjects(lab).filter(
    ({ workload }) => workload.identity === "pod-identity",
  );
}

/** Checks what EKS Auth answers to tokens that must not get a Pod Identity role. */
export async function checkPodIdentityRefusals(
  lab: FullLab,
  report: Report,
): Promise<void> {
  for (const subject of ofPodIdentity(lab)) {
    const { running, serviceAccount } = subject;
    for (const neighbour of neighbours(subject))
      await check(
        lab,
        report,
        subject,
        `for ${neighbour.namespace}/${neighbour.name}`,
        await podToken(lab, running, neighbour, audience),
        `ResourceNotFoundException: No association found for service account ${neighbour.name} in namespace ${neighbour.namespace}`,
      );
    await check(
      lab,
      report,
      subject,
      "token for STS",
      await podToken(lab, running, serviceAccount, "sts.amazonaws.com"),
      "InvalidTokenException: Token audience must be pods.eks.amazonaws.com",
    );
    await check(
      lab,
      report,
      subject,
      "token that is bound to no pod",
      await requestToken(running.api, serviceAccount, { audience }),
      "InvalidTokenException: Token is not of a pod of this cluster",
    );
    const [neighbour = serviceAccount] = neighbours(subject);
    await check(
      lab,
      report,
      subject,
      "a neighbour's token with the claim edited",
      withSubject(
        await podToken(lab, running, neighbour, audience),
        serviceAccount,
      ),
      "InvalidTokenException: Signature verification failed",
    );
  }
  const [subject] = ofPodIdentity(lab);
  if (subject)
    report.check(
      `${subject.title}, agent called by another address`,
      await callAgentAs(
        "127.0.0.1",
        await podToken(lab, subject.running, subject.serviceAccount, audience),
      ),
      "403: Called agent through invalid address",
    );
}

/** Takes each association away, behind Terraform's back, and checks that the role is gone with it. */
export async function checkWithoutAssociations(
  lab: FullLab,
  report: Report,
): Promise<void> {
  for (const subject of ofPodIdentity(lab)) {
    const { running, serviceAccount } = subject;
    const token = await podToken(lab, running, serviceAccount, audience);
    await deleteAssociation(lab.upstream, running.cluster, serviceAccount);
    await check(
      lab,
      report,
      subject,
      "association deleted",
      token,
      `ResourceNotFoundException: No association found for service account ${serviceAccount.name} in namespace ${serviceAccount.namespace}`,
    );
  }
}

async function check(
  lab: FullLab,
  report: Report,
  { running, title }: Subject,
  what: string,
  token: string,
  expected: string,
): Promise<void> {
  const answer = await assumeForPod(lab.endpoint, running.cluster.name, token);
  report.check(`${title}, ${what}`, formatAnswer(answer), expected);
}

/** Calls the agent at its address, with another one in the Host header. */
function callAgentAs(host: string, token: string): Promise<string> {
  return new Promise((resolve, reject) => {
    http
      .get(
        "http://169.254.170.23/v1/credentials",
        { headers: { host, authorization: token } },
        (response) => {
          let body = "";
          response.on("data", (chunk: Buffer) => (body += chunk.toString()));
          response.on("end", () => {
            resolve(`${response.statusCode ?? 0}: ${body}`);
          });
        },
      )
      .on("error", reject);
  });
}
