import { isJsonArray, isJsonObject, type Json } from "./json";

/**
 * JSON text of a value with keys sorted by code unit and without white space: the same value gives the same
 * text.
 */
export function canonicalJson(value: Json): string {
  if (isSorted(value)) return JSON.stringify(value);
  if (isJsonArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  let fields = "";
  for (const key of Object.keys(value).sort()) {
    const field = value[key];
    if (field === undefined) continue;
    fields += `${fields === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(field)}`;
  }
  return `{${fields}}`;
}

/** Whether all keys are in order, as Terraform writes them: most of what a plan holds. */
function isSorted(value: Json): boolean {
  if (isJsonArray(value)) return value.every(isSorted);
  if (!isJsonObject(value)) return true;
  const keys = Object.keys(value);
  return (
    keys.every((key, at) => at === 0 || (keys[at - 1] ?? "") < key) &&
    keys.every((key) => isSorted(value[key] ?? null))
  );
}
