import type { Rule } from "./support/rule";
import { eachWrittenServiceAccount } from "./support/service-accounts";

export const includedNamespaces: Rule = {
  name: "included-namespaces",
  statement:
    "An included file claims service accounts only in the namespaces that its entry allows.",
  reason:
    "Who may edit a team's file must not be able to take over another team's service account, or give its own a role under another's name.",
  *check(context) {
    for (const {
      workload,
      path,
      written,
      namespace,
    } of eachWrittenServiceAccount(context)) {
      const inclusion = context.includedFrom.get(workload);
      if (inclusion && !inclusion.namespaces.includes(namespace))
        yield {
          path: typeof written === "string" ? path : [...path, "namespace"],
          rule: `this file may claim service accounts only in ${inclusion.namespaces.join(", ")}`,
          got: namespace,
          fix: `move the workload, or allow the namespace in environments/${context.environment.name}.yaml`,
        };
    }
  },
};
