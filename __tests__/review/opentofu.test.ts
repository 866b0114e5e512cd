import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { exitStatus, readPlan, reviewPlans } from "../../modules/review";
import { itNeeds, type Component } from "../support/component";
import { temporaryFolder } from "../support/temporary-folder";
import { openTofu, provider } from "../support/terraform";
import { describeReview } from "./support/describe-review";
import { planOf, readIfThere } from "./support/plan-story";
import { terraformOf } from "./support/terraform-of";

const root = join(__dirname, "stories");

const needs = [openTofu, provider("aws", "5.29.0")];

/** A story has service accounts, or no need for their provider. */
function needsOf(story: string): readonly Component[] {
  return readIfThere(join(root, story, "after.tf"))?.includes("kubernetes_") ===
    true
    ? [...needs, provider("kubernetes", "2.9.0")]
    : needs;
}

describe("reviews of plans that OpenTofu makes of the stories", () => {
  for (const story of readdirSync(root).sort())
    itNeeds(needsOf(story), story, async () => {
      const text = await planOf(
        terraformOf("tofu"),
        join(root, story),
        temporaryFolder(),
        "after",
        // OpenTofu takes providers from a registry of its own, and says so in its states.
        readIfThere(join(root, story, "state.json"))?.replaceAll(
          "registry.terraform.io",
          "registry.opentofu.org",
        ),
      );

      const review = await reviewPlans({ plans: [readPlan("prod-us", text)] });

      expect(describeReview(review, exitStatus(review))).toBe(
        readFileSync(join(root, story, "review.txt"), "utf8"),
      );
    });
});
