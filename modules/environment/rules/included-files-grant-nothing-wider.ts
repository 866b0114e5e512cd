import type { Path } from "../fault";
import type { Rule } from "./support/rule";

const reserved = ["name", "path", "permissionsBoundary"] as const;

/** IAM's own, in seconds, where `defaults` says nothing. */
const defaultSessionDuration = 3600;

export const includedFilesGrantNothingWider: Rule = {
  name: "included-files-grant-nothing-wider",
  statement:
    "An included file sets none of `role.name`, `role.path`, `role.permissionsBoundary`, `irsa.audience`, `podIdentity.sessionTags`, no tag that `defaults.tags` sets, no longer sessions than `defaults`, and does not switch `role.exclusivePermissions` off.",
  reason:
    "Policies elsewhere trust roles by name, path and tags, the boundary and the exclusive switch bound the file's author, an audience is added to the provider of the whole cluster, and without session tags a trust policy is as wide as the cluster: CODEOWNERS must not become a grant.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  *check({ file, includedFrom, environment }) {
    const fix = `take it out, or declare the workload in environments/${environment.name}.yaml`;
    const refuse = (path: Path, got: unknown) => ({
      path,
      at: "key" as const,
      rule: `an included file must not set ${path.slice(2).join(".")}`,
      got,
      fix,
    });
    const defaultTags = Object.keys(file.defaults?.tags ?? {});
    for (const name of includedFrom.keys()) {
      const workload = file.workloads?.[name];
      const base = ["workloads", name];
      for (const field of reserved) {
        const got = workload?.role?.[field];
        if (got !== undefined) yield refuse([...base, "role", field], got);
      }
      const { exclusivePermissions, maxSessionDuration } = workload?.role ?? {};
      if (exclusivePermissions === false)
        yield refuse(
          [...base, "role", "exclusivePermissions"],
          exclusivePermissions,
        );
      if (
        maxSessionDuration !== undefined &&
        maxSessionDuration >
          (file.defaults?.maxSessionDuration ?? defaultSessionDuration)
      )
        yield refuse(
          [...base, "role", "maxSessionDuration"],
          maxSessionDuration,
        );
      for (const [key, value] of Object.entries(workload?.tags ?? {}))
        if (defaultTags.includes(key))
          yield refuse([...base, "tags", key], value);
      const places = [
        { path: base, fields: workload },
        ...Object.entries(workload?.clusters ?? {}).map(([key, fields]) => ({
          path: [...base, "clusters", key],
          fields,
        })),
      ];
      for (const { path, fields } of places) {
        const { audience } = fields?.irsa ?? {};
        if (audience !== undefined)
          yield refuse([...path, "irsa", "audience"], audience);
        const { sessionTags } = fields?.podIdentity ?? {};
        if (sessionTags !== undefined)
          yield refuse([...path, "podIdentity", "sessionTags"], sessionTags);
      }
    }
  },
};
