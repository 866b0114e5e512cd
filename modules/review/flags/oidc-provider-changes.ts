import { fieldOf, listOf, type ReducedResource } from "../plan";
import { listSome } from "./support/rows";
import type { FlagRule } from "./support/rule";

export const oidcProviderChanges: FlagRule = {
  id: "oidc-provider-changes",
  severity: "medium",
  reason:
    "IAM takes tokens of an issuer for the audiences of its provider, and believes servers that have one of its thumbprints.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html",
  *find({ plan }) {
    for (const resource of plan.resources.values()) {
      const { address, type, action } = resource;
      if (type !== "aws_iam_openid_connect_provider") continue;
      const provider = plan.after.providers.find(
        (one) => one.address === address,
      );
      const earlier = plan.before.providers.find(
        (one) => one.address === address,
      );
      const isNew = action === "create";
      const isOther = earlier !== undefined && earlier.host !== provider?.host;
      if (provider && !provider.isOfCluster && (isNew || isOther))
        yield {
          message: `${address} makes IAM take tokens of ${provider.host ?? "an issuer that isn't known yet"}, ${provider.host === undefined ? "and isn't made from a cluster" : "an issuer that is no EKS cluster's"}${isOther ? `, in place of ${earlier.host ?? "another issuer"}` : ""}`,
          // What is made from the provider, as the trust policies of its roles, goes over to the new issuer.
          severity: isOther ? "high" : "medium",
          address,
          rows: [],
        };
      if (resource.before === undefined || resource.after === undefined)
        continue;
      const audiences = addedTo(resource, "client_id_list");
      if (audiences.length > 0)
        yield {
          message: `${address} takes tokens for more audiences: ${listSome(audiences)}`,
          address,
          rows: [],
        };
      const thumbprints = addedTo(resource, "thumbprint_list");
      if (thumbprints.length > 0)
        yield {
          message: `${address} believes servers with other certificates: ${listSome(thumbprints)}`,
          severity: "low",
          address,
          rows: [],
        };
    }
  },
};

function addedTo(
  { before, after, unknown, configured }: ReducedResource,
  attribute: string,
): readonly string[] {
  // What the configuration doesn't set, IAM finds out for itself.
  if (unknown.some(({ path }) => path[0] === attribute))
    return configured.includes(attribute) ? ["(known after apply)"] : [];
  const earlier = new Set(listOf(fieldOf(before, attribute)));
  return listOf(fieldOf(after, attribute)).flatMap((one) =>
    typeof one !== "string" || earlier.has(one) ? [] : [one],
  );
}
