import { Option, type Command } from "commander";
import type { ReviewFormat } from "./write-review";

export interface ReviewOptions {
  readonly format: ReviewFormat;
  readonly out?: string;
  readonly failOn: "high" | "medium" | "never";
  readonly failOnChange: boolean;
  readonly allowUnknown: boolean;
  readonly base: string;
}

/** How the review of plans ends a command. */
export const reviewStatuses = `Exit status:
  0  reviewed
  1  a wrong call, a fault in the environment, or a plan that can't be read; wins over 3 and 4
  3  a risk at or above the threshold that isn't accepted, or a change with --fail-on-change
  4  a plan is errored or missing, or something in it can't be reviewed; wins over 3`;

/** Adds the options of every command that writes a review. */
export function withReviewOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--format <format>", "of the review")
        .choices(["md", "html", "json"])
        .default("md"),
    )
    .option("--out <file>", "write it to a file instead of standard output")
    .addOption(
      new Option("--fail-on <severity>", "the least severe risk that fails")
        .choices(["high", "medium", "never"])
        .default("high"),
    )
    .option(
      "--fail-on-change",
      "let any change of access fail (status 3), as where a plan should have none",
      false,
    )
    .option(
      "--allow-unknown",
      "let pass what can't be reviewed (status 4); it is shown all the same",
      false,
    )
    .addOption(
      new Option(
        "--base <ref>",
        "git's name of the branch that the change goes into: an accepted risk counts where its environment file has it",
      )
        .env("REVIEW_BASE")
        .default("origin/main"),
    );
}
