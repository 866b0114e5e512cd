import { wildcardMatches } from "../../policy-document";
import { grantRule } from "./support/grant-rule";

export const passRoleOnAll = grantRule({
  id: "pass-role-on-all",
  severity: "high",
  reason:
    "Who may pass every role, and may start something that takes one, becomes any role of the account.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  says: "may pass every role",
  findIn: ({ action, resource }, wide) =>
    // Of `*` another rule says that it is everything.
    wide &&
    action.includes(":") &&
    wildcardMatches(action.toLowerCase(), "iam:passrole")
      ? [`${action} on ${resource}`]
      : [],
});
