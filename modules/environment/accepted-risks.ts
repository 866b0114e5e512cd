import type { AcceptedRisk } from "./model";
import { acceptedRisks, checkShape } from "./schema";
import { readDocument, valueAt } from "./source";

/**
 * The accepted risks of an environment file's text, whatever else the file holds: another version of the
 * file, such as the base branch's, need not be one that this version accepts.
 *
 * @returns undefined where the text is no YAML document or its `acceptedRisks` have a fault
 */
export function readAcceptedRisks(
  text: string,
): readonly AcceptedRisk[] | undefined {
  const { value, faults } = readDocument(
    "environment file",
    Buffer.from(text, "utf8"),
  );
  if (value === undefined || faults.length > 0) return undefined;
  const written = valueAt(value, ["acceptedRisks"]);
  return written === undefined ? [] : checkShape(acceptedRisks, written).data;
}
