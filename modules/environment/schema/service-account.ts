import * as z from "zod";
import { flag, list, map, named, text } from "./field";
import { owner } from "./forms";

const kubernetesLabels = named(
  "Labels of the service account. Default: none.",
  z
    .string()
    .regex(
      /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/,
      {
        error:
          "must be a Kubernetes label key; write it as in app.kubernetes.io/part-of",
      },
    ),
  z
    .string({
      error: "must be a Kubernetes label value, as text; put it in quotes",
    })
    .regex(/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/, {
      error:
        "must be a Kubernetes label value; use at most 63 letters, digits, dots, underscores and hyphens",
    }),
  { example: "app.kubernetes.io/part-of: shop" },
);

const qualifiedName = text(
  "`namespace/name`.",
  "must be a namespace and a name; write it as in echo/aws-sa",
  /^[^/]+\/[^/]+$/,
);

const serviceAccountMap = map("A service account with its settings.", {
  namespace: text("Its namespace, which is expected to exist."),
  name: text("Its name. This or `namePattern`.").optional(),
  namePattern: text(
    "Names with wildcards `*` and `?`, inside this one namespace. IRSA only, owner `external`.",
  ).optional(),
  owner: owner(
    "Who makes it. Default: the workload's, else `terraform`.",
  ).optional(),
  labels: kubernetesLabels.optional(),
  automountToken: flag(
    "Whether pods get the Kubernetes API token. Default true, as Kubernetes has it.",
  ).optional(),
});

const oneServiceAccount = z.union([qualifiedName, serviceAccountMap], {
  error:
    "must be namespace/name or a map with namespace and name; write it as in echo/aws-sa",
});

export const serviceAccount = z
  .union(
    [
      qualifiedName,
      serviceAccountMap,
      list("Several, which share the role.", oneServiceAccount),
    ],
    {
      error:
        "must be namespace/name, a map with namespace and name, or a list of these; write it as in echo/aws-sa",
    },
  )
  .describe(
    "The service account that the workload's pods run as: `namespace/name`, a map, or a list, whose members share the role. Put the oldest first and keep a list a list: Terraform's addresses follow.",
  );

export type ServiceAccountFields = z.infer<typeof serviceAccount>;
