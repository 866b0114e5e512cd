import { decodeJson } from "./encoded-json";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import { indent, itemLines } from "./lines";
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

/** The lines of a value, the first without its indent. */
export function writeValue(value: JsonValue, strings: Strings): string[] {
  if (typeof value === "string") return writeString(value, strings);
  if (Array.isArray(value))
    return writeList(value as readonly JsonValue[], strings);
  if (isJsonObject(value)) return writeObject(value, strings);
  return [JSON.stringify(value)];
}

function writeString(text: string, strings: Strings): string[] {
  if (strings !== "template") return [quoteText(text)];
  const literal = literalOf(text);
  const encoded = literal === undefined ? undefined : decodeJson(literal);
  if (encoded !== undefined) {
    const [first = "", ...rest] = writeValue(encoded, "document");
    return closed([`jsonencode(${first}`, ...rest], ")");
  }
  return [expressionOf(text) ?? quoteTemplate(text)];
}

function writeList(list: readonly JsonValue[], strings: Strings): string[] {
  const elements = list.map((element) => writeValue(element, strings));
  const [only] = elements;
  if (elements.length === 1 && only !== undefined && only.length > 1)
    return closed([`[${only[0] ?? ""}`, ...only.slice(1)], "]");
  const oneLine = `[${elements.map(([line]) => line).join(", ")}]`;
  if (
    elements.every((lines) => lines.length === 1) &&
    (elements.length < 2 || oneLine.length <= longestLine)
  )
    return [oneLine];
  return ["[", ...indent(elements.flatMap((lines) => closed(lines, ","))), "]"];
}

function writeObject(object: JsonObject, strings: Strings): string[] {
  const items = Object.entries(object)
    .sort(([a], [b]) => compareKeys(a, b, strings))
    .map(([key, value]) => ({
      name: writeKey(key, strings),
      value: writeValue(value, strings),
    }));
  if (items.length === 0) return ["{}"];
  return ["{", ...indent(itemLines(items)), "}"];
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

/** Puts a text behind the last line. */
function closed(lines: readonly string[], end: string): string[] {
  return [...lines.slice(0, -1), `${lines.at(-1) ?? ""}${end}`];
}
