import { escapeMarkdown } from "../../markup";
import { flagRules } from "../../review";
import { link } from "./text";

/** `docs/risks.md`: every rule that finds risks, with its reason. */
export function riskReference(): string {
  const sections = flagRules.map(
    (rule) =>
      `## ${rule.id}\n\nSeverity: ${rule.severity}, unless a finding says otherwise.\n\nWhy: ${escapeMarkdown(rule.reason)} ${link("Source", rule.link)}.\n`,
  );
  return `# Risks

What a [review](review.md) flags in plans. Each rule is a file of its own, \`modules/review/flags/<id>.ts\`; this page
is made from them by \`npm run generate\`. An environment's \`acceptedRisks\` name a rule by its id. Beside
these, \`clusters-differ\` (low) says that one cluster gets a change and another one doesn't.

${sections.join("\n")}`;
}
