import { inParallel } from "../checks/in-parallel";
import { deletePod } from "../kubernetes/pods";
import {
  createServiceAccount,
  type ServiceAccountName,
} from "../kubernetes/service-accounts";
import { admitPod } from "./admit-pod";
import type { FullLab } from "./full-lab";
import { preparePod } from "./pod-runner";
import type { Report } from "./report";
import { declaredRole, neighbours, subjects, type Subject } from "./subjects";
import type { Asker } from "./who-am-i";

/** Pods that run at once. */
const atOnce = 3;

/** What STS answers to whom a role's trust policy doesn't name. */
export const notTrusted =
  "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity";

export interface IdentityCheckProps {
  readonly lab: FullLab;
  readonly report: Report;
  readonly askers: readonly Asker[];
  /** A folder for pods. */
  readonly directory: string;
}

/** Checks that the pods of each service account have the declared role, by every program. */
export async function checkOwnPods(
  props: IdentityCheckProps,
  when: string,
): Promise<void> {
  const all = subjects(props.lab);
  const answers = await inParallel(
    atOnce,
    all.map((subject) => () => ask(props, subject, subject.serviceAccount)),
  );
  for (const [index, subject] of all.entries())
    for (const [asker, answer] of answers[index] ?? [])
      props.report.check(
        `${subject.title}, ${asker}${when}`,
        answer,
        declaredRole(subject),
      );
}

/**
 * Checks that neighbours have no role, although somebody gave them the very annotation by which the
 * subject would get its own.
 */
export async function checkNeighbours(
  props: IdentityCheckProps,
): Promise<void> {
  const all = subjects(props.lab).flatMap((subject) =>
    neighbours(subject).map((neighbour) => ({ subject, neighbour })),
  );
  for (const { subject, neighbour } of all)
    await createServiceAccount(subject.running.api, neighbour, {
      "eks.amazonaws.com/role-arn": subject.workload.role.arn,
    });
  const answers = await inParallel(
    atOnce,
    all.map(
      ({ subject, neighbour }) =>
        () =>
          ask(props, subject, neighbour),
    ),
  );
  for (const [index, { subject, neighbour }] of all.entries())
    for (const [asker, answer] of answers[index] ?? [])
      props.report.check(
        `${subject.title}, its role annotated on ${neighbour.namespace}/${neighbour.name}, ${asker}`,
        answer,
        notTrusted,
      );
}

/** Runs every program in a new pod. */
async function ask(
  { lab, askers, directory }: IdentityCheckProps,
  { running }: Subject,
  serviceAccount: ServiceAccountName,
): Promise<readonly (readonly [asker: string, answer: string])[]> {
  const pod = await admitPod(lab, running, serviceAccount);
  const prepared = await preparePod(running.api, pod, directory);
  try {
    const answers: (readonly [string, string])[] = [];
    for (const asker of askers)
      answers.push([asker.name, await asker.ask(prepared)]);
    return answers;
  } finally {
    prepared.remove();
    await deletePod(running.api, pod);
  }
}
