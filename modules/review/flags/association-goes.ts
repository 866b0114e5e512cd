import { associationsGoing } from "./support/associations-going";
import type { FlagRule } from "./support/rule";

export const associationGoes: FlagRule = {
  id: "association-goes",
  severity: "medium",
  reason:
    "Pods lose their credentials when the ones that they hold run out; those of a replaced association get none in between.",
  link: "https://docs.aws.amazon.com/eks/latest/APIReference/API_DeletePodIdentityAssociation.html",
  *find({ plan, rows }) {
    for (const { association, key, replaced } of associationsGoing(plan))
      yield {
        message: `the association of ${key} on cluster ${association.cluster} is ${replaced ? "replaced" : "deleted"}: its pods lose credentials${replaced ? " meanwhile" : ""}`,
        address: association.address,
        rows: rows.filter(({ about }) => about === key),
      };
  },
};
