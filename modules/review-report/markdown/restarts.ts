import type { Review } from "../../review";
import { restartsByStack } from "../pod-restarts";
import type { Detail } from "./detail";
import { someOf } from "./some-of";
import { code, sentence } from "./text";

/** What a person must do after the apply, cluster by cluster. */
export function restarts(review: Review, { most }: Detail): readonly string[] {
  const byStack = restartsByStack(review);
  if (byStack.length === 0)
    return [
      "## After the apply",
      review.notReviewable.length > 0
        ? "No pod must restart, as far as could be reviewed."
        : "No pod must restart.",
    ];
  const { shown, left } = someOf(byStack, most, "clusters");
  return [
    "## After the apply: restart these pods",
    ...shown.flatMap(({ stack, restarts }) => {
      const some = someOf(restarts, most, "service accounts");
      return [
        `On ${code(stack)}, the pods of:`,
        some.shown
          .map(
            ({ namespace, serviceAccount, reason }) =>
              `- ${code(`${namespace}/${serviceAccount}`)}: ${sentence(reason)}`,
          )
          .join("\n"),
        ...some.left,
      ];
    }),
    ...left,
  ];
}
