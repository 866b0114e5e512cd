import { textAt, valueAt } from "../access";
import {
  fieldOf,
  isWorkload,
  isWorkloadManifest,
  listOf,
  serviceAccountOf,
  textOf,
  unreadManifest,
  unreadTypeOf,
  type Json,
  type ReducedResource,
  type UnreadType,
} from "../plan";
import { wideRightsIn, type WideRights } from "./support/cluster-rights";
import type { FlagRule } from "./support/rule";

export const unreadAccess: FlagRule = {
  id: "unread-access",
  severity: "high",
  reason:
    "Access is given in more ways than a review reads: what this one gives, and to whom, is to be read in the plan.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html",
  *find({ plan }) {
    const wideRightsOf = wideRightsIn(plan.resources.values());
    for (const resource of plan.resources.values()) {
      const { address, action } = resource;
      const unread = unreadIn(resource, wideRightsOf);
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

function unreadIn(
  resource: ReducedResource,
  wideRightsOf: WideRights,
): Pick<UnreadType, "weight" | "what"> | undefined {
  const { type, before, after } = resource;
  const wide = wideRightsOf(resource);
  if (wide !== undefined) return { weight: "high", what: wide };
  if (type === "aws_cloudwatch_event_target" && isCommand(resource))
    return { weight: "high", what: "a command that an event runs" };
  if (isWorkload(type)) return codeIn(after ?? before, "metadata", 0);
  if (type !== "kubernetes_manifest") return unreadTypeOf(type);
  const [manifest, earlier] = [after, before].map((stage) =>
    fieldOf(stage, "manifest"),
  );
  return (
    unreadManifest(manifest) ??
    unreadManifest(earlier) ??
    (isWorkloadManifest(manifest) ? codeIn(manifest, "metadata") : undefined)
  );
}

/**
 * Whether an event's target is a document of Systems Manager, which runs commands.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
 */
function isCommand(resource: ReducedResource): boolean {
  const arn = valueAt(resource, "after", "arn");
  return (
    listOf(resource.after, "run_command_targets").length > 0 ||
    (arn.state === "unknown"
      ? arn.unknown.expressions.some((text) =>
          /^(?:data\.)?aws_ssm_document\./.test(text),
        )
      : /^arn:[^:]+:ssm:/.test(textAt(resource, "after", "arn") ?? ""))
  );
}

/** Code that runs as a service account, by what it runs in. */
function codeIn(
  workload: Json | undefined,
  ...metadata: readonly (string | number)[]
): Pick<UnreadType, "weight" | "what"> {
  const namespace = textOf(workload, ...metadata, "namespace") ?? "default";
  const serviceAccount = serviceAccountOf(workload);
  return {
    weight: "medium",
    what:
      serviceAccount === undefined
        ? `code that runs as a service account of ${namespace}`
        : `code that runs as ${namespace}/${serviceAccount}`,
  };
}

const done = {
  read: "it is read then",
  create: "it is made",
  update: "it is changed",
  replace: "it is replaced",
  delete: "it goes",
  forget: "it is left out of the state",
} as const;
