import { isEveryAction } from "./support/every-action";
import { grantRule } from "./support/grant-rule";

export const fullAccess = grantRule({
  id: "full-access",
  severity: "high",
  reason: "Every action stands for taking the account over.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  says: "may do everything",
  narrowSeverity: (names) =>
    names.every((name) => name.startsWith("NotAction: ")) ? "medium" : "high",
  ownRoleIsWide: true,
  findIn: ({ action, resource }) =>
    isEveryAction(action) ? [`${action} on ${resource}`] : [],
});
