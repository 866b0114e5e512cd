import type { Json, ReducedResource, UnknownValue } from "../plan";
import { parsePolicy } from "../policy";
import { documentOfData } from "./data-document";
import { documentOfExpression } from "./expression-document";
import {
  expressionOf,
  isReference,
  valueAt,
  type Stage,
  type Value,
} from "./value";

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

/** What a document says, where the plan has it or it could be put together. */
export function jsonOfDocument(document: Document): Json | undefined {
  return document.state === "known" || document.state === "recovered"
    ? document.json
    : undefined;
}

/** The policy document of a resource's attribute. */
export function documentAt(
  resource: ReducedResource,
  stage: Stage,
  attribute: string,
  resources: ReadonlyMap<string, ReducedResource>,
): Document {
  return documentOf(valueAt(resource, stage, attribute), resources);
}

/**
 * The policy document that a value holds; of one that is known after apply, what the configuration's text or one data
 * source says. Never throws: what isn't as IAM writes it is not reviewable.
 */
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

/** A document that the configuration's text says, or that is one data source's, and nothing else's. */
function recover(
  unknown: UnknownValue,
  resources: ReadonlyMap<string, ReducedResource>,
): Document | undefined {
  const json =
    (unknown.text === undefined
      ? undefined
      : documentOfExpression(unknown.text, unknown.from)) ??
    documentOfOneData(unknown, resources);
  return json === undefined
    ? undefined
    : {
        state: "recovered",
        json,
        text: JSON.stringify(json, undefined, 2),
        // A function around the data source doesn't show in an HCL configuration's plan.
        unknown: [`\${${unknown.expressions.join(", ")}}`],
      };
}

function documentOfOneData(
  unknown: UnknownValue,
  resources: ReadonlyMap<string, ReducedResource>,
): Json | undefined {
  const { from, expressions } = unknown;
  const [only, ...others] = from;
  if (only === undefined || others.length > 0 || expressions.length !== 1)
    return undefined;
  if (!isReference(unknown)) return undefined;
  if (!["", "json", "minified_json"].includes(only.attribute)) return undefined;
  const data = resources.get(only.address);
  return data?.type === "data.aws_iam_policy_document"
    ? documentOfData(data, resources)
    : undefined;
}
