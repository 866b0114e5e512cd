import type { FlagRule } from "./support/rule";

export const runsCommands: FlagRule = {
  id: "runs-commands",
  severity: "high",
  reason:
    "A provisioner runs with the credentials of the apply, and can do what no plan shows.",
  link: "https://developer.hashicorp.com/terraform/language/resources/provisioners/syntax",
  *find({ plan }) {
    for (const {
      address,
      action,
      provisioners = [],
    } of plan.resources.values())
      if (provisioners.length > 0)
        yield {
          message: `${address} has ${[...new Set(provisioners)].sort().join(", ")} that may run when it is ${action}d`,
          address,
          rows: [],
        };
  },
};
