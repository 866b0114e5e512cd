import { isIPv4, isIPv6 } from "node:net";
import type { ConditionEntry } from "../../access";
import { maskEscapes } from "./expressions";
import { atItsWidest } from "./reference-values";

/**
 * Whether a condition's values, by its own operator, are met by practically every request: both of `true` and
 * `false`, networks that are most of the internet together, a pattern that leaves out what its key is there for.
 */
export function holdsForMost({
  operator,
  key,
  values,
}: ConditionEntry): boolean {
  return (
    values.some((value) => /^[*?]+$/.test(value)) ||
    ["true", "false"].every((one) =>
      values.some((value) => value.toLowerCase() === one),
    ) ||
    areMostAddresses(values) ||
    (/(?:like|arnequals)/i.test(operator) &&
      values.some((value) =>
        matchesMost(key.toLowerCase(), atItsWidest(maskEscapes(value))),
      ))
  );
}

/**
 * The share of all addresses from which networks are more than one organization has: more than every private range
 * together.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1918
 * @see https://www.rfc-editor.org/rfc/rfc4193
 */
const most = { v4: 2 ** -7, v6: 2 ** -6 };

/** Networks that overlap count twice: real ones hardly do. */
function areMostAddresses(values: readonly string[]): boolean {
  const share = { v4: 0, v6: 0 };
  for (const value of new Set(values)) {
    const [, address = "", length = ""] = /^(.+)\/(\d{1,3})$/.exec(value) ?? [];
    if (isIPv4(address)) share.v4 += 2 ** -Number(length);
    if (isIPv6(address)) share.v6 += 2 ** -Number(length);
  }
  return share.v4 >= most.v4 || share.v6 >= most.v6;
}

/**
 * Keys whose values AWS or somebody else made up at random, so that whoever asks for one means one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const identifiers: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:sourceaccount",
  "aws:sourceorgid",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "sts:externalid",
]);

/** Whether a pattern leaves open what a value of its key is there for. */
function matchesMost(key: string, pattern: string): boolean {
  if (!/[*?]/.test(pattern)) return false;
  if (identifiers.has(key)) return true;
  // The organization is what a path begins with.
  if (/^aws:(?:principal|source)orgpaths$/.test(key))
    return /[*?]/.test(pattern.split("/")[0] ?? "");
  const parts = pattern.split(":");
  if (pattern.startsWith("arn:") || /^aws:(?:principal|source)arn$/.test(key)) {
    const [, , , , account = "*"] = parts;
    if (/[*?]/.test(account)) return true;
    return account === "" && hasNoWord(parts.slice(5).join(":"));
  }
  return hasNoWord(pattern);
}

/** Whether a pattern says no two letters or digits in a row. */
function hasNoWord(pattern: string): boolean {
  return !/[A-Za-z0-9]{2}/.test(pattern);
}
