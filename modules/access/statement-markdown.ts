import { codeSpan } from "../markup";
import type { AccessStatement } from "./model";

/** A statement on one line of Markdown, for a table's cell. */
export function statementMarkdown(statement: AccessStatement): string {
  const { effect, sid, actions, resources, conditions } = statement;
  return [
    effect === "Deny" ? "**Deny**" : "Allow",
    ...(sid === undefined ? [] : [`(${codeSpan(sid)})`]),
    actions.map(codeSpan).join(", "),
    `on ${resources.map(codeSpan).join(", ")}`,
    ...(conditions === undefined
      ? []
      : [`if ${codeSpan(JSON.stringify(conditions))}`]),
  ].join(" ");
}
