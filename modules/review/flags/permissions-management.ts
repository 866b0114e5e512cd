import { grantRule } from "./support/grant-rule";

export const permissionsManagement = grantRule({
  id: "permissions-management",
  severity: "high",
  reason:
    "Whoever may change policies can grant more, to this role or to others, than any review has seen.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
  says: "may manage permissions",
  narrowSeverity: "medium",
  ownRoleIsWide: true,
  findIn: ({ action }, _, levels) =>
    levels
      .matching(action)
      .filter(({ levels: all }) => all.includes("Permissions management"))
      .map(({ name }) => name),
});
