import type { Finding } from "../fault";

/** What a file's text may not hold, whatever the field, and where in the text it stands. */
export interface Refusal {
  readonly offset: number;
  readonly finding: Finding;
}
