import type * as z from "zod";
import { acceptedRisks } from "./accepted-risks";
import { backend } from "./backend";
import { cluster } from "./cluster";
import { flag, list, map, named, text, wholeNumber } from "./field";
import {
  accountId,
  identity,
  maxSessionDuration,
  name,
  rolePath,
  serviceAccountOwner,
  tags,
} from "./forms";
import { workloads } from "./workload";

const namespaceName = text(
  "A namespace.",
  "must be a Kubernetes namespace; use at most 63 lower-case letters, digits and hyphens",
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
);

/**
 * The schema of `environments/<environment>.yaml`: the single source of the TypeScript types, of
 * `environments/schema.json` that editors complete from, and of the field reference
 * `environments/README.md`. It holds form only, field by field, without transforms or refinements
 * (a JSON Schema can't carry them); what needs two fields, or a value after its placeholders are
 * replaced, is a rule in `rules/`.
 */
export const environmentFile = map(
  "An environment: its clusters and its workloads.",
  {
    account: accountId(
      "The AWS account that holds the clusters and the roles.",
    ),
    backend,
    include: list(
      "Files of workloads, so that teams own theirs and environments share one.",
      map("One included file.", {
        file: text(
          "The file, relative to `environments/`, in a folder below it.",
        ),
        namespaces: list(
          "The namespaces in which the file may claim service accounts.",
          namespaceName,
        ),
      }),
    ).optional(),
    quotas: map("Account quotas that were raised.", {
      trustPolicyLength: wholeNumber(
        "Characters of a trust policy, white space not counted. Default 2048.",
        2048,
        8192,
      ).optional(),
      managedPoliciesPerRole: wholeNumber(
        "Managed policies of a role. Default 10.",
        10,
        25,
      ).optional(),
    }).optional(),
    clusters: named("The clusters, by key.", name, cluster, {
      minProperties: 1,
      example: "us: { region: us-east-1 }",
    }),
    defaults: map(
      "What holds for every workload that does not say otherwise.",
      {
        identity: identity("The path. Default: none.").optional(),
        rolePath: rolePath(
          "IAM path of the roles. Default `/`. Placeholders are replaced.",
        ).optional(),
        permissionsBoundary: text(
          "ARN of the policy that bounds every role. Default: none. Placeholders are replaced.",
        ).optional(),
        maxSessionDuration: maxSessionDuration(
          "Seconds that a session lasts at most. Default: IAM's, 3600.",
        ).optional(),
        serviceAccountOwner: serviceAccountOwner.optional(),
        exclusivePermissions: flag(
          "When true, grants made elsewhere show in a plan and are taken away. Default false.",
        ).optional(),
        tags: tags(
          "Tags of every resource (the provider's `default_tags`). Placeholders are replaced in values. Default: none.",
        ).optional(),
      },
    ).optional(),
    workloads: workloads.optional(),
    acceptedRisks: acceptedRisks.optional(),
  },
);

export type EnvironmentFile = z.infer<typeof environmentFile>;
