import { readFileSync } from "node:fs";
import { readPlan, reviewPlans } from "../modules/review";

/** Reviews plans, given as `stack=file`, and prints how many rows there are. */
async function main(): Promise<void> {
  const plans = process.argv.slice(2).map((argument) => {
    const at = argument.indexOf("=");
    return readPlan(
      argument.slice(0, at),
      readFileSync(argument.slice(at + 1), "utf8"),
    );
  });
  const review = await reviewPlans({ plans });
  if (review.notReviewable.length > 0)
    throw new Error(review.notReviewable[0]?.message);
  process.stdout.write(`${review.changes.length}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
