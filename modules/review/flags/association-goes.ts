import {
  associationsGoing,
  type GoingAssociation,
} from "./support/associations-going";
import type { FlagRule } from "./support/rule";

export const associationGoes: FlagRule = {
  id: "association-goes",
  severity: "medium",
  reason:
    "Pods lose their credentials when the ones that they hold run out; those of a replaced association get none in between.",
  link: "https://docs.aws.amazon.com/eks/latest/APIReference/API_DeletePodIdentityAssociation.html",
  *find({ plan, rows }) {
    for (const going of associationsGoing(plan))
      yield {
        message: `the association of ${going.key} on cluster ${going.association.cluster} is ${fateOf(going)}`,
        address: going.association.address,
        rows: rows.filter(({ about }) => about === going.key),
      };
  },
};

function fateOf({ association, successor, irsa }: GoingAssociation): string {
  if (successor === undefined) return `deleted: ${lossBy(irsa)}`;
  const by =
    successor.address === association.address ? "" : ` by ${successor.address}`;
  return `replaced${by}: its pods lose credentials meanwhile`;
}

function lossBy(irsa: GoingAssociation["irsa"]): string {
  if (irsa === "certain") return "its pods have IRSA alone then";
  return irsa === "possible"
    ? "its pods may lose credentials, or have IRSA alone then"
    : "its pods lose credentials";
}
