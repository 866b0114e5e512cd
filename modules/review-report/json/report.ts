import * as z from "zod";
import type { Review } from "../../review";
import { jsonReportSchema } from "./schema";

export interface JsonReportProps {
  readonly review: Review;
  readonly environment?: string;
  /** Stack -> digest of its reduced model. @default none */
  readonly digests?: ReadonlyMap<string, string>;
}

/** A review as JSON of the published form, `docs/review.schema.json`. */
export function jsonReport(props: JsonReportProps): string {
  const { review, environment, digests } = props;
  const report: z.input<typeof jsonReportSchema> = {
    version: 1,
    ...(environment !== undefined && { environment }),
    digests: Object.fromEntries(digests ?? []),
    review,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The JSON Schema of {@link jsonReport}. */
export function jsonReportJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(jsonReportSchema, { target: "draft-7" }), null, 2)}\n`;
}
