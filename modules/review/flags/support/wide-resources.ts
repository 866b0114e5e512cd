import { wildcardMatches } from "../../../policy-document";
import { splitExpressions } from "./expressions";
import { isOneArn, mayHoldWildcard } from "./reference-values";

/** ARNs of one type, as in `arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}`. */
export interface ArnFormat {
  /** What is between the placeholders, and before the first one and after the last. */
  readonly texts: readonly string[];
  /** Without the brackets. */
  readonly placeholders: readonly string[];
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
export function parseArnFormat(format: string): ArnFormat {
  const parts = format.split(/\$\{([^}]*)\}/);
  return {
    texts: parts.filter((_, index) => index % 2 === 0),
    placeholders: parts.filter((_, index) => index % 2 === 1),
  };
}

/** ARNs of every service and type. */
const anyArn = parseArnFormat(
  "arn:${Partition}:${Service}:${Region}:${Account}:${Name}",
);

/**
 * Whether a resource is as good as every one of a type: its pattern matches names that nobody would give, in the
 * accounts and regions that it says. Everything but some is wide too. One character of a name narrows nothing:
 * a few dozen such patterns together are everything; and so does a number of question marks.
 *
 * @param mayCompare is asked before each comparison; the resource counts as wide once it says no
 */
export function isWide(
  resource: string,
  formats: readonly ArnFormat[],
  mayCompare: () => boolean = () => true,
): boolean {
  if (
    /^[*?]*$/.test(resource) ||
    resource.startsWith("NotResource: ") ||
    mayBeAnything(resource)
  )
    return true;
  const pattern = splitExpressions(resource)
    .map(({ kind, text }) =>
      kind === "text"
        ? text
        : kind === "expression" && mayHoldWildcard(text)
          ? "*"
          : "expression",
    )
    .join("")
    .replace(/[*?]+/g, "*");
  if (
    !pattern.includes("*") ||
    pattern.length > longest ||
    !/^(\*|arn:|a?r?n?\*)/.test(pattern)
  )
    return false;
  const [start = ""] = pattern.split("*");
  const values = placesOf(pattern);
  const names = unlikelyNames(pattern);
  return [anyArn, ...formats].some((format) => {
    const head = headOf(format, values);
    // Of a name, a pattern may say its first character at most.
    if (!head.startsWith(start.slice(0, head.length))) return false;
    if (start.length > head.length + 1) return false;
    return names.some(
      (name) =>
        !mayCompare() || wildcardMatches(pattern, fill(format, values, name)),
    );
  });
}

/** Whether it begins with what isn't known yet, unless that is the ARN of a resource. */
function mayBeAnything(resource: string): boolean {
  const [first] = splitExpressions(resource);
  return (
    resource.startsWith("(known after apply)") ||
    (first?.kind === "expression" && !isOneArn(first.text))
  );
}

/** Twice the characters of the longest ARN that is made here: a pattern with more matches none. */
const longest = 1000;

/** One name for each form that names have; they hold what people put between words. */
const unlikely = ["8f3a1c", "q7-z9_w4.v5+k3@j8", "8f3a1c/q7z9", "8f3a1c:q7z9"];

/** These names, and the same with single characters of the pattern's own: at either end, and between its wildcards. */
function unlikelyNames(pattern: string): readonly string[] {
  const parts = pattern.split(":");
  const own = parts.length > 5 ? parts.slice(5).join(":") : pattern;
  const first = own.charAt(own.indexOf("*") - 1);
  const last = own.charAt(own.lastIndexOf("*") + 1);
  const between = own
    .split("*")
    .slice(1, -1)
    .filter(({ length }) => length === 1)
    .join("");
  return [
    ...new Set(
      unlikely
        .flatMap((name) => [name, `${name}${between}`])
        .flatMap((name) => [
          name,
          `${first}${name}`,
          `${name}${last}`,
          `${first}${name}${last}`,
        ]),
    ),
  ];
}

type Places = ReadonlyMap<string, string>;

/** A partition, service, region and account that the pattern matches. */
function placesOf(pattern: string): Places {
  const [, partition = "*", service = "*", region = "*", account = "*"] =
    pattern.split(":");
  return new Map([
    ["Service", service === "*" ? "ec2" : service.replaceAll("*", "")],
    ["Partition", partition === "*" ? "aws" : partition.replaceAll("*", "")],
    ["Region", region === "*" ? "us-east-1" : region.replaceAll("*", "")],
    ["Account", account === "*" ? "111122223333" : account.replaceAll("*", "")],
  ]);
}

/** The text before the first name. */
function headOf({ texts, placeholders }: ArnFormat, places: Places): string {
  let head = texts[0] ?? "";
  for (const [index, placeholder] of placeholders.entries()) {
    const value = places.get(placeholder);
    if (value === undefined) break;
    head += value + (texts[index + 1] ?? "");
  }
  return head;
}

function fill(
  { texts, placeholders }: ArnFormat,
  places: Places,
  name: string,
): string {
  return texts
    .map((text, index) => {
      const placeholder = placeholders[index];
      return placeholder === undefined
        ? text
        : text + (places.get(placeholder) ?? name);
    })
    .join("");
}
