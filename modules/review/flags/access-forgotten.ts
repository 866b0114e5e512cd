import type { FlagRule } from "./support/rule";

export const accessForgotten: FlagRule = {
  id: "access-forgotten",
  severity: "medium",
  reason:
    "What Terraform forgets goes on to exist: the access stays, and no plan shows it any more.",
  link: "https://developer.hashicorp.com/terraform/language/block/removed",
  *find({ plan }) {
    for (const { address, action, forgetsOld } of plan.resources.values())
      if (action === "forget" || forgetsOld === true)
        yield {
          message: `${forgetsOld === true ? `what ${address} was` : address} is left out of the state and goes on to exist`,
          address,
          rows: [],
        };
  },
};
