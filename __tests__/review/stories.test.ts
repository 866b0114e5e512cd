import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  digestOf,
  exitStatus,
  isReduced,
  readPlan,
  reviewPlans,
} from "../../modules/review";
import { itNeeds } from "../support/component";
import { temporaryFolder } from "../support/temporary-folder";
import { provider, terraform } from "../support/terraform";
import { describeReview } from "./support/describe-review";
import { keptPlan, planOf, readIfThere } from "./support/plan-story";
import { terraformOf } from "./support/terraform-of";

const root = join(__dirname, "stories");

describe("reviews of plans that Terraform made", () => {
  it.each(readdirSync(root).sort())("%s", async (story) => {
    const plan = readPlan(
      "prod-us",
      readFileSync(join(root, story, "plan.json"), "utf8"),
    );

    const review = await reviewPlans({ plans: [plan] });

    expect(describeReview(review, exitStatus(review))).toBe(
      readFileSync(join(root, story, "review.txt"), "utf8"),
    );
  });
});

describe("the plans of the stories", () => {
  // Some: a plan takes its seconds.
  const stories = [
    "json-configuration",
    "moved",
    "pod-identity-gained-everything-unknown",
    "public-module-shape",
  ];

  for (const story of stories)
    itNeeds(
      [terraform, provider("aws", "5.29.0")],
      `${story} is what Terraform makes of it`,
      async () => {
        const made = keptPlan(
          await planOf(
            terraformOf(),
            join(root, story),
            temporaryFolder(),
            "after",
            readIfThere(join(root, story, "state.json")),
          ),
        );
        const kept = readFileSync(join(root, story, "plan.json"), "utf8");

        // Another version of Terraform or of the provider may write more; what is read is the same.
        expect(reducedDigest(made)).toBe(reducedDigest(kept));
      },
    );
});

function reducedDigest(text: string): string {
  const plan = readPlan("prod-us", text);
  if (!isReduced(plan)) throw new Error(plan.message);
  return digestOf(plan);
}
