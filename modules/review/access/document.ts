import type { Json, ReducedResource, UnknownValue } from "../plan";
import { parsePolicy } from "../policy";
import { documentOfData } from "./data-document";
import { expressionOf, valueAt, type Stage, type Value } from "./value";

/** A policy document, as far as the plan has it. */
export type Document =
  | {
      readonly state: "known";
      readonly json: Json;
      /** As the plan has it. */
      readonly text: string;
    }
  | {
      /** Put together from a data source that is read at apply. */
      readonly state: "recovered";
      readonly json: Json;
      readonly text: string;
      readonly unknown: readonly string[];
    }
  /** The plan doesn't say what it is. */
  | { readonly state: "not reviewable"; readonly why: string }
  /** It isn't among the plan's resources. */
  | { readonly state: "elsewhere" }
  | { readonly state: "absent" };

/** The policy document of a resource's attribute. */
export function documentAt(
  resource: ReducedResource,
  stage: Stage,
  attribute: string,
  resources: ReadonlyMap<string, ReducedResource>,
): Document {
  return documentOf(valueAt(resource, stage, attribute), resources);
}

export function documentOf(
  value: Value,
  resources: ReadonlyMap<string, ReducedResource>,
): Document {
  switch (value.state) {
    case "absent":
      return { state: "absent" };
    case "sensitive":
      return {
        state: "not reviewable",
        why: "Terraform marks the policy as sensitive",
      };
    case "unknown":
      return (
        recover(value.unknown, resources) ?? {
          state: "not reviewable",
          why: `the policy is known after apply: ${expressionOf(value.unknown)}`,
        }
      );
    case "known": {
      const text = typeof value.value === "string" ? value.value : "";
      const json = parsePolicy(text);
      return json === undefined
        ? { state: "not reviewable", why: "the policy isn't as IAM writes it" }
        : { state: "known", json, text };
    }
  }
}

/** A document that is one data source's, and nothing else's. */
function recover(
  unknown: UnknownValue,
  resources: ReadonlyMap<string, ReducedResource>,
): Document | undefined {
  const [from, ...others] = unknown.from;
  if (from === undefined || others.length > 0) return undefined;
  if (unknown.expressions.length !== 1) return undefined;
  if (!["", "json", "minified_json"].includes(from.attribute)) return undefined;
  const data = resources.get(from.address);
  if (data?.type !== "data.aws_iam_policy_document") return undefined;
  const json = documentOfData(data, resources);
  if (json === undefined) return undefined;
  return {
    state: "recovered",
    json,
    text: JSON.stringify(json, undefined, 2),
    // A function around the data source doesn't show in a plan.
    unknown: [expressionOf(unknown)],
  };
}
