import type { Rule } from "./support/rule";
import { eachWrittenServiceAccount } from "./support/service-accounts";

export const serviceAccountHasName: Rule = {
  name: "service-account-has-name",
  statement:
    "A service account that is written as a map has a name or a pattern, and not both.",
  reason: "With both, a reader can't tell which of the two is trusted.",
  *check(context) {
    for (const { path, written } of eachWrittenServiceAccount(context)) {
      if (typeof written === "string") continue;
      if ((written.name === undefined) === (written.namePattern === undefined))
        yield {
          path,
          rule: "a service account has either a name or a namePattern",
          got: written,
          fix: "write one of the two",
        };
    }
  },
};
