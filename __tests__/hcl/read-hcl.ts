import { parse } from "@cdktf/hcl2json";
import { jsonencode } from "../../modules/terraform-text";
import { readTemplate, readTemplates } from "../support/read-template";

/**
 * A configuration in a form that is the same for JSON and HCL of one meaning: blocks that occur once without
 * their list, addresses without `${}`, encoded documents as objects, text that is no template as it reads.
 */
type Meaning = unknown;

/** Reads HCL by an independent parser: the one of HashiCorp's, in Go. */
export async function meaningOfHcl(hcl: string): Promise<Meaning> {
  const parsed = await parse("cdk.tf", hcl);
  return withLiterals(await decodeDocuments(simplify(parsed)), readTemplate);
}

export function meaningOfJson(configuration: object): Meaning {
  return withLiterals(decodeStrings(simplify(configuration)), (text) => text);
}

type Value = unknown;
type Fields = Readonly<Record<string, Value>>;

function isFields(value: Value): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapFields(
  fields: Fields,
  change: (value: Value, key: string) => Value,
): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, change(value, key)]),
  );
}

function simplify(value: Value): Value {
  if (Array.isArray(value)) {
    const list = value.map(simplify);
    return list.length === 1 && isFields(list[0]) ? list[0] : list;
  }
  if (!isFields(value)) return value;
  const { "//": comment, ...rest } = value;
  // cdktf's comments are objects; a tag may have that key too.
  const kept = isFields(comment) ? rest : value;
  return mapFields(kept, (one, key) =>
    key === "depends_on" && Array.isArray(one)
      ? one.map((text) => String(text).replace(/^\$\{(.*)\}$/, "$1"))
      : ["from", "to"].includes(key) && typeof one === "string"
        ? one.replace(/^\$\{(.*)\}$/, "$1")
        : simplify(one),
  );
}

/** Text that Terraform doesn't read as a template in JSON, where it does in HCL. */
function withLiterals(value: Value, read: (text: string) => string): Value {
  if (!isFields(value)) return value;
  return mapFields(value, (one, kind) =>
    kind === "terraform" ? mapText(one, read) : one,
  );
}

function mapText(value: Value, read: (text: string) => string): Value {
  if (typeof value === "string") return read(value);
  if (Array.isArray(value)) return value.map((one) => mapText(one, read));
  return isFields(value)
    ? mapFields(value, (one) => mapText(one, read))
    : value;
}

/** The documents of JSON's strings. */
function decodeStrings(value: Value): Value {
  if (Array.isArray(value)) return value.map(decodeStrings);
  if (isFields(value)) return mapFields(value, decodeStrings);
  if (typeof value !== "string" || !value.startsWith('{"')) return value;
  const document: unknown = JSON.parse(readTemplate(value));
  return jsonencode(document as object) === readTemplate(value)
    ? { document }
    : value;
}

/** The documents of HCL's `jsonencode(...)`. */
async function decodeDocuments(value: Value): Promise<Value> {
  if (Array.isArray(value)) return Promise.all(value.map(decodeDocuments));
  if (isFields(value)) {
    const entries = Object.entries(value).map(
      async ([key, one]) => [key, await decodeDocuments(one)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }
  if (typeof value !== "string") return value;
  const encoded = /^\$\{jsonencode\(([^]*)\)\}$/.exec(value)?.[1];
  if (encoded === undefined) return value;
  const { document } = await parse("document.tf", `document = ${encoded}\n`);
  return { document: readTemplates(document) };
}
