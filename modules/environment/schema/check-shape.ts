import type * as z from "zod";
import type { Finding, Path } from "../fault";
import { likelyMeant } from "../likely-meant";
import { valueAt } from "../source";
import { fieldsAt, isOptionalAt, leastEntriesAt } from "./schema-at";

/** Holds data against a schema of this folder: the data with its type, or every fault at once. */
export function checkShape<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): { data?: z.infer<Schema>; findings: readonly Finding[] } {
  const result = schema.safeParse(value);
  if (result.success) return { data: result.data, findings: [] };
  return {
    findings: result.error.issues.flatMap((issue) =>
      toFindings(issue, { schema, value }, []),
    ),
  };
}

type Issue = z.core.$ZodIssue;

/** The schema and the data as a whole, which paths are from. */
interface Top {
  readonly schema: z.ZodType;
  readonly value: unknown;
}

function toFindings(issue: Issue, top: Top, base: Path): Finding[] {
  const path = [...base, ...issue.path.map(pathPart)];
  const got = valueAt(top.value, path);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      path: [...path, key],
      at: "key",
      rule: "unknown field",
      got: key,
      fix: fixOfUnknown(key, path, top),
    }));
  if (issue.code === "invalid_union") {
    // The branch of the value's own type says most; a value of no branch's type gets the union's text.
    const branch = issue.errors.find(
      (issues) =>
        !issues.some(
          ({ path: inner, code }) =>
            inner.length === 0 && code !== "unrecognized_keys",
        ),
    );
    const sameType = issue.errors.find((issues) =>
      issues.every(
        ({ code }) =>
          code !== "invalid_type" &&
          (code !== "invalid_value" || typeof got === "string"),
      ),
    );
    const chosen = branch ?? sameType;
    if (chosen !== undefined && got !== undefined)
      return chosen.flatMap((inner) => toFindings(inner, top, path));
  }
  const message =
    issue.code === "invalid_key"
      ? (issue.issues[0]?.message ?? issue.message)
      : issue.message;
  const [rule, fix = "look it up in environments/README.md"] = split(message);
  if (issue.code === "invalid_key")
    return [{ path, at: "key", rule, got: path.at(-1), fix }];
  if (got === undefined)
    return [{ path, rule: `is required and ${rule}`, fix }];
  if (isEmpty(got) && mayGo(path, top))
    return [{ path, rule, got, fix: `${fix}, or leave the field out` }];
  return [{ path, rule, got, fix }];
}

function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === "" ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** Whether a field may be left out, and the map that it is in then still has as many entries as it must. */
function mayGo(path: Path, { schema, value }: Top): boolean {
  const map = path.slice(0, -1);
  const others = Object.entries(Object(valueAt(value, map)) as object).filter(
    ([field, one]) => field !== path.at(-1) && !isEmpty(one),
  );
  return (
    isOptionalAt(schema, path) && others.length >= leastEntriesAt(schema, map)
  );
}

/** A field that stands there already is not the one that was meant: it would stand there twice. */
function fixOfUnknown(key: string, path: Path, { schema, value }: Top): string {
  const meant = likelyMeant(
    key,
    fieldsAt(schema, path).filter(
      (field) => valueAt(value, [...path, field]) === undefined,
    ),
  );
  return meant === undefined
    ? "take it out, or look its name up in environments/README.md"
    : `write it as ${meant}`;
}

/** Splits `<rule>; <fix>`, the form of every message of a schema, at the first semicolon. */
function split(message: string): [string, string?] {
  const at = message.indexOf("; ");
  return at < 0 ? [message] : [message.slice(0, at), message.slice(at + 2)];
}

function pathPart(part: PropertyKey): string | number {
  return typeof part === "number" ? part : String(part);
}
