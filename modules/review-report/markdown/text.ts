import { codeSpan, escapeMarkdown } from "../../markup";
import { clip } from "./clip";

/** Longest name, ARN, message or expression in a table, in characters. */
const longest = 400;

/** A name, address, ARN or expression of a plan, as a code span that stays on its line and in its cell. */
export function code(text: string): string {
  return codeSpan(clip(text, longest));
}

/** A sentence that may hold text of a plan. */
export function sentence(text: string): string {
  return escapeMarkdown(clip(text, longest));
}

/** Names of stacks, one code span each. */
export function stackList(stacks: readonly string[]): string {
  return stacks.map(code).join(", ");
}

/** A link where the address is a plain https one; the words alone elsewhere. */
export function link(words: string, address: string): string {
  return /^https:\/\/[\w.-]+(\/[\w./#%=&?~-]*)?$/.test(address)
    ? `[${escapeMarkdown(words)}](${address})`
    : escapeMarkdown(words);
}
