import { fieldsOf, stringsOf, type FieldKind } from "./fields";
import {
  bodiesOf,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from "./json";
import { indent, itemLines, type Item } from "./lines";
import { quoteText } from "./quoted";
import { expressionOf } from "./template";
import { writeValue } from "./write-value";

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
 * The lines of a block: arguments, then nested blocks, each in the order of their names.
 *
 * @throws Error where a field isn't what Terraform has there.
 * @see https://developer.hashicorp.com/terraform/language/style
 */
export function writeBlock(block: Block, blocks: BlockPaths): string[] {
  const head = [
    block.path.slice(block.path.lastIndexOf(".") + 1),
    ...block.labels.map(quoteText),
  ].join(" ");
  const groups = groupsOf(block, blocks).filter((lines) => lines.length > 0);
  if (groups.length === 0) return [`${head} {}`];
  const lines = groups.flatMap((group, index) =>
    index === 0 ? group : ["", ...group],
  );
  return [`${head} {`, ...indent(lines), "}"];
}

/** Parts of a block with a blank line between them. */
function groupsOf(block: Block, blocks: BlockPaths): readonly string[][] {
  const names = Object.keys(block.body)
    .filter((name) => name !== "//")
    .sort(compareNames);
  const among = (list: readonly string[]): string[] =>
    list.filter((name) => names.includes(name));
  const middle = names.filter(
    (name) => !first.includes(name) && !last.includes(name),
  );
  const kinds = new Map(
    names.map((name) => [name, kindOf(block, name, blocks)]),
  );
  const isBlock = (name: string): boolean =>
    blockKinds.has(kinds.get(name) ?? "expression");
  const attributes = (list: readonly string[]): string[] =>
    itemLines(
      list
        .filter((name) => !isBlock(name))
        .map((name) => attribute(block, name, kinds.get(name))),
    );
  const nested = (list: readonly string[]): string[][] =>
    list
      .filter(isBlock)
      .flatMap((name) => nestedBlocks(block, name, kinds.get(name)))
      .map((one) => writeBlock(one, blocks));
  return [
    attributes(among(first)),
    attributes(middle),
    ...nested(middle),
    ...nested(among(last)),
    attributes(among(last)),
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
  kind: FieldKind | undefined,
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

function attribute(
  { path, body }: Block,
  name: string,
  kind: FieldKind | undefined,
): Item {
  const value = body[name] ?? null;
  switch (kind) {
    case "reference":
    case "keyword":
      return { name, value: [bare(value, `${path}.${name}`)] };
    case "references":
      return { name, value: references(value, `${path}.${name}`) };
    case "literal":
      return { name, value: writeValue(value, "literal") };
    default:
      return { name, value: writeValue(value, "template") };
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

function references(value: JsonValue, where: string): string[] {
  if (typeof value === "string") return [bare(value, where)];
  if (Array.isArray(value)) {
    const elements = (value as readonly JsonValue[]).map((one) =>
      bare(one, where),
    );
    return elements.length < 2
      ? [`[${elements.join("")}]`]
      : ["[", ...indent(elements.map((one) => `${one},`)), "]"];
  }
  if (isJsonObject(value))
    return [
      "{",
      ...indent(
        itemLines(
          Object.entries(value).map(([key, one]) => ({
            name: key,
            value: [bare(one, where)],
          })),
        ),
      ),
      "}",
    ];
  throw new Error(`${where}: expected addresses, got ${JSON.stringify(value)}`);
}
