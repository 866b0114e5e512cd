import {
  isNamed,
  isSameAssociated,
  subjectKey,
  type Association,
} from "../../access";
import type { PlanAccess } from "../../compare";

export interface GoingAssociation {
  readonly association: Association;
  readonly key: string;
  /** What the same service account has on the same cluster instead; absent where it has nothing. */
  readonly successor?: Association;
}

/** The associations that a plan deletes or replaces, and those that an add-on has no more. */
export function associationsGoing({
  resources,
  before,
  after,
}: PlanAccess): readonly GoingAssociation[] {
  return before.associations.flatMap((association) => {
    const action = resources.get(association.address)?.action;
    if (!["delete", "replace", "update"].includes(action ?? "")) return [];
    const key = subjectKey(association);
    const successors = (after.subjects.get(key)?.associations ?? []).filter(
      (one) => isSameAssociated(association, one),
    );
    const successor =
      successors.find(({ address }) => address === association.address) ??
      successors[0];
    const mayStay =
      action === "update" &&
      (successor !== undefined ||
        after.associations.some(
          (one) => one.address === association.address && !isNamed(one),
        ));
    if (mayStay) return [];
    return [{ association, key, ...(successor && { successor }) }];
  });
}
