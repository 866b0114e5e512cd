import { grantRule } from "./support/grant-rule";

export const unknownAction = grantRule({
  id: "unknown-action",
  severity: "low",
  reason:
    "No action is known that this matches: it grants nothing, or is newer than the list that the other rules judge by.",
  link: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html",
  says: "may do what isn't known",
  findIn: ({ action }, _, levels) =>
    action.includes(":") &&
    !action.startsWith("NotAction: ") &&
    !/^[*?]+:/.test(action) &&
    levels.matching(action).length === 0
      ? [action]
      : [],
});
