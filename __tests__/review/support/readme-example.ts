import {
  exitStatus,
  readPlan,
  reviewPlans,
} from "eks-workload-identity/modules/review";

export async function reviewText(text: string): Promise<string> {
  const review = await reviewPlans({ plans: [readPlan("prod-us", text)] });
  const rows = review.changes.map(
    ({ kind, subject }) =>
      `${kind} ${subject?.namespace ?? ""}/${subject?.serviceAccount ?? ""}`,
  );
  return [...rows, `exit status ${exitStatus(review)}`].join("\n");
}
