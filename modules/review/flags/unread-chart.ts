import type { FlagRule } from "./support/rule";

export const unreadChart: FlagRule = {
  id: "unread-chart",
  severity: "low",
  reason:
    "A chart can make service accounts and annotate them with roles; a plan doesn't show what is in it. Which roles let them in is shown all the same.",
  link: "https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release",
  *find({ plan }) {
    for (const { address, action, type } of plan.resources.values())
      if (type === "helm_release" && action !== "no-op")
        yield {
          message: `${address} is a chart, whose service accounts aren't read`,
          address,
          rows: [],
        };
  },
};
