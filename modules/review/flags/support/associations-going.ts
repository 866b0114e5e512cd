import { subjectKey, type Association } from "../../access";
import type { PlanAccess } from "../../compare";

export interface GoingAssociation {
  readonly association: Association;
  readonly key: string;
  readonly replaced: boolean;
}

/** The associations that a plan deletes or replaces. */
export function associationsGoing({
  resources,
  before,
}: PlanAccess): readonly GoingAssociation[] {
  return before.associations.flatMap((association) => {
    const action = resources.get(association.address)?.action;
    return action === "delete" || action === "replace"
      ? [
          {
            association,
            key: subjectKey(association),
            replaced: action === "replace",
          },
        ]
      : [];
  });
}
