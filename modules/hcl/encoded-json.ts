import { jsonencode } from "../terraform-text";
import type { JsonObject } from "./json";

/**
 * The object that a text encodes, where `jsonencode` of that object gives the very same bytes; else
 * `undefined`, and the text had better stay a string.
 */
export function decodeJson(text: string): JsonObject | undefined {
  if (!text.startsWith("{")) return undefined;
  // Terraform normalizes strings; keys could come in another order then.
  if (text.normalize("NFC") !== text) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isObject(value) && hasPlainNumbers(value) && jsonencode(value) === text
    ? value
    : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JavaScript and Terraform write exponents differently. */
function hasPlainNumbers(value: unknown): boolean {
  if (typeof value === "number") return /^-?\d+(\.\d+)?$/.test(String(value));
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every(hasPlainNumbers);
}
