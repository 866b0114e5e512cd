import { z } from "zod";
import { environmentFile, includedFile } from "./schema";
import { rules } from "./rules";

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

function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: "input",
    target: "draft-7",
  }) as JsonSchema;
}

/** The part of JSON Schema that zod writes for these schemas and the reference reads. */
interface JsonSchema {
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

/** `environments/README.md`: every field, its form, its meaning and its default. */
export function fieldReference(): string {
  const rows = fieldRows(toJsonSchema(environmentFile), "");
  return `# Environment files

One file per environment: \`<environment>.yaml\`, YAML 1.2, one document. The file's name is the
environment's name. [schema.json](schema.json) lets editors complete and check it: start the file with
\`# yaml-language-server: $schema=./schema.json\`. Files that environments include lie in folders below
this one, hold \`workloads\` only, and have [included.schema.json](included.schema.json).

Check them with \`npm run check\`; \`ENVIRONMENT=prod\` selects. What needs more than one field to judge is
listed in [docs/rules.md](../docs/rules.md).

**Placeholders** \`{environment}\`, \`{cluster}\` (the key), \`{account}\`, \`{region}\` and \`{partition}\` are
replaced where a field says so. A placeholder is one lower-case word in braces with no \`$\` or \`%\`
before it, so that IAM's \`\${aws:...}\` stays itself; \`{{\` and \`}}\` write braces.

\`<name>\` stands for a name of your choosing, \`[]\` for each item of a list; \`*\` marks a required field.

| field | form | meaning |
| --- | --- | --- |
${rows.map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n")}
`;
}

type Row = readonly [field: string, form: string, meaning: string];

function fieldRows(schema: JsonSchema, path: string): readonly Row[] {
  const fields = Object.entries(schema.properties ?? {}).flatMap(
    ([name, field]): readonly Row[] => {
      const at = path === "" ? name : `${path}.${name}`;
      const star = schema.required?.includes(name) ? "*" : "";
      return [
        [`\`${at}\`${star}`, form(field), field.description ?? ""],
        ...nestedRows(field, at),
      ];
    },
  );
  return fields;
}

function nestedRows(schema: JsonSchema, path: string): readonly Row[] {
  return [
    ...fieldRows(schema, path),
    ...(schema.additionalProperties
      ? nestedRows(schema.additionalProperties, `${path}.<name>`)
      : []),
    ...(schema.items ? nestedRows(schema.items, `${path}[]`) : []),
    // A list of alternatives repeats what the alternatives before it say.
    ...(schema.anyOf ?? [])
      .filter(({ type }) => type !== "array")
      .flatMap((branch) => nestedRows(branch, path)),
  ];
}

function form(schema: JsonSchema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(form))].join(", or ");
  if (schema.enum) return schema.enum.map((word) => `\`${word}\``).join(", ");
  switch (schema.type) {
    case "integer":
      return `${schema.minimum} to ${schema.maximum}`;
    case "boolean":
      return "`true`, `false`";
    case "array":
      return `list of ${schema.items ? form(schema.items) : "anything"}`;
    case "object":
      return "map";
    case "string":
      return "text";
    default:
      return "anything";
  }
}

/** `docs/rules.md`: every rule with its reason. */
export function ruleReference(): string {
  return `# Rules

What an environment file must keep beyond the form of its fields. Each rule is a file of its own,
\`modules/environment/rules/<rule>.ts\`; this page is made from them by \`npm run generate\`.

${rules
  .map(
    ({ name, statement, reason, source }) =>
      `## ${name}\n\n${prose(statement)}\n\nWhy: ${prose(reason)}${source === undefined ? "" : ` [Source](${source}).`}\n`,
  )
  .join("\n")}`;
}

/** Markdown would read `<name>` outside code as HTML. */
function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replaceAll("<", "&lt;")))
    .join("");
}

function cell(text: string): string {
  return prose(text).replaceAll("|", "\\|").replaceAll("\n", " ");
}
