/** A value of a Terraform JSON configuration. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export function isJsonObject(
  value: JsonValue | undefined,
): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The bodies of a block that is written once or as a list; none for `null`. */
export function bodiesOf(
  value: JsonValue | undefined,
  where: string,
): readonly JsonObject[] {
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  return list.map((body) => {
    if (!isJsonObject(body))
      throw new Error(
        `${where}: a block must be an object, got ${JSON.stringify(body)}`,
      );
    return body;
  });
}
