/**
 * What is known about a statement: it holds, it doesn't, or this evaluator can't tell. The rules are
 * Kleene's: a false part settles a conjunction and a true part a disjunction, whatever else is unknown.
 */
export type Truth = boolean | "unknown";

/** True if every part is, false if some part is, unknown otherwise. True of no parts. */
export function allOf(parts: readonly Truth[]): Truth {
  if (parts.includes(false)) return false;
  return parts.includes("unknown") ? "unknown" : true;
}

/** True if some part is, false if every part is, unknown otherwise. False of no parts. */
export function anyOf(parts: readonly Truth[]): Truth {
  if (parts.includes(true)) return true;
  return parts.includes("unknown") ? "unknown" : false;
}

/** The opposite; what is unknown stays unknown. */
export function negate(part: Truth): Truth {
  return part === "unknown" ? part : !part;
}
