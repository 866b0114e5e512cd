import { assumeWithToken, type RoleAnswer } from "../checks/aws-calls";
import type { FullLab } from "./full-lab";
import { notTrusted } from "./identity-checks";
import { podToken, withOtherSignature, withSubject } from "./pod-token";
import type { Report } from "./report";
import { neighbours, subjects, type Subject } from "./subjects";

const audience = "sts.amazonaws.com";
const badSignature = "InvalidIdentityToken: Signature verification failed";

/** Checks what STS answers to tokens that must not get an IRSA role, for each workload on each cluster. */
export async function checkIrsaRefusals(
  lab: FullLab,
  report: Report,
): Promise<void> {
  const all = subjects(lab);
  for (const subject of all.filter(
    ({ workload }) => workload.identity === "irsa",
  )) {
    const { running, serviceAccount, workload, title } = subject;
    const check = async (
      what: string,
      token: string,
      expected: string,
    ): Promise<void> => {
      report.check(
        `${title}, ${what}`,
        formatAnswer(
          await assumeWithToken(lab.endpoint, workload.role.arn, token),
        ),
        expected,
      );
    };
    const token = await podToken(lab, running, serviceAccount, audience);
    const [neighbour = serviceAccount] = neighbours(subject);
    await check(
      "a neighbour's token with the claim edited",
      withSubject(
        await podToken(lab, running, neighbour, audience),
        serviceAccount,
      ),
      badSignature,
    );
    await check(
      "token with the signature edited",
      withOtherSignature(token),
      badSignature,
    );
    await check(
      "token for another audience",
      await podToken(lab, running, serviceAccount, "pods.eks.amazonaws.com"),
      "InvalidIdentityToken: Incorrect token audience",
    );
    const elsewhere = namesakeElsewhere(subject, all);
    if (elsewhere)
      await check(
        `token of its namesake on ${elsewhere.running.cluster.stack}`,
        await podToken(lab, elsewhere.running, serviceAccount, audience),
        notTrusted,
      );
  }
}

/** Takes each cluster's OIDC provider away, behind Terraform's back, and checks that its roles are gone. */
export async function checkWithoutProviders(
  lab: FullLab,
  report: Report,
): Promise<void> {
  for (const subject of subjects(lab).filter(
    ({ workload }) => workload.identity === "irsa",
  )) {
    const { running, serviceAccount, workload, title } = subject;
    const { account, partition, issuer = "" } = running.cluster;
    const token = await podToken(lab, running, serviceAccount, audience);
    // Deleting one that is gone already is no fault of IAM's.
    await lab.upstream.iam(account, {
      Action: "DeleteOpenIDConnectProvider",
      OpenIDConnectProviderArn: `arn:${partition}:iam::${account}:oidc-provider/${issuer.replace("https://", "")}`,
    });
    report.check(
      `${title}, OIDC provider deleted`,
      formatAnswer(
        await assumeWithToken(lab.endpoint, workload.role.arn, token),
      ),
      `InvalidIdentityToken: No OpenIDConnect provider found in your account for ${issuer}`,
    );
  }
}

/** The service account of the same name on another cluster, where there is one. */
function namesakeElsewhere(
  subject: Subject,
  all: readonly Subject[],
): Subject | undefined {
  return all.find(
    ({ running, serviceAccount: { namespace, name } }) =>
      running !== subject.running &&
      namespace === subject.serviceAccount.namespace &&
      name === subject.serviceAccount.name,
  );
}

/** As the report says what AWS answered. */
export function formatAnswer(answer: RoleAnswer): string {
  return "role" in answer
    ? `role ${answer.role}`
    : `${answer.code}: ${answer.message}`;
}
