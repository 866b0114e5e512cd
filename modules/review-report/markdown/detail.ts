/** How much a Markdown report shows. */
export interface Detail {
  /** The least detailed last. */
  readonly level: "documents" | "routes" | "summary";
  /** How many entries each list has at most. */
  readonly most: number;
}
