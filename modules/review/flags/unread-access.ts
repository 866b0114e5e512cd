import {
  fieldOf,
  textOf,
  unreadManifest,
  unreadTypeOf,
  type ReducedResource,
  type UnreadType,
} from "../plan";
import type { FlagRule } from "./support/rule";

export const unreadAccess: FlagRule = {
  id: "unread-access",
  severity: "high",
  reason:
    "Access is given in more ways than a review reads: what this one gives, and to whom, is to be read in the plan.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html",
  *find({ plan }) {
    for (const resource of plan.resources.values()) {
      const { address, action } = resource;
      const unread = unreadIn(resource);
      if (
        unread === undefined ||
        unread.weight === "unreviewable" ||
        action === "no-op"
      )
        continue;
      yield {
        message: `${address} is ${unread.what}, and isn't read: ${done[action]}`,
        severity: action === "delete" ? "medium" : unread.weight,
        address,
        rows: [],
      };
    }
  },
};

function unreadIn({
  type,
  before,
  after,
}: ReducedResource): Pick<UnreadType, "weight" | "what"> | undefined {
  if (
    /^kubernetes_cluster_role_binding(?:_v1)?$/.test(type) &&
    textOf(after, "role_ref", 0, "name") === "cluster-admin"
  )
    return { weight: "high", what: "every right in the cluster" };
  return type === "kubernetes_manifest"
    ? (unreadManifest(fieldOf(after, "manifest")) ??
        unreadManifest(fieldOf(before, "manifest")))
    : unreadTypeOf(type);
}

const done = {
  read: "it is read then",
  create: "it is made",
  update: "it is changed",
  replace: "it is replaced",
  delete: "it goes",
  forget: "it is left out of the state",
} as const;
