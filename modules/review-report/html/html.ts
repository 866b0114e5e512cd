import { escapeHtml } from "../../markup";

/** Text that is HTML already: only {@link fragment} makes it. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | readonly Part[];

/**
 * HTML of a template: what is put in is escaped, in text and in attributes in double quotes, unless it is
 * HTML already. Lists are joined.
 */
export function fragment(
  literals: TemplateStringsArray,
  ...parts: readonly Part[]
): Html {
  return new Html(
    literals.reduce(
      (text, literal, position) =>
        text + write(parts[position - 1] ?? "") + literal,
    ),
  );
}

function write(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  return part.map(write).join("");
}

/** Text whose lines stay lines, for a `<pre>`. */
export function lines(text: string): Html {
  return new Html(text.split("\n").map(escapeHtml).join("\n"));
}
