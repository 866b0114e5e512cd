import { entriesOf, isJsonArray, isJsonObject, type Json } from "./json";

/** Annotations that say something of identity start so. */
const annotationPrefix = "eks.amazonaws.com/";

/** Of a Kubernetes object: what names it and its annotations. */
const fields = new Set([
  "annotations",
  "generate_name",
  "generateName",
  "kind",
  "metadata",
  "name",
  "namespace",
]);

/**
 * What is kept of an attribute of a Kubernetes resource: names and the annotations of the identity webhook.
 * Other annotations and labels can hold anything. Attributes of other types are kept whole.
 *
 * @see https://github.com/aws/amazon-eks-pod-identity-webhook
 */
export function keepServiceAccount(
  type: string,
  attribute: string,
  value: Json,
): Json {
  if (!type.startsWith("kubernetes_")) return value;
  return attribute === "annotations"
    ? keepAnnotations(value)
    : keepFields(value, 0);
}

function keepFields(value: Json, depth: number): Json {
  if (isJsonArray(value))
    return depth > 3 ? null : value.map((one) => keepFields(one, depth + 1));
  if (!isJsonObject(value)) return value;
  if (depth > 3) return null;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => fields.has(name))
      .map(([name, field]) => [
        name,
        name === "annotations"
          ? keepAnnotations(field)
          : keepFields(field, depth + 1),
      ]),
  );
}

function keepAnnotations(value: Json): Json {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    entriesOf(value).filter(([name]) => name.startsWith(annotationPrefix)),
  );
}
