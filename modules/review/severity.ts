/** How much a risk matters, the most severe first. */
export const severities = ["high", "medium", "low"] as const;

export type Severity = (typeof severities)[number];
