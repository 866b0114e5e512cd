import { entriesOf, type ReducedResource } from "../plan";
import { textAt, valueAt, type Stage } from "../access";
import { listSome } from "./support/rows";
import type { FlagRule } from "./support/rule";

export const roleTagsChange: FlagRule = {
  id: "role-tags-change",
  severity: "medium",
  reason:
    "A session without session tags has its role's as aws:PrincipalTag: policies take it for the pod that these tags name.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html",
  *find({ plan, rowsByRole }) {
    for (const resource of plan.resources.values()) {
      const { address, type, action, after } = resource;
      if (type !== "aws_iam_role" || after === undefined || action === "no-op")
        continue;
      const before = new Set(tagsAt(resource, "before"));
      const gained = tagsAt(resource, "after").filter(
        (tag) => !before.has(tag),
      );
      if (gained.length === 0) continue;
      const role = plan.after.roles.get(address);
      yield {
        message: `${role?.label ?? address} gets tags as EKS gives to sessions of pods: ${listSome(gained)}`,
        address,
        rows: rowsByRole.get(address) ?? [],
      };
    }
  },
};

/** Tags that are called like session tags, as in `kubernetes-namespace = echo`. */
function tagsAt(resource: ReducedResource, stage: Stage): readonly string[] {
  const found = ["tags", "tags_all"].flatMap((attribute) => {
    const value = valueAt(resource, stage, attribute);
    if (value.state === "unknown") return ["some that aren't known yet"];
    if (value.state !== "known") return [];
    // A value that isn't known yet is left out there.
    const unknown =
      stage === "before"
        ? []
        : resource.unknown.flatMap(({ path: [name, key] }) =>
            name === attribute && typeof key === "string" ? [key] : [],
          );
    return [...entriesOf(value.value).map(([key]) => key), ...unknown].map(
      (key) =>
        `${key} = ${textAt(resource, stage, attribute, key) ?? "(known after apply)"}`,
    );
  });
  return [...new Set(found)];
}
