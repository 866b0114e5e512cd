import { entriesOf, isJsonObject, type Json } from "./json";

/**
 * Of a role's tags, those that are called like the session tags of EKS Pod Identity. Keys of tags ignore case. Tags
 * that aren't known yet stay so; of `tags_all` nothing is said then, since every role without tags has it so.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function keepSessionTags(attribute: string, value: Json): Json {
  if (isJsonObject(value))
    return Object.fromEntries(
      entriesOf(value).filter(([key]) =>
        /^(?:eks-cluster-|kubernetes-)/i.test(key),
      ),
    );
  return attribute === "tags_all" && value === true ? {} : value;
}
