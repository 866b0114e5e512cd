import * as z from "zod";
import type { Json } from "../../terraform-text";
import { flag, map, oneOf, text } from "./field";
import { accountId, assumeRole, region } from "./forms";

/** A value that the add-on's configuration, which is JSON, can hold. YAML has two numbers more. */
const json: z.ZodType<Json> = z.lazy(() =>
  z.union(
    [
      z.string(),
      z.number(),
      z.boolean(),
      z.null(),
      z.array(json),
      z.record(z.string(), json),
    ],
    {
      error:
        "must be a value that JSON has; .inf and .nan are none, write another number or put it in quotes",
    },
  ),
);

const agentKind = oneOf(
  "`addon`: the stack makes the EKS add-on. `builtin`: EKS Auto Mode has it built in. `external`: something else installs it.",
  ["addon", "builtin", "external"],
);

const agent = z
  .union(
    [
      agentKind,
      map("The EKS add-on with its settings.", {
        kind: oneOf("The EKS add-on.", ["addon"]),
        version: text(
          "Version of the add-on. Default: EKS's default for the cluster.",
          "must be an add-on's version; write it as in v1.3.8-eksbuild.2",
          /^v\d+\.\d+\.\d+-eksbuild\.\d+$/,
        ).optional(),
        configuration: z
          .record(z.string(), json, {
            error:
              "must be a map; write the add-on's configuration values as YAML",
          })
          .describe(
            "The add-on's configuration values, as YAML. Default: none.",
          )
          .optional(),
      }),
    ],
    {
      error:
        "must be addon, builtin, external or a map with kind: addon; write one of them",
    },
  )
  .describe(
    "Where the EKS Pod Identity agent comes from. Default `addon` where a workload uses Pod Identity; written, the add-on is always made. The software stays when the add-on leaves the stack.",
  );

const kubernetes = map(
  "How Terraform reaches the Kubernetes API, exactly one way. Default `eks: {}` on EKS.",
  {
    eks: map("By `aws eks get-token`: the `aws` command must be there.", {
      roleArn: text(
        "Role that gets the token. Default: the cluster's `assumeRole`, else the process's own credentials. Placeholders are replaced.",
      ).optional(),
    }).optional(),
    kubeconfig: map("By a context of a kubeconfig file.", {
      path: text(
        "The kubeconfig file. Default `~/.kube/config`.",
        "must be a file's path; start it with / or ~/, since Terraform runs in the stack's folder",
        /^(\/|~\/)[^\0]+$/,
      ).optional(),
      context: text("The context to use."),
    }).optional(),
  },
  { minProperties: 1, maxProperties: 1 },
);

export const cluster = map("One cluster; its stack is `<environment>-<key>`.", {
  region: region("The cluster's AWS region. It decides the partition."),
  name: text(
    "The EKS cluster's name. Default: the stack's name.",
    "must be an EKS cluster's name; use at most 100 letters, digits, underscores and hyphens, a letter or digit first",
    /^[0-9A-Za-z][\w-]{0,99}$/,
  ).optional(),
  issuer: text(
    "The cluster's OIDC issuer URL. Needed where a workload uses IRSA.",
    "must be the cluster's OIDC issuer; write https://, a host and a path, without port, query or trailing slash, at most 255 characters",
    /^(?=.{1,255}$)https:\/\/[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(\/[A-Za-z0-9._~-]+)*$/,
  ).optional(),
  account: accountId(
    "The account that holds the cluster and its roles, where it differs. Default: the environment's.",
  ).optional(),
  assumeRole: assumeRole(
    "The role, in the cluster's account, that the AWS provider assumes. Default: the process's own credentials.",
    "ARN of the role to assume. Placeholders are replaced.",
  ).optional(),
  retired: flag(
    "`true`: the stack stays, with backend and providers and no resources, so that a deploy destroys what it made; then the entry can go. Default false.",
  ).optional(),
  platform: oneOf("What runs the cluster. Default `eks`.", [
    "eks",
    "eks-anywhere",
    "self-managed",
  ]).optional(),
  oidcProvider: oneOf(
    "`create`: the stack makes the IAM OIDC provider. `existing`: it is looked up and its audiences are checked. Default `create` wherever an issuer is declared.",
    ["create", "existing"],
  ).optional(),
  agent: agent.optional(),
  kubernetes: kubernetes.optional(),
});

export type ClusterFields = z.infer<typeof cluster>;
