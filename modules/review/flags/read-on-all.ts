import { grantRule } from "./support/grant-rule";

export const readOnAll = grantRule({
  id: "read-on-all",
  severity: "medium",
  reason:
    "These actions read what is in resources and can be narrowed to some of them: on every one they read other teams' data too.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  says: "may read data of every resource",
  findIn: ({ action }, wide, levels) =>
    wide
      ? levels
          .matching(action)
          .filter(
            ({ levels: all, onlyOnAll }) => all.includes("Read") && !onlyOnAll,
          )
          .map(({ name }) => name)
      : [],
});
