import { fieldReference } from "./field-reference";
import { environmentJsonSchema, includedJsonSchema } from "./json-schema";
import { ruleReference } from "./rule-reference";

/** The files of the project that are made from the schema and the rules. */
export function generatedFiles(): readonly {
  readonly path: string;
  readonly text: string;
}[] {
  return [
    { path: "environments/schema.json", text: environmentJsonSchema() },
    { path: "environments/included.schema.json", text: includedJsonSchema() },
    { path: "environments/README.md", text: fieldReference() },
    { path: "docs/rules.md", text: ruleReference() },
  ];
}
