import { wildcardMatches } from "../../policy-document";
import { isNamePattern } from "../../trust-policy";
import type { Rule } from "./support/rule";
import { eachWrittenServiceAccount } from "./support/service-accounts";

export const patternSparesDefault: Rule = {
  name: "pattern-spares-default",
  statement: "No pattern for service accounts matches `default`.",
  reason:
    "Every namespace has the service account `default`, and every pod that names none runs as it: such a pattern hands the role to all of them.",
  source:
    "https://kubernetes.io/docs/concepts/security/service-accounts/#default-service-accounts",
  *check(context) {
    for (const { path, written } of eachWrittenServiceAccount(context)) {
      if (typeof written === "string" || written.namePattern === undefined)
        continue;
      const { namePattern } = written;
      if (isNamePattern(namePattern) && wildcardMatches(namePattern, "default"))
        yield {
          path: [...path, "namePattern"],
          rule: "a pattern must not match the service account default, as which every pod runs that names none",
          got: namePattern,
          fix: "write more of the names, as in data-*",
        };
    }
  },
};
