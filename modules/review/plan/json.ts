/** A value of a JSON text. */
export type Json =
  null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/**
 * A field of an object that the text itself has. A plain look-up would find `constructor` and its like in
 * every object.
 */
export function fieldOf(
  value: Json | undefined,
  ...path: readonly (string | number)[]
): Json | undefined {
  let current = value;
  for (const step of path) {
    if (typeof step === "number") {
      if (!isJsonArray(current)) return undefined;
      current = current[step];
    } else {
      if (!isJsonObject(current) || !Object.hasOwn(current, step))
        return undefined;
      current = current[step];
    }
  }
  return current;
}

/** The field as text; undefined where it is anything else. */
export function textOf(
  value: Json | undefined,
  ...path: readonly (string | number)[]
): string | undefined {
  const found = fieldOf(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** The field as a list; empty where it is anything else. */
export function listOf(
  value: Json | undefined,
  ...path: readonly (string | number)[]
): readonly Json[] {
  const found = fieldOf(value, ...path);
  return isJsonArray(found) ? found : [];
}

/** The fields of an object, none for anything else. */
export function entriesOf(
  value: Json | undefined,
): readonly (readonly [string, Json])[] {
  return isJsonObject(value) ? Object.entries(value) : [];
}
