import type { Rule } from "./support/rule";

const settings = { irsa: "irsa", podIdentity: "pod-identity" } as const;

export const identitySettingsAreUsed: Rule = {
  name: "identity-settings-are-used",
  statement:
    "Settings of a path stand only where the workload takes that path.",
  reason:
    "A setting that nothing reads, such as an audience beside Pod Identity, would be taken for one that holds.",
  *check({ environment, file, complete }) {
    if (!complete) return;
    const used = new Map(
      environment.clusters.flatMap(({ key, workloads }) =>
        workloads.map(({ name, identity }) => [`${key} ${name}`, identity]),
      ),
    );
    const live = environment.clusters.filter(({ retired }) => !retired);
    for (const [name, workload] of Object.entries(file.workloads ?? {}))
      for (const [field, identity] of Object.entries(settings) as [
        keyof typeof settings,
        (typeof settings)[keyof typeof settings],
      ][]) {
        const on = live
          .map(({ key }) => key)
          .filter((key) => used.has(`${key} ${name}`));
        if (
          workload[field] !== undefined &&
          on.length > 0 &&
          !on.some((key) => used.get(`${key} ${name}`) === identity)
        )
          yield {
            path: ["workloads", name, field],
            at: "key",
            rule: `${field} holds only where a cluster uses ${identity}, and none does`,
            got: field,
            fix: "take it out, or choose that path",
          };
        for (const key of on)
          if (
            workload.clusters?.[key]?.[field] !== undefined &&
            used.get(`${key} ${name}`) !== identity
          )
            yield {
              path: ["workloads", name, "clusters", key, field],
              at: "key",
              rule: `${field} holds only where the path is ${identity}`,
              got: field,
              fix: "take it out, or choose that path",
            };
      }
  },
};
