import { canonicalJson } from "./canonical-json";
import { entriesOf, isJsonArray, isJsonObject, type Json } from "./json";

/** Arguments that say as what something runs, as providers and as AWS's own documents call them. */
const names =
  /(?:role|roles|role_?arns?|instance_?profile(?:_?(?:arn|name))?)$/i;

/**
 * A value without all but its roles and instance profiles, or its marks so; null where it has none. Text that is JSON is
 * read as such.
 */
export function keepRoles(value: Json): Json {
  if (typeof value === "string") return keepRolesOfText(value);
  return value === true ? true : keepInside(value);
}

function keepInside(value: Json): Json {
  if (isJsonArray(value)) {
    const kept = value.map(keepInside);
    return kept.every((one) => one === null) ? null : kept;
  }
  if (!isJsonObject(value)) return null;
  const kept = entriesOf(value).flatMap(([name, field]) => {
    const own = names.test(name) && !isEmpty(field) ? field : keepInside(field);
    return own === null ? [] : [[name, own] as const];
  });
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

function keepRolesOfText(text: string): Json {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    const kept = keepInside(JSON.parse(text) as Json);
    return kept === null ? null : canonicalJson(kept);
  } catch {
    return null;
  }
}

/** Whether a value says nothing: a provider writes so what the configuration doesn't set. */
export function isEmpty(value: Json | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    value === false ||
    (isJsonArray(value) && value.length === 0)
  );
}
