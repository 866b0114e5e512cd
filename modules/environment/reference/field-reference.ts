import { environmentFile } from "../schema";
import { toJsonSchema, type JsonSchema } from "./json-schema";
import { cell } from "./markdown";

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
before it, so that IAM's \`\${aws:...}\` stays itself; \`{{\` and \`}}\` write braces, and a brace that stands
alone is a fault.

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
