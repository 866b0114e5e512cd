import {
  fieldOf,
  type Json,
  type ReducedResource,
  type UnknownValue,
  type ValuePath,
} from "../plan";

/** Before the apply of a plan, or after it. */
export type Stage = "before" | "after";

/** A value of a resource at one time. */
export type Value =
  | { readonly state: "known"; readonly value: Json }
  | { readonly state: "absent" }
  | { readonly state: "unknown"; readonly unknown: UnknownValue }
  | { readonly state: "sensitive" };

const absent: Value = { state: "absent" };

/** Whether the resource exists at that time. What Terraform forgets goes on to exist. */
export function existsAt(resource: ReducedResource, stage: Stage): boolean {
  return attributesAt(resource, stage) !== undefined;
}

/** The value at a path of a resource; absent for a null, and for a resource that doesn't exist then. */
export function valueAt(
  resource: ReducedResource,
  stage: Stage,
  ...path: ValuePath
): Value {
  if (resource.action !== "forget") {
    if (resource.sensitive[stage].some((one) => startsWith(path, one)))
      return { state: "sensitive" };
    const unknown =
      stage === "after"
        ? resource.unknown.find((one) => startsWith(path, one.path))
        : undefined;
    if (unknown) return { state: "unknown", unknown };
  }
  const value = fieldOf(attributesAt(resource, stage), ...path);
  return value === undefined || value === null
    ? absent
    : { state: "known", value };
}

/** The value as text where it is known and is text. */
export function textAt(
  resource: ReducedResource,
  stage: Stage,
  ...path: ValuePath
): string | undefined {
  const value = valueAt(resource, stage, ...path);
  return value.state === "known" && typeof value.value === "string"
    ? value.value
    : undefined;
}

/** What to show for a value that isn't known yet: what it is made from. */
export function expressionOf(unknown: UnknownValue): string {
  if (unknown.text !== undefined) return unknown.text;
  const [only] = unknown.from;
  if (unknown.from.length === 1 && only && unknown.expressions.length === 1)
    return `\${${only.address}${only.attribute === "" ? "" : `.${only.attribute}`}}`;
  return unknown.expressions.length === 0
    ? "(known after apply)"
    : `\${${unknown.expressions.join(", ")}}`;
}

/**
 * Whether a value that isn't known is one that another resource has, as far as the plan says: an expression of a
 * JSON configuration shows what is around the reference, HCL's doesn't.
 */
export function isReference({ text }: UnknownValue): boolean {
  return text === undefined || /^\$\{[^(){}?]*\}$/.test(text);
}

/** A value as text to show: an expression where it isn't known. */
export function labelOf(value: Value): string | undefined {
  switch (value.state) {
    case "absent":
      return undefined;
    case "sensitive":
      return "(sensitive)";
    case "unknown":
      return expressionOf(value.unknown);
    case "known":
      if (value.value === "") return undefined;
      return typeof value.value === "string"
        ? value.value
        : JSON.stringify(value.value);
  }
}

function attributesAt(
  resource: ReducedResource,
  stage: Stage,
): ReducedResource["before"] {
  return resource.action === "forget" ? resource.before : resource[stage];
}

/** Whether a path lies at or below another one. */
function startsWith(path: ValuePath, start: ValuePath): boolean {
  return (
    start.length <= path.length &&
    start.every((step, index) => step === path[index])
  );
}
