import { jsonOfDocument, type Document } from "../access";
import {
  canonicalJson,
  entriesOf,
  isJsonArray,
  isJsonObject,
  type Json,
} from "../plan";
import { canonicalCondition, currentStatementsOf } from "../policy";

/**
 * A text that is equal for two trust policies that say the same: the order of statements and of values, statement
 * ids, and one value written as a list make no difference.
 */
export function canonicalTrust(document: Document): string {
  const json = jsonOfDocument(document);
  if (json !== undefined)
    return [...new Set(currentStatementsOf(json).map(canonicalStatement))]
      .sort()
      .join("\n");
  return document.state === "not reviewable" ? document.why : document.state;
}

function canonicalStatement(statement: Json): string {
  return canonicalJson(
    Object.fromEntries(
      entriesOf(statement)
        .filter(([element]) => element !== "Sid")
        .map(([element, value]) => [
          element,
          element === "Condition"
            ? (canonicalCondition(value) ?? null)
            : sortLists(value, 0),
        ]),
    ),
  );
}

function sortLists(value: Json, depth: number): Json {
  if (isJsonArray(value)) return [...new Set(value.map(canonicalJson))].sort();
  if (isJsonObject(value) && depth < 2)
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => [
        key,
        sortLists(field, depth + 1),
      ]),
    );
  return [canonicalJson(value)];
}
