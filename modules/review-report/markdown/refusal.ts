import type { Review } from "../../review";
import { markdownReport } from "./report";
import { table } from "./table";
import { code } from "./text";

export interface RefusalReportProps {
  readonly environment: string;
  /** The stacks that aren't as reviewed, with the digests of both plans. */
  readonly differences: readonly {
    readonly stack: string;
    readonly reviewed?: string;
    readonly planned: string;
  }[];
  readonly reviewed: Review;
  readonly planned: Review;
}

/** Why an apply was refused: what is planned now isn't what was reviewed. Holds both reviews as Markdown. */
export function refusalReport(props: RefusalReportProps): string {
  const { environment, differences, reviewed, planned } = props;
  return [
    `# Refused: what is planned for ${code(environment)} is not what was reviewed`,
    "Nothing was applied. Review the plan of now, and apply that one.",
    table(
      ["stack", "digest that was reviewed", "digest of now"],
      differences.map((one) => [
        code(one.stack),
        one.reviewed === undefined ? "none" : code(one.reviewed),
        code(one.planned),
      ]),
    ),
    "# What was reviewed",
    markdownReport({ review: reviewed }),
    "# What is planned now",
    markdownReport({ review: planned }),
  ].join("\n\n");
}
