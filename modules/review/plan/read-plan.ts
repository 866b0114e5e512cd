import { fieldOf, isJsonObject, textOf, type Json } from "./json";
import { nestsDeeper } from "./nesting";
import { reducePlan } from "./reduce-plan";
import type { PlanReading, UnreadablePlan } from "./reduced-plan";

/** Characters of a plan's text: ten times a plan of 2,000 workloads. */
const longest = 256 * 1024 * 1024;

/** Levels of brackets: modules take four each, and an attribute some more. */
const deepest = 500;

/**
 * Reads the text of `terraform show -json <plan file>` or `tofu show -json <plan file>` and reduces it at once.
 * Never throws: what isn't such a text is an unreadable plan that says why.
 *
 * @param stack the name that the review calls the plan by, as in `prod-us`
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function readPlan(stack: string, text: string): PlanReading {
  const unreadable = (message: string): UnreadablePlan => ({
    stack,
    status: "unreadable",
    message,
  });
  if (text.length > longest)
    return unreadable(`larger than ${longest} characters`);
  if (nestsDeeper(text, deepest))
    return unreadable("it nests deeper than any plan that Terraform writes");
  let document: Json;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, "")) as Json;
  } catch {
    return unreadable(
      "not JSON; give the output of terraform show -json <plan file>",
    );
  }
  const problem = problemOf(document);
  if (problem !== undefined) return unreadable(problem);
  try {
    return reducePlan(stack, document);
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error));
  }
}

/** Why a document is no plan of a known form. */
function problemOf(document: Json): string | undefined {
  if (!isJsonObject(document)) return "not a plan: no JSON object";
  const version = textOf(document, "format_version");
  if (version === undefined)
    return "not a plan: it has no format_version; give the output of terraform show -json <plan file>";
  if (!/^1\.\d{1,4}$/.test(version))
    return `format_version ${JSON.stringify(version.slice(0, 20))} isn't known; 1.x is`;
  if (
    !isJsonObject(fieldOf(document, "configuration")) ||
    !isJsonObject(fieldOf(document, "planned_values"))
  )
    return "not a plan: it has no planned_values or configuration, as a state has none; give the output of terraform show -json <plan file>";
  const changes = fieldOf(document, "resource_changes");
  if (changes !== undefined && !Array.isArray(changes))
    return "resource_changes is no list";
  return undefined;
}
