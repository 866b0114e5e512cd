import type { Rule } from "./support/rule";
import { eachWrittenServiceAccount } from "./support/service-accounts";

export const externalOwnerHasNoSettings: Rule = {
  name: "external-owner-has-no-settings",
  statement:
    "Labels and the automount switch are written only for service accounts that are made here.",
  reason:
    "Nobody would apply them, and `automountToken: false` would be taken for a protection that holds.",
  *check(context) {
    const { environment } = context;
    for (const {
      workload,
      path,
      written,
      namespace,
      name,
    } of eachWrittenServiceAccount(context)) {
      if (typeof written === "string") continue;
      const owners = environment.clusters.flatMap(({ key }) =>
        (context.workloadOn(key, workload)?.serviceAccounts ?? [])
          .filter((one) =>
            "name" in one
              ? one.namespace === namespace && one.name === name
              : one.namespace === namespace &&
                one.namePattern === written.namePattern,
          )
          .map(({ owner }) => owner),
      );
      if (owners.length === 0 || owners.some((owner) => owner !== "external"))
        continue;
      for (const field of ["labels", "automountToken"] as const)
        if (written[field] !== undefined)
          yield {
            path: [...path, field],
            at: "key",
            rule: `${field} holds only for a service account that is made here, and its owner is external`,
            got: field,
            fix: "take it out, or write the owner as terraform or manifest",
          };
    }
  },
};
