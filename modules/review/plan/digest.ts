import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json";
import type { Json } from "./json";
import type { ReducedPlan } from "./reduced-plan";

/**
 * The SHA-256 of a reduced plan, in hexadecimal: equal for two plans that do the same to access. It says
 * nothing of sensitive values, which a reduced plan doesn't hold.
 */
export function digestOf(plan: ReducedPlan): string {
  return createHash("sha256").update(writeReducedPlan(plan)).digest("hex");
}

/** The text of a reduced plan, as it is kept: canonical JSON with a line feed behind. */
export function writeReducedPlan(plan: ReducedPlan): string {
  // A reduced plan is made of JSON's types only.
  return `${canonicalJson(plan as unknown as Json)}\n`;
}
