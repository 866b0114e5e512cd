import type * as z from "zod";
import { flag, map, named, oneOf, text, wholeNumber } from "./field";
import { identity, name, serviceAccountOwner, tags } from "./forms";
import { permissions } from "./permissions";
import { role } from "./role";
import { serviceAccount } from "./service-account";

/** Where a pod may run; IRSA works on all, Pod Identity on Linux EC2 and hybrid nodes. */
const compute = (description: string) =>
  oneOf(description, ["ec2", "fargate", "windows", "hybrid"]);

const irsa = map("Settings of IRSA.", {
  audience: text(
    "Audience of the token, and what the trust policy asks for. Default `sts.amazonaws.com`, also in China.",
    "must be an audience of at most 255 characters; use letters, digits and .:/_-",
    /^[\w.:/-]{1,255}$/,
  ).optional(),
  tokenExpirationSeconds: wholeNumber(
    "Seconds that a token is valid. Default 86400.",
    600,
    86400,
  ).optional(),
  regionalSts: flag(
    "Whether SDKs call the region's STS endpoint. Default: the cluster's webhook decides (EKS: regional).",
  ).optional(),
});

const podIdentity = map("Settings of EKS Pod Identity.", {
  sessionTags: flag(
    "Whether EKS sends session tags. Default true. Off, the trust policy can name the cluster only: the association alone tells service accounts apart.",
  ).optional(),
});

const workload = map(
  "One workload: a service account, the path by which it gets credentials, and what it may do.",
  {
    serviceAccount,
    identity: identity(
      "The path: IRSA or EKS Pod Identity. Needed here or in `defaults`.",
    ).optional(),
    clusters: named(
      "The clusters it runs on, with what differs there. Default: every cluster of the environment.",
      name,
      map("What differs on this cluster.", {
        identity: identity("The path on this cluster.").optional(),
        compute: compute("Where its pods run on this cluster.").optional(),
        serviceAccountOwner: serviceAccountOwner.optional(),
        irsa: irsa.optional(),
        podIdentity: podIdentity.optional(),
        permissions: permissions
          .describe("Replaces the workload's permissions as a whole.")
          .optional(),
      }),
      { minProperties: 1, example: "us: {}" },
    ).optional(),
    permissions: permissions.optional(),
    role: role.optional(),
    irsa: irsa.optional(),
    podIdentity: podIdentity.optional(),
    compute: compute(
      "Where its pods run. Pod Identity does not work on Fargate or Windows. Default `ec2`.",
    ).optional(),
    serviceAccountOwner: serviceAccountOwner.optional(),
    tags: tags(
      "Tags of the role and the association, over `defaults.tags`. Placeholders are replaced in values. Default: none.",
    ).optional(),
  },
);

export const workloads = named("The workloads, by name.", name, workload, {
  example: "echo: { serviceAccount: echo/aws-sa }",
});

export type WorkloadFields = z.infer<typeof workload>;
