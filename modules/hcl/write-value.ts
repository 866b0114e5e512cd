import { decodeJson } from "./encoded-json";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import { itemLines, step } from "./lines";
import { quoteTemplate, quoteText } from "./quoted";
import { expressionOf, literalOf } from "./template";

/**
 * How strings of a value read: as templates nearly everywhere in Terraform JSON; as they are in a backend,
 * in version constraints and in descriptions; and as they are in a document that a string encodes.
 */
export type Strings = "template" | "literal" | "document";

/** The elements of an IAM policy document in the order in which AWS's documentation writes them. */
const documentOrder: readonly string[] = [
  "Version",
  "Id",
  "Statement",
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

/** A list longer than this takes a line for each element. */
const longestLine = 80;

/**
 * A value's text.
 *
 * @param indent of the line that it begins on
 */
export function writeValue(
  value: JsonValue,
  strings: Strings,
  indent: string,
): string {
  if (typeof value === "string") return writeString(value, strings, indent);
  if (Array.isArray(value))
    return writeList(value as readonly JsonValue[], strings, indent);
  if (isJsonObject(value)) return writeObject(value, strings, indent);
  return JSON.stringify(value);
}

function writeString(
  written: string,
  strings: Strings,
  indent: string,
): string {
  if (strings !== "template") return quoteText(written);
  // Terraform takes it for a mark of the byte order, in JSON's templates only.
  const text = written.replace(/^\ufeff/, "");
  const literal = literalOf(text);
  if (literal === undefined) return expressionOf(text) ?? quoteTemplate(text);
  const encoded = decodeJson(literal);
  return encoded === undefined
    ? quoteText(literal)
    : `jsonencode(${writeObject(encoded, "document", indent)})`;
}

function writeList(
  list: readonly JsonValue[],
  strings: Strings,
  indent: string,
): string {
  const [first] = list;
  if (first === undefined) return "[]";
  if (list.length === 1) return `[${writeValue(first, strings, indent)}]`;
  const elements = list.map((one) => writeValue(one, strings, indent + step));
  const oneLine = `[${elements.join(", ")}]`;
  return oneLine.length <= longestLine && !oneLine.includes("\n")
    ? oneLine
    : onLines(elements, indent);
}

/** A list with a line or more for each element. */
export function onLines(elements: readonly string[], indent: string): string {
  const lines = elements.map((one) => `${indent}${step}${one},\n`);
  return `[\n${lines.join("")}${indent}]`;
}

function writeObject(
  object: JsonObject,
  strings: Strings,
  indent: string,
): string {
  const inside = indent + step;
  const items = Object.entries(object)
    .sort(([a], [b]) => compareKeys(a, b, strings))
    .map(([key, value]) => ({
      name: writeKey(key, strings),
      value: writeValue(value, strings, inside),
    }));
  if (items.length === 0) return "{}";
  return `{\n${itemLines(items, inside).join("\n")}\n${indent}}`;
}

/** `for` would begin another kind of expression; the others read better in quotes. */
const words: ReadonlySet<string> = new Set(["for", "null", "true", "false"]);

function writeKey(key: string, strings: Strings): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key) && !words.has(key)) return key;
  return strings === "template" ? quoteTemplate(key) : quoteText(key);
}

function compareKeys(a: string, b: string, strings: Strings): number {
  const [left, right] =
    strings === "document"
      ? [a, b].map((key) => documentOrder.indexOf(key))
      : [];
  if (left !== right && left !== undefined && right !== undefined)
    return left < 0 ? 1 : right < 0 ? -1 : left - right;
  return a < b ? -1 : 1;
}
