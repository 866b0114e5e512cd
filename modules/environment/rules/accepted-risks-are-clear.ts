import type { Rule } from "./support/rule";

export const acceptedRisksAreClear: Rule = {
  name: "accepted-risks-are-clear",
  statement:
    "A risk is accepted once for a workload, until a day that the calendar has.",
  reason:
    "Of two acceptances with two days or reasons, nobody knows which one holds.",
  *check({ file }) {
    const seen = new Set<string>();
    for (const [position, { id, workload, until }] of (
      file.acceptedRisks ?? []
    ).entries()) {
      const key = JSON.stringify([id, workload]);
      if (seen.has(key))
        yield {
          path: ["acceptedRisks", position],
          rule: "must not accept a risk of a workload a second time",
          got: { id, workload },
          fix: "keep one of the two",
        };
      seen.add(key);
      if (until !== undefined && !isDay(until))
        yield {
          path: ["acceptedRisks", position, "until"],
          rule: "must be a day that the calendar has",
          got: until,
          fix: "write another day",
        };
    }
  },
};

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return (
    !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${text}T`)
  );
}
