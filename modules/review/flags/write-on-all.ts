import { grantRule } from "./support/grant-rule";

export const writeOnAll = grantRule({
  id: "write-on-all",
  severity: "medium",
  reason:
    "What is written on every resource reaches those of other teams and those to come.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  says: "may write on every resource",
  findIn: ({ action }, wide, levels) =>
    wide
      ? levels
          .matching(action)
          .filter(
            ({ levels: all }) =>
              all.includes("Write") && !all.includes("Permissions management"),
          )
          .map(({ name }) => name)
      : [],
});
