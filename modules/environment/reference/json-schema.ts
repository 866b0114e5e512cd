import * as z from "zod";
import { environmentFile, includedFile } from "../schema";

/** `environments/schema.json`: what editors check and complete environment files by. */
export function environmentJsonSchema(): string {
  return jsonSchema(environmentFile);
}

/** `environments/included.schema.json`: the same for included files. */
export function includedJsonSchema(): string {
  return jsonSchema(includedFile);
}

function jsonSchema(schema: z.ZodType): string {
  return `${JSON.stringify(toJsonSchema(schema), null, 2)}\n`;
}

/** A schema as the JSON Schema of what may be written. */
export function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: "input",
    target: "draft-7",
  }) as JsonSchema;
}

/** The part of JSON Schema that zod writes for these schemas and the reference reads. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | false;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}
