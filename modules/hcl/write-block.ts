import { fieldsOf, stringsOf, type FieldKind } from "./fields";
import {
  bodiesOf,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from "./json";
import { itemLines, step, type Item } from "./lines";
import { quoteText } from "./quoted";
import { expressionOf } from "./template";
import { onLines, writeValue } from "./write-value";

/**
 * Which fields of providers are nested blocks, as `resource.<type>.<field>...`, `data.<type>.<field>...` or
 * `provider.<name>.<field>...`. Terraform JSON writes blocks and lists of objects alike.
 */
export type BlockPaths = ReadonlySet<string>;

export interface Block {
  /** The kind, as in `resource`, and the blocks on the way, joined by dots. */
  readonly path: string;
  readonly labels: readonly string[];
  readonly body: JsonObject;
  /** Where a provider's fields are found in {@link BlockPaths}; absent in Terraform's own blocks. */
  readonly schema?: string;
}

/** The arguments that come first in a block, and the ones that come last, as Terraform's style guide has them. */
const first: readonly string[] = ["provider", "count", "for_each"];
const last: readonly string[] = ["lifecycle", "depends_on"];

/**
 * A block's text, without a line's end after it: arguments, then nested blocks, each in the order of their
 * names.
 *
 * @param indent of its first line
 * @throws Error where a field isn't what Terraform has there.
 * @see https://developer.hashicorp.com/terraform/language/style
 */
export function writeBlock(
  block: Block,
  blocks: BlockPaths,
  indent = "",
): string {
  const head = [
    `${indent}${block.path.slice(block.path.lastIndexOf(".") + 1)}`,
    ...block.labels.map(quoteText),
  ].join(" ");
  const groups = groupsOf(block, blocks, indent + step);
  return groups.length === 0
    ? `${head} {}`
    : `${head} {\n${groups.join("\n\n")}\n${indent}}`;
}

/** Parts of a block with a blank line between them. */
function groupsOf(
  block: Block,
  blocks: BlockPaths,
  indent: string,
): readonly string[] {
  const names = Object.keys(block.body)
    .filter((name) => name !== "//")
    .sort(compareNames);
  const leading: Item[] = [];
  const arguments_: Item[] = [];
  const trailing: Item[] = [];
  const nested: string[] = [];
  const lastNested: string[] = [];
  for (const name of names) {
    const kind = kindOf(block, name, blocks);
    const isLast = last.includes(name);
    if (blockKinds.has(kind))
      for (const one of nestedBlocks(block, name, kind))
        (isLast ? lastNested : nested).push(writeBlock(one, blocks, indent));
    else
      (first.includes(name) ? leading : isLast ? trailing : arguments_).push({
        name,
        value: writeArgument(block, name, kind, indent),
      });
  }
  const lines = (items: readonly Item[]): string[] =>
    items.length === 0 ? [] : [itemLines(items, indent).join("\n")];
  return [
    ...lines(leading),
    ...lines(arguments_),
    ...nested,
    ...lastNested,
    ...lines(trailing),
  ];
}

/** A thing's name comes first. */
function compareNames(a: string, b: string): number {
  if ((a === "name") !== (b === "name")) return a === "name" ? -1 : 1;
  return a < b ? -1 : 1;
}

const blockKinds: ReadonlySet<FieldKind> = new Set<FieldKind>([
  "attributes",
  "block",
  "labelled",
]);

function kindOf(
  { path, schema }: Block,
  name: string,
  blocks: BlockPaths,
): FieldKind {
  const fields = fieldsOf(path);
  if (Object.hasOwn(fields, name)) return fields[name] ?? "expression";
  if (schema !== undefined && blocks.has(`${schema}.${name}`)) return "block";
  return stringsOf(path) === "literal" ? "literal" : "expression";
}

function nestedBlocks(
  { path, body, schema }: Block,
  name: string,
  kind: FieldKind,
): readonly Block[] {
  const where = [path, name].join(".");
  const below = {
    path: where,
    ...(schema !== undefined && { schema: `${schema}.${name}` }),
  };
  const bodies = bodiesOf(body[name], where);
  if (kind !== "labelled")
    return bodies.map((one) => ({ ...below, labels: [], body: one }));
  return bodies.flatMap((one) =>
    Object.entries(one).flatMap(([label, value]) =>
      bodiesOf(value, where).map((inner) => ({
        ...below,
        labels: [label],
        body: inner,
      })),
    ),
  );
}

function writeArgument(
  { path, body }: Block,
  name: string,
  kind: FieldKind,
  indent: string,
): string {
  const value = body[name] ?? null;
  switch (kind) {
    case "reference":
    case "keyword":
      return bare(value, `${path}.${name}`);
    case "references":
      return references(value, `${path}.${name}`, indent);
    case "literal":
      return writeValue(value, "literal", indent);
    default:
      return writeValue(value, "template", indent);
  }
}

/** An address, a keyword or a type, without its quotes. */
function bare(value: JsonValue, where: string): string {
  if (value === null) return "null";
  const text =
    typeof value === "string" ? (expressionOf(value) ?? value) : undefined;
  if (text === undefined || text === "" || /[\r\n]/.test(text))
    throw new Error(
      `${where}: expected an address or a keyword, got ${JSON.stringify(value)}`,
    );
  return text;
}

function references(value: JsonValue, where: string, indent: string): string {
  if (typeof value === "string") return bare(value, where);
  if (Array.isArray(value)) {
    const elements = (value as readonly JsonValue[]).map((one) =>
      bare(one, where),
    );
    return elements.length < 2
      ? `[${elements.join("")}]`
      : onLines(elements, indent);
  }
  if (isJsonObject(value)) {
    const items = Object.entries(value).map(([name, one]) => ({
      name,
      value: bare(one, where),
    }));
    return `{\n${itemLines(items, indent + step).join("\n")}\n${indent}}`;
  }
  throw new Error(`${where}: expected addresses, got ${JSON.stringify(value)}`);
}
