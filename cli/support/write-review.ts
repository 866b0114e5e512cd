import type { Command } from "commander";
import { acceptancesOf } from "../../modules/deployment";
import type { Environment } from "../../modules/environment";
import {
  digestOf,
  exitStatus,
  isReduced,
  reviewPlans,
  type PlanReading,
  type Review,
} from "../../modules/review";
import {
  commentMarker,
  htmlReport,
  jsonReport,
  markdownReport,
} from "../../modules/review-report";
import type { ReviewOptions } from "./review-options";
import { today } from "./today";
import { writeOutput } from "./write-output";

export type ReviewFormat = "md" | "html" | "json";

export interface WriteReviewProps {
  /** Ends where the review can't be written. */
  readonly command: Command;
  readonly project: string;
  /** Absent where plans of other root modules are reviewed. */
  readonly environment?: Environment;
  readonly plans: readonly PlanReading[];
  readonly options: ReviewOptions;
}

/** Reviews plans, writes the review, and gives the status that the command ends with. */
export async function writeReview(props: WriteReviewProps): Promise<number> {
  const { command, environment, plans, options } = props;
  const acceptances =
    environment &&
    acceptancesOf({
      ...props,
      environment,
      base: options.base,
      today: today(),
    });
  for (const warning of acceptances?.warnings ?? [])
    process.stderr.write(`${warning}\n`);
  const review = await reviewPlans({
    plans,
    acceptedRisks: acceptances?.counting ?? [],
  });
  const text = reportOf(review, props);
  writeOutput(command, options.out, text);
  const status = exitStatus(review, options);
  const changes = review.changes.length + review.flags.length;
  return status === 0 && options.failOnChange && changes > 0 ? 3 : status;
}

/** The report in the format that was asked for. */
function reportOf(
  review: Review,
  { environment, plans, options }: WriteReviewProps,
): string {
  const props = {
    review,
    digests: new Map(
      plans
        .flatMap((plan) =>
          isReduced(plan) ? [[plan.stack, digestOf(plan)] as const] : [],
        )
        .sort(([left], [right]) => (left < right ? -1 : 1)),
    ),
    ...(environment && { environment: environment.name }),
  };
  switch (options.format) {
    case "html":
      return htmlReport(props);
    case "json":
      return jsonReport(props);
    case "md":
      return markdownReport({
        ...props,
        ...(environment && { marker: commentMarker(environment.name) }),
      });
  }
}
