import { rules } from "../rules";
import { prose } from "./markdown";

/** `docs/rules.md`: every rule with its reason. */
export function ruleReference(): string {
  return `# Rules

What an environment file must keep beyond the form of its fields. Each rule is a file of its own,
\`modules/environment/rules/<rule>.ts\`; this page is made from them by \`npm run generate\`.

${rules
  .map(
    ({ name, statement, reason, source }) =>
      `## ${name}\n\n${prose(statement)}\n\nWhy: ${prose(reason)}${source === undefined ? "" : ` [Source](${source}).`}\n`,
  )
  .join("\n")}`;
}
